package io.aicloudops.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.launcher.cli.CliRun;
import io.aicloudops.launcher.process.Services;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.runtime.kafka.EventProducer;
import io.aicloudops.runtime.kafka.TopicReader;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.topics.Topics;
import io.aicloudops.simulator.kube.ClusterSettings;
import io.aicloudops.simulator.kube.SimulatedCluster;
import io.aicloudops.simulator.pods.PodRuntime;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people ask for: an inspection, and a fix. All services, a broker, a cluster over HTTP. */
class OnDemandTest {

  private static final String CART = "test/shop/Deployment/cart";

  @TempDir static Path data;
  private static SimulatedCluster cluster;
  private static KubernetesClient client;
  private static Rig rig;

  @BeforeAll
  static void start() {
    ClusterSettings settings = ClusterSettings.defaults().withNamespaces("shop").withSpeed(20);
    cluster = new SimulatedCluster(settings, new Serving()).start();
    client = cluster.client();
    // A server that is slow to answer is asked again by the client, and has it by then.
    client.resource(cart()).createOr(existing -> existing.update());
    rig =
        Rig.start(
            data,
            EnumSet.of(Services.CONNECT, Services.REMEDIATOR, Services.ASSISTANT),
            Map.of(
                "kubernetes.url", cluster.url(),
                "kubernetes.cluster", "test",
                "connect.inspection.every", "0s"));
    soon().until(() -> rig.api(Role.VIEWER).get("/api/v1/topology").toString().contains(CART));
  }

  @AfterAll
  static void stop() {
    rig.close();
    client.close();
    cluster.close();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(90)).ignoreExceptions();
  }

  private static Deployment cart() {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("cart")
        .withNamespace("shop")
        .endMetadata()
        .withNewSpec()
        .withReplicas(1)
        .withNewSelector()
        .addToMatchLabels("app", "cart")
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", "cart")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .withImage("cart:latest")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static CliRun run(Role role, String... args) {
    List<String> all = new ArrayList<>(Arrays.asList(args));
    String token = rig.installation.http().tokens().issue("ann", role, Duration.ofMinutes(5));
    all.addAll(List.of("--url", rig.installation.http().url().toString(), "--token", token));
    return CliRun.of(all.toArray(String[]::new));
  }

  @Test
  void inspectsTheClusterForAnOperatorAtATerminal() {
    CliRun inspected = run(Role.OPERATOR, "inspect");
    assertThat(inspected.code()).as(inspected.out() + inspected.err()).isZero();
    assertThat(inspected.out())
        .contains("floating-image", "no-memory-limit", "single-replica")
        .contains(CART);
    assertThat(run(Role.VIEWER, "inspect", "--last", "--json").out())
        .contains("\"asked_by\" : \"ann\"");
    assertThat(run(Role.VIEWER, "inspect", "--last", "--markdown", "--lang", "zh").out())
        .startsWith("# 集群巡检：test")
        .contains("floating-image");
    CliRun viewer = run(Role.VIEWER, "inspect");
    assertThat(viewer.code()).isEqualTo(1);
    assertThat(viewer.err()).contains("this needs operator");
  }

  @Test
  void fixesOnRequestOnlyWhatIsDiagnosedAndOnlyAfterApproval() {
    try (EventProducer producer = rig.installation.kafka().producer("test")) {
      Instant now = Instant.now();
      producer.sendAndAwait(Topics.INCIDENTS, "inc-1", incident(now), now);
    }
    Map<String, String> body =
        Map.of("namespace", "shop", "resource", "cart", "problem", "it hangs again");
    soon()
        .until(
            () ->
                rig.api(Role.VIEWER)
                    .post("/api/v1/autofix", body)
                    .path("next")
                    .asText()
                    .equals("request"));
    JsonNode asked = rig.api(Role.OPERATOR).post("/api/v1/autofix", body);
    assertThat(asked.path("requested").asBoolean()).as(asked.toPrettyString()).isTrue();
    assertThat(asked.path("action").asText()).isEqualTo("restart");
    soon().until(() -> !waiting().isMissingNode());
    JsonNode waiting = waiting();
    assertThat(waiting.path("reason").asText()).contains("tester").contains("it hangs again");
    assertThat(waiting.path("diff").asText()).contains("restartedAt");
    assertThat(restartedAt()).as("nothing is written before the approval").isNull();

    String id = waiting.path("id").asText();
    String hash = waiting.path("diff_hash").asText();
    assertThat(run(Role.OPERATOR, "approve", id, "--diff-hash", "stale").code()).isEqualTo(1);
    assertThat(run(Role.VIEWER, "approve", id, "--diff-hash", hash).code()).isEqualTo(1);
    assertThat(restartedAt()).as("nor after one that is refused").isNull();
    CliRun approved = run(Role.OPERATOR, "approve", id, "--diff-hash", hash);
    assertThat(approved.code()).as(approved.err()).isZero();
    soon().until(() -> restartedAt() != null);
    soon().until(() -> waiting().isMissingNode());
    String restarted = restartedAt();
    assertThat(run(Role.OPERATOR, "approve", id, "--diff-hash", hash).code()).isEqualTo(1);
    theAuditHas(
        "approval refused: diff_hash: the diff has changed since",
        "approval refused: ann is viewer, this needs operator",
        "approved the diff " + hash.substring(0, 12),
        "approval refused: only a remediation that awaits approval can be approved");
    assertThat(restartedAt()).isEqualTo(restarted);
  }

  /** Each as a step of a link of the chain, which is whole. */
  private static void theAuditHas(String... notes) {
    for (String note : notes) {
      soon()
          .untilAsserted(
              () ->
                  assertThat(audit())
                      .anySatisfy(step -> assertThat(step).startsWith("ann: " + note)));
    }
    CliRun verified =
        CliRun.of(
            "audit",
            "verify",
            "--kafka",
            "-D",
            "kafka.bootstrap.servers=" + rig.log.bootstrapServers(),
            "-D",
            "kafka.schema.registry.url=" + rig.log.registryUrl());
    assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
    assertThat(verified.out()).contains("test  numbers 1 to ").contains("the chain is whole");
  }

  private static List<String> audit() {
    List<String> steps = new ArrayList<>();
    try (var consumer =
        rig.installation.kafka().consumer("audit-reader", Topics.REMEDIATION_AUDIT)) {
      boolean whole =
          TopicReader.read(
              consumer,
              Topics.REMEDIATION_AUDIT.name(),
              Duration.ofSeconds(30),
              link ->
                  link.value()
                      .getSteps()
                      .forEach(step -> steps.add(step.getWho() + ": " + step.getNote())));
      assertThat(whole).isTrue();
    }
    return steps;
  }

  private static JsonNode waiting() {
    return rig.api(Role.VIEWER)
        .get("/api/v1/remediations?state=awaiting_approval")
        .path("items")
        .path(0);
  }

  private static @Nullable String restartedAt() {
    Map<String, String> annotations =
        client
            .apps()
            .deployments()
            .inNamespace("shop")
            .withName("cart")
            .get()
            .getSpec()
            .getTemplate()
            .getMetadata()
            .getAnnotations();
    return annotations == null
        ? null
        : annotations.entrySet().stream()
            .filter(a -> a.getKey().endsWith("restartedAt"))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null);
  }

  /** Too unsure for the remediator to propose anything by itself. */
  private static Incident incident(Instant now) {
    return Incident.newBuilder()
        .setId("inc-1")
        .setCluster("test")
        .setStatus(IncidentStatus.OPEN)
        .setSeverity("warning")
        .setTitle("cart hangs")
        .setOpenedAt(now)
        .setSince(now)
        .setUpdatedAt(now)
        .setMembers(List.of(CART))
        .setCauses(
            List.of(
                Cause.newBuilder()
                    .setEntity(CART)
                    .setFault(FaultKind.CONNECTION_POOL_EXHAUSTED.id())
                    .setConfidence(0.4)
                    .setSummary("its pool is empty")
                    .build()))
        .setEvidence(List.of())
        .setTimeline(List.of())
        .build();
  }

  /** Pods that serve at once. */
  private static final class Serving implements PodRuntime {

    @Override
    public boolean imageExists(String image) {
      return true;
    }

    @Override
    public void start(Launch launch, Listener listener) {
      listener.serving("127.0.0.1", 9);
      listener.ready(true);
    }

    @Override
    public void stop(String podUid) {}

    @Override
    public Usage usage(String podUid) {
      return new Usage(0, 0);
    }
  }
}
