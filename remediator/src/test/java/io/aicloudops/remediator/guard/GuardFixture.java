package io.aicloudops.remediator.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.remediator.Given;
import io.aicloudops.remediator.guard.GuardFacts.Execution;
import io.aicloudops.remediator.guard.GuardFacts.Trouble;
import io.aicloudops.remediator.plan.Origin;
import io.aicloudops.remediator.plan.Plan;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.faults.FaultKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A guard, its plans and its facts. */
abstract class GuardFixture {

  static final Instant NOW = Given.T0;
  final Guard guard = new Guard(Given.policy(Mode.AUTO));
  final List<Execution> executions = new ArrayList<>();

  static Plan plan(Origin origin, FaultKind fault, ActionKind action, double confidence) {
    Map<String, String> params =
        action == ActionKind.SCALE ? Map.of("replicas", "4", "fromReplicas", "2") : Map.of();
    return new Plan(
        origin, "i1", Given.CART, fault, action, params, "", "", "", "", confidence, List.of());
  }

  static Plan rollback() {
    return plan(Origin.INCIDENT, FaultKind.CRASH_AFTER_ROLLOUT, ActionKind.ROLLBACK, 0.9);
  }

  static Plan recommended() {
    return plan(Origin.RECOMMENDATION, FaultKind.LOAD_ABOVE_CAPACITY, ActionKind.SCALE, 1);
  }

  GuardFacts facts() {
    return facts(false, false, Map.of());
  }

  GuardFacts facts(boolean paused, boolean maintenance, Map<String, String> labels) {
    return facts(paused, maintenance, labels, new Trouble(1, 1, 0), Optional.empty());
  }

  GuardFacts facts(
      boolean paused,
      boolean maintenance,
      Map<String, String> labels,
      Trouble trouble,
      Optional<Surroundings> around) {
    return new GuardFacts(NOW, paused, maintenance, labels, executions, trouble, around);
  }

  void ran(String entity, ActionKind action, int growth, Duration ago, boolean running) {
    executions.add(new Execution(entity, action, growth, NOW.minus(ago), running));
  }

  void rolledBack(Duration ago) {
    ran(Given.CART, ActionKind.ROLLBACK, 0, ago, false);
  }

  static void assertRefused(Verdict verdict, String rule) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> {
              assertThat(refused.rule()).isEqualTo(rule);
              assertThat(refused.text()).startsWith(rule + ": ");
            });
  }

  static void assertMode(Verdict verdict, Mode mode) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Allowed.class, allowed -> assertThat(allowed.mode()).isEqualTo(mode));
  }

  GuardFacts around(Surroundings around) {
    return facts(false, false, Map.of(), new Trouble(1, 1, 0), Optional.of(around));
  }
}
