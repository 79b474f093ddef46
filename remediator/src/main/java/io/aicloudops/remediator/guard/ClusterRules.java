package io.aicloudops.remediator.guard;

import io.aicloudops.remediator.guard.Verdict.Refused;
import io.aicloudops.schemas.event.ActionKind;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Rules about what stands around an object on the live cluster. The fold asks them when a dry run
 * has told it, the executor again right before the write.
 */
public final class ClusterRules {

  private static final String OPTED_OUT = "opted-out";
  private static final String QUOTA = "quota";
  private static final String DISRUPTION_BUDGET = "disruption-budget";
  private static final String HEALTHY_SHARE = "healthy-share";

  /** The names of these rules. */
  public static final Set<String> NAMES =
      Set.of(OPTED_OUT, QUOTA, DISRUPTION_BUDGET, HEALTHY_SHARE);

  /** Actions that take pods away which are fine. */
  private static final Set<ActionKind> DISRUPTS =
      EnumSet.of(ActionKind.RESTART, ActionKind.SCALE, ActionKind.DELETE_POD);

  private ClusterRules() {}

  /** What refuses an action, approved or not. */
  public static Optional<Refused> ban(Surroundings around) {
    if (around.optedOut()) {
      return Optional.of(new Refused(OPTED_OUT, "the object itself carries " + Guard.OPT_OUT));
    }
    return around.shortage().isEmpty()
        ? Optional.empty()
        : Optional.of(new Refused(QUOTA, around.shortage()));
  }

  /**
   * What keeps an action from running unasked. Nothing is lost by an action on a workload without a
   * ready pod; and an action that replaces a broken template, such as a rollback, takes the broken
   * pods first.
   *
   * @param growth 1 if the action adds instances, -1 if it takes some away, else 0
   * @param least share of its pods that have to stay ready, in [0,1]
   */
  public static Optional<Refused> brake(
      ActionKind action, int growth, Surroundings around, double least) {
    if (!DISRUPTS.contains(action) || growth > 0 || around.ready() == 0 || around.away() == 0) {
      return Optional.empty();
    }
    if (!around.budget().isEmpty() && around.allowed() < around.away()) {
      return Optional.of(
          new Refused(
              DISRUPTION_BUDGET,
              "the PodDisruptionBudget "
                  + around.budget()
                  + " allows "
                  + around.allowed()
                  + " disruptions, the action makes up to "
                  + around.away()));
    }
    int left = around.ready() - around.away();
    if (left < least * around.desired()) {
      return Optional.of(
          new Refused(
              HEALTHY_SHARE,
              left
                  + " of "
                  + around.desired()
                  + " pods would stay ready, less than "
                  + Math.round(least * 100)
                  + " %"));
    }
    return Optional.empty();
  }
}
