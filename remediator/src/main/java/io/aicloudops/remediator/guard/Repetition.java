package io.aicloudops.remediator.guard;

import io.aicloudops.remediator.guard.GuardFacts.Execution;
import io.aicloudops.remediator.guard.Verdict.Refused;
import io.aicloudops.remediator.plan.Plan;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.faults.FaultKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The same action on the same object within a day: a remedy that has to be repeated is none. */
final class Repetition {

  private static final Duration DAY = Duration.ofDays(1);

  /** Scaling there and back again is no repetition, but it has an end, too. */
  private static final int SCALINGS_TO_ATTEMPTS = 4;

  private final Plan plan;
  private final List<Execution> same;

  Repetition(Plan plan, GuardFacts facts) {
    this.plan = plan;
    this.same =
        facts.executions().stream()
            .filter(e -> e.at().isAfter(facts.now().minus(DAY)))
            .filter(e -> e.entity().equals(plan.entity()) && e.action() == plan.action())
            .toList();
  }

  /** Refuses what ran as often as allowed; a person has to look then. */
  Optional<Refused> tooOften(int attemptsPerDay) {
    long attempts = attempts();
    boolean scaledTooOften =
        plan.action() == ActionKind.SCALE && same.size() >= SCALINGS_TO_ATTEMPTS * attemptsPerDay;
    if (attempts < attemptsPerDay && !scaledTooOften) {
      return Optional.empty();
    }
    return Optional.of(
        new Refused(
            Guard.ATTEMPTS,
            Policy.idOf(plan.action())
                + " ran "
                + (scaledTooOften ? same.size() : attempts)
                + " times on this object within a day; a person has to look"));
  }

  /** A crash without a known reason is answered with one restart a day. */
  Optional<Refused> once() {
    return plan.fault() == FaultKind.CRASH_WITHOUT_CHANGE && !same.isEmpty()
        ? Optional.of(new Refused("once", "it crashes again after a restart; a person has to look"))
        : Optional.empty();
  }

  /**
   * How often the same was tried. Scaling follows the load: it counts as the same only as long as
   * it goes on in one direction.
   */
  private long attempts() {
    if (plan.action() != ActionKind.SCALE) {
      return same.size();
    }
    Instant turned =
        same.stream()
            .filter(e -> e.growth() == -plan.growth())
            .map(Execution::at)
            .max(Instant::compareTo)
            .orElse(Instant.MIN);
    return same.stream().filter(e -> e.growth() == plan.growth() && e.at().isAfter(turned)).count();
  }
}
