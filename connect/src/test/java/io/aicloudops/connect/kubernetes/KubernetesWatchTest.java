package io.aicloudops.connect.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.connect.identity.Subject;
import io.aicloudops.connect.log.RecordingLog;
import io.aicloudops.connect.topology.TopologyPublisher;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.ChangeKind;
import io.aicloudops.schemas.event.Edge;
import io.aicloudops.schemas.event.EdgeType;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.identity.EntityId;
import io.aicloudops.schemas.topics.Topics;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the watch draws and keeps to, whatever happens around it. */
class KubernetesWatchTest extends CartFixture {

  @Test
  void drawsTheTopologyAndTellsOfNoChangeThatWasBefore() {
    TopologyEntity cart = last(CART).orElseThrow();
    assertThat(cart.getAttributes())
        .containsEntry("replicas", "2")
        .containsEntry("image", "cart:1")
        .containsEntry("revision", "1")
        .containsEntry("memoryLimit", "268435456")
        .containsEntry("cpuLimit", "0.5");
    assertThat(cart.getLabels()).containsEntry("team", "web");
    soon()
        .untilAsserted(
            () ->
                assertThat(last(CART).orElseThrow().getEdges())
                    .contains(new Edge(EdgeType.MOUNTS, "test/shop/ConfigMap/cart-config"))
                    .anyMatch(
                        e ->
                            e.getType() == EdgeType.RUNS_ON
                                && e.getTarget().startsWith("test/_/Node/")));
    soon()
        .untilAsserted(
            () ->
                assertThat(last("test/shop/Service/cart").orElseThrow().getEdges())
                    .containsExactly(new Edge(EdgeType.SELECTS, CART)));
    soon()
        .until(
            () -> last(CART).map(e -> "1".equals(attribute(e, "healthyRevision"))).orElse(false));
    soon().until(() -> last("test/_/Node/node-1").isPresent());
    assertThat(last("test/_/Node/node-1").orElseThrow().getAttributes())
        .containsEntry("ready", "true")
        .containsEntry("cpu", "8");
    soon().until(() -> watch.targets().targets().size() == 2);
    assertThat(watch.targets().targets())
        .allMatch(t -> t.url().toString().equals("http://127.0.0.1:9/metrics"));
    assertThat(workloads.ofService("test", "shop", "cart")).contains(EntityId.parse(CART));
    assertThat(log.of(Topics.CHANGES)).isEmpty();
    soon().until(() -> watch.health().status() == Health.Status.HEALTHY);
  }

  @Test
  void knowsWhatHasComeWithoutAskingTheClock() {
    // By this clock everything in the cluster is created an hour after the watch has begun.
    Clock late = Clock.offset(Clock.systemUTC(), Duration.ofHours(-1));
    RecordingLog changed = new RecordingLog();
    try (TopologyPublisher map =
            new TopologyPublisher(calls, changed, late, Duration.ofMillis(50));
        KubernetesWatch second =
            KubernetesWatch.of(cluster(), settings(), workloads, map, changed, late)
                .orElseThrow()) {
      map.start();
      second.start();
      soon().until(() -> second.health().status() == Health.Status.HEALTHY);
      soon().until(() -> second.targets().targets().size() == 2);

      Deployment stock = cart("stock:1");
      stock.getMetadata().setName("stock");
      client.resource(stock).create();

      soon().until(() -> !changed.of(Topics.CHANGES).isEmpty());
      assertThat(changed.of(Topics.CHANGES).get(0))
          .returns("test/shop/Deployment/stock", Change::getEntity)
          .returns("created with stock:1", Change::getSummary);
    }
  }

  @Test
  void survivesARestartOfTheServerAndAnExpiredWatch() {
    cluster.compact();
    cluster.dropWatches();
    patch("someone", "{\"spec\":{\"replicas\":1}}");

    soon().until(() -> changes(ChangeKind.SCALE).size() == 1);
    soon().until(() -> watch.health().status() == Health.Status.HEALTHY);
  }

  @Test
  void losesNothingWhileTheLogIsAway() {
    log.fail(new IOException("no broker"));
    patch("someone", "{\"spec\":{\"replicas\":1}}");
    soon().until(() -> watch.health().status() == Health.Status.DEGRADED);

    log.recover();
    soon().until(() -> changes(ChangeKind.SCALE).size() == 1);
  }

  @Test
  void endsWhatIsGoneAndAddsObservedCalls() {
    calls
        .read(
            new Subject(EntityId.parse(CART), "", Set.of()),
            "http_client_requests_total",
            Map.of("target", "payment"))
        .ifPresent(call -> calls.seen(call, 1));
    soon()
        .untilAsserted(
            () ->
                assertThat(last(CART).orElseThrow().getEdges())
                    .contains(new Edge(EdgeType.CALLS, "test/shop/Service/payment")));

    client.apps().deployments().inNamespace("shop").withName("cart").delete();

    soon().until(() -> last(CART).map(TopologyEntity::getGone).orElse(false));
    soon()
        .until(
            () ->
                log.sent().stream()
                    .anyMatch(
                        s ->
                            s.topic().equals(Topics.TOPOLOGY.name())
                                && s.key().equals(CART)
                                && s.event() == null));
  }
}
