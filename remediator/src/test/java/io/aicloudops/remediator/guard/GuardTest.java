package io.aicloudops.remediator.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.remediator.Given;
import io.aicloudops.remediator.guard.GuardFacts.Trouble;
import io.aicloudops.remediator.plan.Origin;
import io.aicloudops.remediator.plan.Plan;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.faults.FaultKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuardTest extends GuardFixture {

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
      assertRefused(guard.judge(rollback(), facts(true, false, Map.of()), approved), "paused");
      assertRefused(guard.judge(rollback(), facts(false, true, Map.of()), approved), "maintenance");
      assertRefused(
          guard.judge(rollback(), facts(false, false, Map.of(Guard.OPT_OUT, "true")), approved),
          "opt-out");
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
    GuardFacts all = facts(true, true, Map.of(Guard.OPT_OUT, "true", "gitops", "flux"));
    assertRefused(new Guard(Given.policy(Mode.OFF)).judge(rollback(), all, false), "paused");
    GuardFacts resumed = facts(false, true, all.labels());
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
  void anObjectHasABudgetOverAllActions() {
    for (ActionKind action :
        List.of(ActionKind.RESTART, ActionKind.RAISE_MEMORY_LIMIT, ActionKind.SCALE)) {
      ran(Given.CART, action, 0, Duration.ofMinutes(30), false);
    }
    ran(Given.PAY, ActionKind.RESTART, 0, Duration.ofMinutes(30), false);
    ran(Given.CART, ActionKind.RAISE_CPU_LIMIT, 0, Duration.ofMinutes(61), false);
    assertMode(guard.judge(rollback(), facts(), false), Mode.AUTO);
    ran(Given.CART, ActionKind.RAISE_CPU_LIMIT, 0, Duration.ofMinutes(10), false);
    Verdict verdict = guard.judge(rollback(), facts(), false);
    assertMode(verdict, Mode.ASK);
    assertThat(((Verdict.Allowed) verdict).why()).startsWith("object-budget: 4 ");
    assertMode(guard.judge(rollback(), facts(), true), Mode.ASK);
    assertRefused(guard.judge(recommended(), facts(), false), "object-budget");
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
    for (Trouble spread :
        List.of(new Trouble(25, 1, 0), new Trouble(8, 8, 0), new Trouble(3, 0, 3))) {
      GuardFacts storm = facts(false, false, Map.of(), spread, Optional.empty());
      assertMode(guard.judge(rollback(), storm, false), Mode.ASK);
      assertMode(guard.judge(rollback(), storm, true), Mode.ASK);
      assertRefused(guard.judge(recommended(), storm, false), "storm");
    }
    GuardFacts calm = facts(false, false, Map.of(), new Trouble(24, 7, 2), Optional.empty());
    assertMode(guard.judge(rollback(), calm, false), Mode.AUTO);
  }

  @Test
  void doesNotMendUnaskedWhatTheClusterShowsNothingOf() {
    GuardFacts well = around(new Surroundings("", false, true, 2, 2, 0, "", 0, ""));
    Verdict verdict = guard.judge(rollback(), well, false);
    assertMode(verdict, Mode.ASK);
    assertThat(((Verdict.Allowed) verdict).why()).startsWith("contradicted: ");
    assertMode(guard.judge(rollback(), well, true), Mode.ASK);
    Plan leak = plan(Origin.INCIDENT, FaultKind.MEMORY_LEAK, ActionKind.RESTART, 0.9);
    assertMode(guard.judge(leak, well, false), Mode.AUTO);
  }

  @Test
  void aStormStopsADrainEvenIfItIsApproved() {
    Plan drain = plan(Origin.REQUEST, FaultKind.NODE_NOT_READY, ActionKind.DRAIN, 1);
    GuardFacts storm = facts(false, false, Map.of(), new Trouble(3, 0, 3), Optional.empty());
    assertRefused(guard.judge(drain, storm, true), "storm");
    assertMode(guard.judge(drain, facts(), true), Mode.ASK);
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
  void whatGitOwnsIsShownAsAPatchAndNeverWritten() {
    GuardFacts known = facts(false, false, Map.of("gitops", "argocd"));
    Verdict verdict = guard.judge(rollback(), known, false);
    assertMode(verdict, Mode.OBSERVE);
    assertThat(((Verdict.Allowed) verdict).why()).startsWith("gitops: ").contains("argocd");
    assertRefused(guard.judge(rollback(), known, true), "gitops");
    GuardFacts found = around(new Surroundings("flux", false, false, 2, 2, 0, "", 0, ""));
    assertMode(guard.judge(rollback(), found, false), Mode.OBSERVE);
    assertRefused(guard.judge(rollback(), found, true), "gitops");
    assertRefused(new Guard(Given.policy(Mode.OFF)).judge(rollback(), known, false), "policy");
  }

  @Test
  void anAutoscalersReplicasAreItsOwn() {
    GuardFacts scaled = facts(false, false, Map.of("hpa", "cart"));
    assertRefused(guard.judge(recommended(), scaled, false), "autoscaler");
    assertRefused(guard.judge(recommended(), scaled, true), "autoscaler");
    assertMode(guard.judge(rollback(), scaled, false), Mode.AUTO);
    Plan wake =
        new Plan(
            Origin.REQUEST,
            "",
            Given.CART,
            FaultKind.SCALED_TO_ZERO,
            ActionKind.SCALE,
            Map.of("fromReplicas", "0", "replicas", "2"),
            "",
            "",
            "",
            "",
            1,
            List.of());
    assertMode(guard.judge(wake, scaled, false), Mode.ASK);
  }

  @Test
  void statefulSetsAreActedOnOneAtATime() {
    String store = "demo/shop/StatefulSet/store";
    Plan restart =
        new Plan(
            Origin.INCIDENT,
            "i1",
            store,
            FaultKind.MEMORY_LEAK,
            ActionKind.RESTART,
            Map.of(),
            "",
            "",
            "",
            "",
            0.9,
            List.of());
    ran("demo/pay/Deployment/api", ActionKind.RESTART, 0, Duration.ofMinutes(1), true);
    assertMode(guard.judge(restart, facts(), false), Mode.AUTO);
    ran("demo/pay/StatefulSet/ledger", ActionKind.RESTART, 0, Duration.ofMinutes(1), true);
    Verdict verdict = guard.judge(restart, facts(), false);
    assertMode(verdict, Mode.ASK);
    assertThat(((Verdict.Allowed) verdict).why()).startsWith("one-stateful-set: ");
    assertRefused(guard.judge(restart, facts(), true), "one-stateful-set");
  }
}
