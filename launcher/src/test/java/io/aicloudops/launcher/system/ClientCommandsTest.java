package io.aicloudops.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aicloudops.launcher.cli.CliRun;
import io.aicloudops.launcher.process.Services;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.runtime.kafka.EventProducer;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.EvidenceRef;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.event.RemediationStep;
import io.aicloudops.schemas.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of an operator at a terminal against a running service. */
class ClientCommandsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String CART = "c/shop/Deployment/cart";

  @TempDir static Path data;
  private static Rig rig;

  @BeforeAll
  static void start() {
    rig = Rig.start(data, EnumSet.of(Services.ASSISTANT), Map.of());
    try (EventProducer producer = rig.installation.kafka().producer("test")) {
      producer.sendAndAwait(Topics.INCIDENTS, "inc-1", incident(), NOW);
      producer.sendAndAwait(Topics.REMEDIATIONS, "c:1", remediation("c:1"), NOW);
      producer.sendAndAwait(Topics.REMEDIATIONS, "c:2", remediation("c:2"), NOW);
    }
    await()
        .atMost(Duration.ofSeconds(150))
        .ignoreExceptions()
        .until(() -> listed("remediations") == 2 && listed("incidents") == 1);
  }

  private static int listed(String what) {
    return rig.api(Role.VIEWER).get("/api/v1/" + what).path("items").size();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static CliRun run(Role role, String... args) {
    List<String> all = new ArrayList<>(Arrays.asList(args));
    String token = rig.installation.http().tokens().issue("ann", role, Duration.ofMinutes(5));
    all.addAll(List.of("--url", rig.installation.http().url().toString(), "--token", token));
    return CliRun.of(all.toArray(String[]::new));
  }

  private static Incident incident() {
    Cause cause =
        Cause.newBuilder()
            .setEntity(CART)
            .setFault("crash-after-rollout")
            .setConfidence(0.9)
            .setSummary("cart crashes \u001b[31m")
            .setSupporting(List.of("e"))
            .setAgainst(List.of("f"))
            .setRecommendations(List.of("roll back"))
            .build();
    return Incident.newBuilder()
        .setId("inc-1")
        .setCluster("c")
        .setStatus(IncidentStatus.OPEN)
        .setSeverity("critical")
        .setTitle("cart is down")
        .setOpenedAt(NOW)
        .setSince(NOW)
        .setUpdatedAt(NOW)
        .setMembers(List.of(CART))
        .setCauses(List.of(cause))
        .setEvidence(
            List.of(
                evidence("e", "back-off restarting"), evidence("f", "the node is short of memory")))
        .setTimeline(List.of())
        .build();
  }

  private static EvidenceRef evidence(String id, String text) {
    return EvidenceRef.newBuilder()
        .setId(id)
        .setKind("event")
        .setEntity(CART)
        .setWhat("BackOff")
        .setSince(NOW)
        .setTime(NOW)
        .setWeight(1)
        .setText(text)
        .build();
  }

  private static Remediation remediation(String id) {
    return Remediation.newBuilder()
        .setId(id)
        .setIncidentId("inc-1")
        .setCluster("c")
        .setEntity(CART)
        .setFault("crash-after-rollout")
        .setAction(ActionKind.ROLLBACK)
        .setState(RemediationState.AWAITING_APPROVAL)
        .setMode("ask")
        .setReason("roll cart back")
        .setDanger("a migration")
        .setDiff("-image: b\n+image: a\n")
        .setDiffHash("abc")
        .setExpiresAt(Instant.now().plusSeconds(600))
        .setCreatedAt(NOW)
        .setUpdatedAt(NOW)
        .setSteps(List.of(new RemediationStep(NOW, RemediationState.PROPOSED, "remediator", "why")))
        .build();
  }

  @Test
  void listsAndExplainsAnIncidentWithoutControlCharacters() {
    assertThat(run(Role.VIEWER, "incidents").out())
        .contains("inc-1")
        .contains("cart is down")
        .contains("crash-after-rollout, 90 %");
    CliRun explained = run(Role.VIEWER, "explain", "inc-1");
    assertThat(explained.out())
        .contains("cart crashes ?[31m")
        .contains("→ roll back")
        .contains("+ event    back-off restarting")
        .contains("- event    the node is short of memory");
    assertThat(run(Role.VIEWER, "incidents", "--all", "--json").out()).contains("\"opened_at\"");
  }

  @Test
  void explainsAnIncidentWithWhatIsDoneAboutIt() {
    assertThat(run(Role.VIEWER, "explain", "inc-1").out())
        .containsSubsequence(
            "Remediations",
            "c:2  awaiting_approval  rollback  " + CART,
            "why",
            "→ aiops approve c:2");
    assertThat(run(Role.VIEWER, "explain", "c:nobody").err())
        .contains("there is neither an incident nor a remediation c:nobody");
  }

  @Test
  void explainsARemediationWithItsDiff() {
    assertThat(run(Role.VIEWER, "explain", "c:1").out())
        .contains("+image: a")
        .contains("danger: a migration")
        .contains("state awaiting_approval");
  }

  @Test
  void approvesExactlyTheDiffThatWasShown() {
    assertThat(run(Role.OPERATOR, "approve", "c:1", "--diff-hash", "stale").code()).isEqualTo(1);
    assertThat(run(Role.VIEWER, "approve", "c:1", "--yes").err()).contains("operator");
    CliRun approved = run(Role.OPERATOR, "approve", "c:1", "--yes");
    assertThat(approved.code()).as(approved.err()).isZero();
    assertThat(approved.out()).contains("+image: a").contains("Approved");
  }

  @Test
  void rejectsWithAReason() {
    assertThat(run(Role.OPERATOR, "reject", "c:2", "--reason", "not now").out())
        .contains("Rejected");
    assertThat(run(Role.OPERATOR, "reject", "c:nobody").code()).isEqualTo(1);
  }

  @Test
  void saysThatACauseWasWrongSeesItAndTakesItBack() {
    CliRun said = run(Role.OPERATOR, "feedback", "inc-1", "wrong", "--fault", "memory-leak");
    assertThat(said.out()).as(said.err()).contains("Noted as ");
    String id = said.out().trim().replaceAll("Noted as |\\.$", "");
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(run(Role.VIEWER, "feedback").out())
                    .contains(id)
                    .contains("ann: wrong of crash-after-rollout at " + CART)
                    .contains("it was memory-leak"));
    assertThat(run(Role.OPERATOR, "feedback", "--undo", id).out()).contains("Taken back");
    assertThat(run(Role.OPERATOR, "feedback", "inc-1").code()).isEqualTo(2);
    assertThat(run(Role.OPERATOR, "feedback", "--undo", "nothing").code()).isEqualTo(1);
  }

  @Test
  void asksInBothLanguages() {
    assertThat(run(Role.VIEWER, "ask", "what", "is", "wrong", "now?").out()).contains("cart");
    assertThat(run(Role.VIEWER, "ask", "--json", "现在有什么问题？").out()).contains("\"sources\"");
  }

  @Test
  void printsALoginLinkOfTheRunningService() {
    CliRun link =
        CliRun.of(
            "token",
            "--login",
            "--role",
            "operator",
            "--data",
            data.toString(),
            "--url",
            rig.installation.http().url().toString(),
            "-D",
            "http.auth.hmac-secret=" + Rig.SECRET);

    assertThat(link.out()).as(link.err()).contains("/login?code=");
  }

  @Test
  void listsTheTopicsOfTheBroker() {
    CliRun topics =
        CliRun.of(
            "topics", "--create", "-D", "kafka.bootstrap.servers=" + rig.log.bootstrapServers());

    assertThat(topics.code()).isZero();
    assertThat(topics.out()).contains("aiops.incidents.v1").doesNotContain("missing");
    assertThat(
            CliRun.of(
                    "doctor",
                    "--data",
                    data.toString(),
                    "-D",
                    "kafka.bootstrap.servers=" + rig.log.bootstrapServers(),
                    "-D",
                    "kafka.schema.registry.url=" + rig.log.registryUrl())
                .out())
        .contains("all " + Topics.all().size() + " topics");
  }
}
