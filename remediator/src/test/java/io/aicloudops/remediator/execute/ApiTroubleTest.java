package io.aicloudops.remediator.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.aicloudops.simulator.kube.http.AuditEntry;
import io.aicloudops.simulator.kube.http.Trouble;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An API server that is in trouble: what is tried again, what is not, and nothing twice. */
class ApiTroubleTest extends ClusterFixture {

  private static final Map<String, String> THREE = Map.of("replicas", "3");

  private Intent approvedScale() {
    deploy(2);
    return approved(
        intent(IntentKind.EXECUTE, ActionKind.SCALE, THREE), dryRun(ActionKind.SCALE, THREE));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 405, 410, 415, 422})
  void whatTryingAgainDoesNotHelpIsRefused(int code) {
    Intent execute = approvedScale();
    simulated.trouble(Trouble.of("patch", "/" + name, code), 1);
    assertThat(cluster.execute(execute).status()).isEqualTo(OutcomeStatus.REFUSED);
    assertThat(writes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 409, 429, 500, 502, 503, 504})
  void whatMayPassIsTriedAgainByUsAndNotBehindOurBack(int code) {
    Intent execute = approvedScale();
    int before = requests().size();
    simulated.trouble(Trouble.of("patch", "/" + name, code), 1);
    Attempt failed = cluster.execute(execute);
    assertThat(failed.status()).as(failed.message()).isEqualTo(OutcomeStatus.FAILED);
    assertThat(failed.message()).contains("answered " + code);
    assertThat(requests()).as("one try, one request").hasSizeLessThanOrEqualTo(before + 1);
    assertThat(settled(() -> cluster.execute(execute)).status()).isEqualTo(OutcomeStatus.DONE);
    assertThat(writes()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 504})
  void aWriteWhoseAnswerWasLostIsRecognisedAndNotRepeated(int code) {
    Intent execute = approvedScale();
    simulated.trouble(Trouble.lostAnswer("patch", "/deployments/" + name, code), 1);
    Attempt failed = cluster.execute(execute);
    assertThat(failed.status()).as(failed.message()).isEqualTo(OutcomeStatus.FAILED);
    assertThat(live().getSpec().getReplicas()).isEqualTo(3);
    assertThat(settled(() -> cluster.execute(execute)).message())
        .isEqualTo("was carried out before");
    assertThat(cluster.recognise(execute).status()).isEqualTo(OutcomeStatus.DONE);
    assertThat(writes()).hasSize(1);
  }

  @Test
  void keepsToTheTimeThatTheServerAsksFor() {
    Intent execute = approvedScale();
    simulated.trouble(new Trouble("get", "/" + name, true, 429, Duration.ofSeconds(10), false), 1);
    assertThat(cluster.execute(execute).status()).isEqualTo(OutcomeStatus.FAILED);
    int before = requests().size();
    assertThat(cluster.execute(execute).message()).contains("asked to be left alone");
    assertThat(cluster.check(execute).status()).isEqualTo(OutcomeStatus.FAILED);
    assertThat(requests()).hasSize(before);
    assertThat(settled(() -> cluster.execute(execute)).status()).isEqualTo(OutcomeStatus.DONE);
  }

  @Test
  void theBudgetOfOnePodHoldsUpNothingElse() {
    deploy(2);
    String pod = podNames().get(0);
    simulated.trouble(new Trouble("create", pod, true, 429, Duration.ofSeconds(30), false), 1);
    Attempt dry =
        cluster.dryRun(intent(IntentKind.DRY_RUN, ActionKind.DELETE_POD, Map.of("pod", pod)));
    assertThat(dry.message()).contains("disruption budget forbids");
    assertThat(dryRun(ActionKind.SCALE, THREE).status()).isEqualTo(OutcomeStatus.DONE);
  }

  @Test
  void aServerThatHasTooMuchToDoIsNoDisruptionBudget() {
    deploy(2);
    Map<String, String> victim = Map.of("pod", podNames().get(0));
    Intent execute =
        approved(
            intent(IntentKind.EXECUTE, ActionKind.DELETE_POD, victim),
            dryRun(ActionKind.DELETE_POD, victim));
    simulated.trouble(Trouble.of("get", "/deployments/" + name, 429), 1);
    Attempt busy = cluster.execute(execute);
    assertThat(busy.status()).isEqualTo(OutcomeStatus.FAILED);
    assertThat(busy.message()).contains("answered 429").doesNotContain("budget");
    assertThat(settled(() -> cluster.execute(execute)).status()).isEqualTo(OutcomeStatus.DONE);
  }

  /** Which the eviction API does not support: no later try would end otherwise. */
  @Test
  void aPodOfTwoBudgetsIsLeftAlone() {
    deploy(2);
    budgetOf(new IntOrString(1));
    root.resource(
            new PodDisruptionBudgetBuilder(
                    root.policy()
                        .v1()
                        .podDisruptionBudget()
                        .inNamespace("shop")
                        .withName(name)
                        .get())
                .withNewMetadata()
                .withName(name + "-too")
                .withNamespace("shop")
                .endMetadata()
                .build())
        .create();
    Attempt dry =
        cluster.dryRun(
            intent(IntentKind.DRY_RUN, ActionKind.DELETE_POD, Map.of("pod", podNames().get(0))));
    assertThat(dry.status()).isEqualTo(OutcomeStatus.REFUSED);
    assertThat(dry.message()).contains("more than one PodDisruptionBudget");
    assertThat(writes()).isEmpty();
  }

  private List<String> podNames() {
    return root.pods().inNamespace("shop").withLabel("app", name).list().getItems().stream()
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }

  @Test
  void aPodThatIsGoneOrAnotherWasTakenAwayBefore() {
    deploy(2);
    String pod = podNames().get(0);
    Map<String, String> victim = Map.of("pod", pod);
    Attempt dry = dryRun(ActionKind.DELETE_POD, victim);
    Intent execute = approved(intent(IntentKind.EXECUTE, ActionKind.DELETE_POD, victim), dry);
    for (int code : new int[] {404, 409}) {
      simulated.trouble(Trouble.of("create", pod, code), 1);
      assertThat(cluster.execute(execute).status()).isEqualTo(OutcomeStatus.DONE);
    }
    assertThat(writes()).isEmpty();
  }

  @Test
  void outlivesARestartOfTheApiServer() {
    Intent execute = approvedScale();
    simulated.stopApi();
    assertThat(cluster.execute(execute).status()).isEqualTo(OutcomeStatus.FAILED);
    assertThat(cluster.check(execute).status()).isEqualTo(OutcomeStatus.FAILED);
    simulated.startApi();
    await().atMost(SOON).until(() -> cluster.execute(execute).status() == OutcomeStatus.DONE);
    assertThat(writes()).hasSize(1);
    awaitComplete();
  }

  /** Whatever the tests of this class did stayed within the generated role. */
  @AfterAll
  static void staysWithinItsPermissions() {
    Set<String> allowed =
        Permissions.ALL.stream()
            .filter(p -> p.verbs().contains("patch") || p.verbs().contains("create"))
            .flatMap(p -> p.resources().stream())
            .map(what -> what.replace("pods/", ""))
            .collect(Collectors.toSet());
    assertThat(simulated.audit().stream().filter(e -> e.user().equals("remediator")))
        .isNotEmpty()
        .allSatisfy(
            (AuditEntry e) -> {
              assertThat(e.verb()).isIn("patch", "create");
              assertThat(e.fieldManager()).isEqualTo("ai-cloudops");
              assertThat(allowed).anyMatch(what -> e.path().contains("/" + what));
            });
  }
}
