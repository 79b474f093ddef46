package io.aicloudops.connect.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aicloudops.connect.identity.CallGraph;
import io.aicloudops.connect.identity.Workloads;
import io.aicloudops.connect.log.RecordingLog;
import io.aicloudops.connect.topology.TopologyPublisher;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.settings.Section;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.ChangeKind;
import io.aicloudops.schemas.event.Edge;
import io.aicloudops.schemas.event.EdgeType;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.topics.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseWatchTest {

  private static final String CART = "c/shop/Deployment/cart";

  private final RecordingLog log = new RecordingLog();

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(50));
  }

  private Optional<TopologyEntity> last(String entity) {
    return log.of(Topics.TOPOLOGY).stream()
        .filter(e -> e.getEntity().equals(entity))
        .reduce((a, b) -> b);
  }

  private DatabaseWatch watch(Postgres postgres, Path data) {
    CdcSettings settings =
        Settings.of(
                Map.of(
                    "cdc.port", postgres.port(),
                    "cdc.host", "127.0.0.1",
                    "cdc.password", "postgres",
                    "cdc.namespace", "shop",
                    "cdc.deployment-columns", Map.of("time", "deployed_at")))
            .read(new Section<>("cdc", CdcSettings.class));
    TopologyPublisher topology =
        new TopologyPublisher(
            new CallGraph(new Workloads("c"), Duration.ofHours(1), 1000),
            log,
            Clock.systemUTC(),
            Duration.ofSeconds(1));
    return new DatabaseWatch(settings, "c", data, topology, log, Clock.systemUTC());
  }

  @Test
  void followsServicesAndDeploymentsAcrossARestart(@TempDir Path folder)
      throws SQLException, IOException, InterruptedException {
    List<String> reasons = new ArrayList<>();
    Optional<Postgres> started = Postgres.start(folder.resolve("db"), reasons);
    assumeTrue(started.isPresent(), "no PostgreSQL can be started: " + reasons);
    try (Postgres postgres = started.orElseThrow()) {
      soon().ignoreExceptions().until(() -> answers(postgres));
      postgres.execute(
          "create table services (id serial primary key, name text, owner text, labels jsonb, calls text[])",
          "create table deployments (id serial primary key, service text, version text, previous text,"
              + " author text, deployed_at timestamptz)",
          "insert into services (name, owner, labels, calls) values"
              + " ('cart', 'team-web', '{\"tier\": \"1\"}', '{payment,bank/ledger}')");

      Path data = folder.resolve("data");
      try (DatabaseWatch first = watch(postgres, data)) {
        first.start();
        soon().until(() -> last(CART).isPresent());
        TopologyEntity cart = last(CART).orElseThrow();
        assertThat(cart.getLabels()).containsEntry("tier", "1");
        assertThat(cart.getAttributes()).containsEntry("ownedBy", "team-web");
        assertThat(cart.getEdges())
            .containsExactlyInAnyOrder(
                new Edge(EdgeType.CALLS, "c/shop/Deployment/payment"),
                new Edge(EdgeType.CALLS, "c/bank/Deployment/ledger"));
        soon().until(() -> first.health().status() == Health.Status.HEALTHY);

        log.fail(new IOException("no broker"));
        postgres.execute(
            "insert into deployments (service, version, previous, author, deployed_at) values"
                + " ('cart', '2.1', '2.0', 'mei', '2026-03-01T10:00:00+01:00')",
            "insert into services (owner) values ('nobody')");
        log.recover();
        soon().until(() -> !log.of(Topics.CHANGES).isEmpty());
        Change change = log.of(Topics.CHANGES).get(0);
        assertThat(change.getEntity()).isEqualTo(CART);
        assertThat(change.getKind()).isEqualTo(ChangeKind.DEPLOYMENT);
        assertThat(change.getTime()).isEqualTo(Instant.parse("2026-03-01T09:00:00Z"));
        assertThat(change.getAuthor()).isEqualTo("mei");
        assertThat(change.getBefore()).containsEntry("version", "2.0");
        assertThat(change.getRevision()).isEqualTo("2.1");
        soon().until(() -> !log.deadLetters().isEmpty());
        assertThat(log.deadLetters().get(0).content()).contains("nobody");
      }

      log.clear();
      postgres.execute(
          "insert into services (name) values ('while-away')",
          "delete from services where name = 'cart'");
      try (DatabaseWatch second = watch(postgres, data)) {
        second.start();
        soon().until(() -> last("c/shop/Deployment/while-away").isPresent());
        soon().until(() -> last(CART).map(TopologyEntity::getGone).orElse(false));
        assertThat(log.of(Topics.CHANGES)).as("nothing is told twice").isEmpty();
      }
    }
  }

  private static boolean answers(Postgres postgres) throws SQLException {
    postgres.execute("select 1");
    return true;
  }
}
