package io.aicloudops.remediator.fold;

import static io.aicloudops.schemas.event.RemediationState.PROPOSED;
import static io.aicloudops.schemas.event.RemediationState.SUPERSEDED;
import static io.aicloudops.schemas.event.RemediationState.VERIFIED;

import io.aicloudops.remediator.guard.ClusterRules;
import io.aicloudops.remediator.guard.Mode;
import io.aicloudops.remediator.guard.Verdict;
import io.aicloudops.remediator.plan.Origin;
import io.aicloudops.remediator.plan.Plan;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.Scaling;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which plans become remediations, and which remediations are withdrawn. */
final class Proposals {

  private static final Duration DRY_RUN_WITHIN = Duration.ofSeconds(30);

  private final GuardView guard;
  private final FoldSettings settings;

  Proposals(GuardView guard, FoldSettings settings) {
    this.guard = guard;
    this.settings = settings;
  }

  /**
   * A plan becomes a remediation, unless its object is busy or the answer to it is known.
   *
   * @param gone what was withdrawn by the same input
   */
  Outputs propose(Plan plan, World world, Instant now, Outputs gone) {
    if (world.remediation(Life.idOf(plan, now)).isPresent()) {
      return Outputs.none(); // what was made of this very question stays, whatever became of it
    }
    Outputs makesRoom = giveWay(plan, world, now);
    List<Remediation> withdrawn = gone.and(makesRoom).remediations();
    Optional<Remediation> busy =
        world.remediations().stream()
            .filter(r -> inTheWay(r, plan))
            .filter(r -> withdrawn.stream().noneMatch(w -> same(w, r)))
            .findFirst();
    if (busy.isPresent()) {
      return plan.origin() == Origin.REQUEST
          ? refuse(plan, now, new Verdict.Refused("busy", busy.get().getId() + " is under way"))
          : Outputs.none();
    }
    Verdict verdict = guard.judgeProposal(plan, world, now);
    if (answered(plan, verdict, withdrawn, world, now)) {
      return Outputs.none();
    }
    if (verdict instanceof Verdict.Refused refused) {
      return refuse(plan, now, refused);
    }
    Remediation proposed = Life.propose(plan, ((Verdict.Allowed) verdict).mode().id(), now);
    return makesRoom.and(
        Outputs.of(proposed, Life.intend(proposed, IntentKind.DRY_RUN, now, DRY_RUN_WITHIN)));
  }

  /** A plan that is refused at once, so that whoever asked for it can see why. */
  Outputs refuse(Plan plan, Instant now, Verdict.Refused refused) {
    return Moves.refuse(Life.propose(plan, "refused", now), now, refused);
  }

  private static boolean same(Remediation a, Remediation b) {
    return a.getId().equals(b.getId());
  }

  /** One at a time on an object; what is only to be seen is in the way of its like alone. */
  private static boolean inTheWay(Remediation r, Plan plan) {
    return Life.active(r)
        && r.getEntity().equals(plan.entity())
        && (!r.getMode().equals(Mode.OBSERVE.id()) || r.getAction() == plan.action());
  }

  /** A recommendation that still waits makes room for what an incident or a person asks. */
  private static Outputs giveWay(Plan plan, World world, Instant now) {
    if (plan.origin() == Origin.RECOMMENDATION) {
      return Outputs.none();
    }
    return withdraw(
        world,
        r -> r.getEntity().equals(plan.entity()) && Life.origin(r) == Origin.RECOMMENDATION,
        now,
        "something more urgent is planned for the object");
  }

  /**
   * True if proposing would say nothing new: the same refusal by the guard was recorded before, or
   * the same plan was proposed before and its answer still stands.
   */
  private boolean answered(
      Plan plan, Verdict verdict, List<Remediation> withdrawn, World world, Instant now) {
    if (plan.origin() == Origin.REQUEST) {
      return false;
    }
    List<Remediation> before =
        world.remediations().stream()
            .filter(r -> r.getState() != SUPERSEDED && sameQuestion(r, plan))
            .filter(r -> withdrawn.stream().noneMatch(w -> same(w, r)))
            .toList();
    if (verdict instanceof Verdict.Refused refused) {
      return before.stream().anyMatch(r -> refused.rule().equals(refusedBy(r)));
    }
    Duration rest = guard.policy(world).coolDown();
    return before.stream()
        .filter(r -> refusedBy(r).isEmpty() || restsAfterRefusal(r, now, rest))
        .anyMatch(r -> stands(r, plan, now));
  }

  /** What only a dry run can find out is asked again, but not with each word of the incident. */
  private static boolean restsAfterRefusal(Remediation r, Instant now, Duration rest) {
    boolean foundLater =
        ClusterRules.NAMES.contains(refusedBy(r)) || refusedBy(r).equals(GuardView.OUTDATED);
    return foundLater && r.getUpdatedAt().plus(rest).isAfter(now);
  }

  private static String refusedBy(Remediation r) {
    return r.getFacts().getOrDefault(Life.REFUSED_BY, "");
  }

  private static boolean sameQuestion(Remediation r, Plan plan) {
    return Life.origin(r) == plan.origin()
        && r.getIncidentId().equals(plan.incidentId())
        && r.getEntity().equals(plan.entity())
        && r.getAction() == plan.action();
  }

  /**
   * For an incident, an answer stands as long as the incident. A recommendation that was followed
   * may be followed by another, which the guard's cool-down spaces; one that was not followed rests
   * for a while, however it changes.
   */
  private boolean stands(Remediation r, Plan plan, Instant now) {
    if (plan.origin() == Origin.INCIDENT) {
      return true;
    }
    return r.getState() != VERIFIED
        && r.getUpdatedAt().plus(settings.recommendationRest()).isAfter(now);
  }

  /** Withdraws what waits for an incident that ended or was silenced. */
  static Outputs withdrawAll(Incident incident, World world) {
    return withdraw(
        world,
        r -> r.getIncidentId().equals(incident.getId()),
        incident.getUpdatedAt(),
        "the incident ended or was silenced");
  }

  /** Withdraws what waits for an incident but is not for the cause that is held responsible now. */
  static Outputs withdrawOthers(
      Incident incident, String entity, Predicate<Remediation> fits, World world) {
    return withdraw(
        world,
        r ->
            r.getIncidentId().equals(incident.getId())
                && !(r.getEntity().equals(entity) && fits.test(r)),
        incident.getUpdatedAt(),
        "the cause is seen differently now");
  }

  /**
   * Withdraws a recommendation that did not hold for as long as a reason has to. One that a person
   * was asked about stays: it must not come and go with each burst of the load.
   */
  static Outputs withdrawRecommended(Scaling scaling, World world) {
    return withdraw(
        world,
        r ->
            r.getState() == PROPOSED
                && Life.origin(r) == Origin.RECOMMENDATION
                && r.getEntity().equals(scaling.getEntity()),
        scaling.getTime(),
        "the recommendation did not hold: " + scaling.getReason());
  }

  /** Withdraws a recommendation that has not yet held, where another number is recommended now. */
  static Outputs withdrawOutdated(Plan plan, Scaling scaling, World world) {
    return withdraw(
        world,
        r ->
            r.getState() == PROPOSED
                && Life.origin(r) == Origin.RECOMMENDATION
                && r.getEntity().equals(plan.entity())
                && !r.getParams().equals(plan.params()),
        scaling.getTime(),
        "another number is recommended by now: " + scaling.getReason());
  }

  private static Outputs withdraw(
      World world, Predicate<Remediation> which, Instant now, String note) {
    Outputs outputs = Outputs.none();
    for (Remediation r : world.remediations()) {
      if (Life.WAITING.contains(r.getState()) && which.test(r)) {
        outputs = outputs.and(Outputs.of(Life.step(r, SUPERSEDED, now, "remediator", note)));
      }
    }
    return outputs;
  }
}
