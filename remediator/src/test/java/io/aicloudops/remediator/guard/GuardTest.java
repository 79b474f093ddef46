package io.aicloudops.remediator.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aicloudops.remediator.Given;
import io.aicloudops.remediator.guard.GuardFacts.Execution;
import io.aicloudops.remediator.plan.Origin;
import io.aicloudops.remediator.plan.Plan;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.faults.FaultKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GuardTest {

  private static final Instant NOW = Given.T0;
  private final Guard guard = new Guard(Given.policy(Mode.AUTO));
  private final List<Execution> executions = new ArrayList<>();

  private static Plan plan(Origin origin, FaultKind fault, ActionKind action, double confidence) {
    Map<String, String> params =
        action == ActionKind.SCALE ? Map.of("replicas", "4", "fromReplicas", "2") : Map.of();
    return new Plan(
        origin, "i1", Given.CART, fault, action, params, "", "", "", "", confidence, List.of());
  }

  private static Plan rollback() {
    return plan(Origin.INCIDENT, FaultKind.CRASH_AFTER_ROLLOUT, ActionKind.ROLLBACK, 0.9);
  }

  private static Plan recommended() {
    return plan(Origin.RECOMMENDATION, FaultKind.LOAD_ABOVE_CAPACITY, ActionKind.SCALE, 1);
  }

  private GuardFacts facts() {
    return new GuardFacts(NOW, false, false, Map.of(), executions, 1);
  }

  private void ran(String entity, ActionKind action, int growth, Duration ago, boolean running) {
    executions.add(new Execution(entity, action, growth, NOW.minus(ago), running));
  }

  private void rolledBack(Duration ago) {
    ran(Given.CART, ActionKind.ROLLBACK, 0, ago, false);
  }

  private static void assertRefused(Verdict verdict, String rule) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> {
              assertThat(refused.rule()).isEqualTo(rule);
              assertThat(refused.text()).startsWith(rule + ": ");
            });
  }

  private static void assertMode(Verdict verdict, Mode mode) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Allowed.class, allowed -> assertThat(allowed.mode()).isEqualTo(mode));
  }

  @Test
  void runsUnaskedWhatPolicyAndCatalogueAllow() {
    assertMode(guard.judge(rollback(), facts(), false), Mode.AUTO);
  }

  @Test
  void thePolicyTightensTheCatalogueAndNeverLoosensIt() {
    Plan risky = plan(Origin.INCIDENT, FaultKind.ERROR_BURST, ActionKind.RESTART, 0.9);
    assertMode(guard.judge(risky, facts(), false), Mode.ASK);
    assertMode(
        new Guard(Given.policy(Mode.OBSERVE)).judge(rollback(), facts(), false), Mode.OBSERVE);
    assertMode(new Guard(Given.policy(Mode.ASK)).judge(rollback(), facts(), false), Mode.ASK);
    Plan scaleIn = plan(Origin.RECOMMENDATION, FaultKind.OVER_PROVISIONED, ActionKind.SCALE, 1);
    assertMode(guard.judge(scaleIn, facts(), false), Mode.ASK);
  }

  @Test
  void anUncertainCauseNeedsAPerson() {
    Plan unsure = plan(Origin.INCIDENT, FaultKind.CRASH_AFTER_ROLLOUT, ActionKind.ROLLBACK, 0.55);
    assertMode(guard.judge(unsure, facts(), false), Mode.ASK);
    Plan guess = plan(Origin.INCIDENT, FaultKind.CRASH_AFTER_ROLLOUT, ActionKind.ROLLBACK, 0.4);
    assertRefused(guard.judge(guess, facts(), false), "confidence");
  }

  @Test
  void bansHoldEvenForWhatAPersonApproved() {
    for (boolean approved : List.of(false, true)) {
      assertRefused(
          guard.judge(
              rollback(), new GuardFacts(NOW, true, false, Map.of(), List.of(), 0), approved),
          "paused");
      assertRefused(
          guard.judge(
              rollback(), new GuardFacts(NOW, false, true, Map.of(), List.of(), 0), approved),
          "maintenance");
      assertRefused(
          guard.judge(
              rollback(),
              new GuardFacts(NOW, false, false, Map.of(Guard.OPT_OUT, "true"), List.of(), 0),
              approved),
          "opt-out");
      assertRefused(
          guard.judge(
              rollback(),
              new GuardFacts(NOW, false, false, Map.of("gitops", "argocd"), List.of(), 0),
              approved),
          "gitops");
      assertRefused(
          new Guard(Given.policy(Mode.OFF)).judge(rollback(), facts(), approved), "policy");
      Plan told = plan(Origin.INCIDENT, FaultKind.DATABASE_TROUBLE, ActionKind.RESTART, 1);
      assertRefused(guard.judge(told, facts(), approved), "catalogue");
    }
  }

  @Test
  void whatAPersonAsksForNeedsNoRowOfTheCatalogue() {
    Plan asked = plan(Origin.REQUEST, FaultKind.UNKNOWN, ActionKind.RESTART, 1);
    assertMode(guard.judge(asked, facts(), false), Mode.ASK);
  }

  @Test
  void theFirstRuleThatFitsNamesTheRefusal() {
    GuardFacts all =
        new GuardFacts(
            NOW, true, true, Map.of(Guard.OPT_OUT, "true", "gitops", "flux"), List.of(), 0);
    assertRefused(new Guard(Given.policy(Mode.OFF)).judge(rollback(), all, false), "paused");
    GuardFacts resumed = new GuardFacts(NOW, false, true, all.labels(), List.of(), 0);
    assertRefused(guard.judge(rollback(), resumed, false), "opt-out");
  }

  @Test
  void theSameActionOnTheSameObjectEndsAfterItsAttempts() {
    rolledBack(Duration.ofHours(25));
    rolledBack(Duration.ofHours(20));
    rolledBack(Duration.ofHours(10));
    assertMode(guard.judge(rollback(), facts(), false), Mode.AUTO);
    rolledBack(Duration.ofHours(5));
    assertRefused(guard.judge(rollback(), facts(), false), "attempts");
    assertRefused(guard.judge(rollback(), facts(), true), "attempts");
  }

  @Test
  void aCrashLoopWithoutAChangeIsRestartedUnaskedOnlyOnce() {
    Plan restart = plan(Origin.INCIDENT, FaultKind.CRASH_WITHOUT_CHANGE, ActionKind.RESTART, 0.9);
    assertMode(guard.judge(restart, facts(), false), Mode.AUTO);
    ran(Given.CART, ActionKind.RESTART, 0, Duration.ofHours(3), false);
    assertMode(guard.judge(restart, facts(), false), Mode.ASK);
  }

  @Test
  void anObjectCoolsDownBeforeTheNextUnaskedAction() {
    ran(Given.CART, ActionKind.RESTART, 0, Duration.ofMinutes(4), false);
    Verdict verdict = guard.judge(rollback(), facts(), false);
    assertMode(verdict, Mode.ASK);
    assertThat(((Verdict.Allowed) verdict).why()).startsWith("cool-down: ").contains("5 min");
    assertMode(guard.judge(rollback(), facts(), true), Mode.ASK);
    assertRefused(guard.judge(recommended(), facts(), false), "cool-down");
  }

  @Test
  void budgetsOfNamespaceAndClusterStopUnaskedActions() {
    for (int i = 0; i < 10; i++) {
      ran("demo/shop/Deployment/w" + i, ActionKind.RESTART, 0, Duration.ofMinutes(30), false);
    }
    assertRefused(guard.judge(recommended(), facts(), false), "namespace-budget");
    executions.clear();
    for (int i = 0; i < 20; i++) {
      ran("demo/n" + i + "/Deployment/w", ActionKind.RESTART, 0, Duration.ofMinutes(30), false);
    }
    assertRefused(guard.judge(recommended(), facts(), false), "cluster-budget");
    assertMode(guard.judge(rollback(), facts(), false), Mode.ASK);
  }

  @Test
  void aStormStopsWhateverRunsUnasked() {
    GuardFacts storm = new GuardFacts(NOW, false, false, Map.of(), List.of(), 25);
    assertMode(guard.judge(rollback(), storm, false), Mode.ASK);
    assertRefused(guard.judge(recommended(), storm, false), "storm");
  }

  @Test
  void onlySoManyActionsRunAtOnceEvenApproved() {
    for (int i = 0; i < 3; i++) {
      ran("demo/n" + i + "/Deployment/w", ActionKind.RESTART, 0, Duration.ofMinutes(1), true);
    }
    assertMode(guard.judge(rollback(), facts(), false), Mode.ASK);
    assertRefused(guard.judge(rollback(), facts(), true), "concurrency");
    assertRefused(guard.judge(recommended(), facts(), false), "concurrency");
  }

  @Test
  void scalingInOneDirectionEndsAfterItsAttempts() {
    for (int hours = 4; hours > 1; hours--) {
      ran(Given.CART, ActionKind.SCALE, 1, Duration.ofHours(hours), false);
    }
    assertRefused(guard.judge(recommended(), facts(), false), "attempts");
  }

  @Test
  void scalingThereAndBackIsNoRepetitionButHasAnEnd() {
    for (int i = 0; i < 5; i++) {
      ran(Given.CART, ActionKind.SCALE, 1, Duration.ofHours(20 - 2 * i), false);
      ran(Given.CART, ActionKind.SCALE, -1, Duration.ofHours(19 - 2 * i), false);
    }
    assertMode(guard.judge(recommended(), facts(), false), Mode.AUTO);
    ran(Given.CART, ActionKind.SCALE, 1, Duration.ofHours(9), false);
    ran(Given.CART, ActionKind.SCALE, -1, Duration.ofHours(8), false);
    assertRefused(guard.judge(recommended(), facts(), false), "attempts");
  }

  @Test
  void theFirstRuleOfThePolicyThatFitsHolds() {
    Policy policy =
        new Policy(
            Mode.AUTO,
            List.of(
                new Policy.Rule("rollback", "shop", Mode.OBSERVE),
                new Policy.Rule("*", "shop", Mode.OFF)),
            0.5,
            0.6,
            Duration.ofSeconds(90),
            3,
            10,
            20,
            3,
            25);
    Guard strict = new Guard(policy);
    assertThat(strict.policy()).isSameAs(policy);
    assertMode(strict.judge(rollback(), facts(), false), Mode.OBSERVE);
    assertRefused(strict.judge(recommended(), facts(), false), "policy");
    ran(Given.CART, ActionKind.SCALE, 1, Duration.ofSeconds(80), false);
    assertMode(strict.judge(rollback(), facts(), false), Mode.OBSERVE);
  }

  @Test
  void aPolicyWithAnErrorSaysWhichSettingItIs() {
    assertThatThrownBy(() -> new Policy.Rule("rolback", "*", Mode.AUTO))
        .hasMessageContaining("action must be")
        .hasMessageContaining("rolback");
    Duration minute = Duration.ofMinutes(1);
    assertThatThrownBy(() -> new Policy(Mode.ASK, List.of(), 2, 0.6, minute, 3, 10, 20, 3, 25))
        .hasMessageContaining("propose-confidence");
    assertThatThrownBy(() -> new Policy(Mode.ASK, List.of(), 0.5, 0.6, minute, 3, 10, 20, 0, 25))
        .hasMessageContaining("concurrent");
  }
}
