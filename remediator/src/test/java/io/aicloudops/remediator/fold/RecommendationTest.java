package io.aicloudops.remediator.fold;

import static io.aicloudops.remediator.Given.CART;
import static io.aicloudops.remediator.Given.PAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.aicloudops.remediator.Given;
import io.aicloudops.remediator.guard.Mode;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.faults.FaultKind;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Recommendations of instances: proposed, followed, verified. */
class RecommendationTest extends FoldFixture {

  @Test
  void scalingByRecommendationCannotRatchet() {
    policy(Mode.AUTO);
    int replicas = 2;
    int executed = 0;
    for (int minute = 0; minute < 120; minute++) {
      later(60);
      world.feed(Given.scaling(CART, replicas, 20 - minute % 3, now));
      if (!world.intents.isEmpty()) {
        var intent = world.intents.get(world.intents.size() - 1);
        if (intent.getKind() == IntentKind.DRY_RUN) {
          settle();
          int to = Integer.parseInt(intent.getParams().get("replicas"));
          assertThat(to).isLessThanOrEqualTo(2 * replicas);
          replicas = to;
          executed++;
          answer(IntentKind.EXECUTE, OutcomeStatus.DONE);
          answer(IntentKind.CHECK, OutcomeStatus.DONE);
          assertThat(world.latest().getState()).isEqualTo(RemediationState.VERIFIED);
        }
      }
    }
    assertThat(executed).isEqualTo(3);
    assertThat(world.remediations())
        .extracting(Remediation::getState, r -> r.getFacts().get(Life.REFUSED_BY))
        .filteredOn(t -> t.toList().get(1) != null)
        .as("one refusal for each rule, and a person for what is repeated")
        .containsExactlyInAnyOrder(
            tuple(RemediationState.REFUSED, "cool-down"),
            tuple(RemediationState.ESCALATED, "attempts"));
  }

  @Test
  void aRecommendationThatWasRejectedRests() {
    world.feed(Given.scaling(CART, 2, 3, later(1)));
    settle();
    world.feed(Given.command(CommandType.REJECT, world.only().getId(), "admin", later(1)));
    world.feed(Given.scaling(CART, 2, 4, later(60)));
    assertThat(world.remediations()).hasSize(1);
    world.feed(Given.scaling(CART, 2, 4, later(3600)));
    assertThat(world.remediations()).hasSize(2);
  }

  @Test
  void aBurstOfLoadIsNotFollowed() {
    policy(Mode.AUTO);
    world.feed(Given.scaling(CART, 2, 3, later(1)));
    answer(IntentKind.DRY_RUN, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.PROPOSED);
    world.feed(Given.scaling(CART, 2, 2, later(1)));
    assertThat(world.state()).isEqualTo(RemediationState.SUPERSEDED);
    world.feed(Given.scaling(CART, 2, 3, later(60)));
    settle();
    assertThat(world.latest().getState()).isEqualTo(RemediationState.EXECUTING);
  }

  @Test
  void whileTheLoadStillRisesTheLastRecommendationCounts() {
    policy(Mode.AUTO);
    world.feed(Given.scaling(CART, 2, 3, later(1)));
    answer(IntentKind.DRY_RUN, OutcomeStatus.DONE);
    world.feed(Given.scaling(CART, 2, 3, later(1)));
    assertThat(world.only().getParams()).as("the same again").containsEntry("replicas", "3");
    world.feed(Given.scaling(CART, 2, 4, later(1)));
    assertThat(world.remediations())
        .extracting(Remediation::getState, r -> r.getParams().get("replicas"))
        .containsExactlyInAnyOrder(
            tuple(RemediationState.SUPERSEDED, "3"), tuple(RemediationState.PROPOSED, "4"));
    settle();
    assertThat(world.latest().getState()).isEqualTo(RemediationState.EXECUTING);
    assertThat(world.intents.get(world.intents.size() - 1).getParams())
        .containsEntry("replicas", "4");
  }

  @Test
  void aRecommendationThatAPersonWasAskedAboutStays() {
    world.feed(Given.scaling(CART, 2, 3, later(1)));
    settle();
    world.feed(Given.scaling(CART, 2, 2, later(1)));
    assertThat(world.state()).isEqualTo(RemediationState.AWAITING_APPROVAL);
  }

  @Test
  void aRecommendationMakesRoomForAnIncident() {
    world.feed(Given.scaling(CART, 2, 4, later(1)));
    world.feed(crash("i1"));
    assertThat(world.remediations())
        .extracting(Remediation::getState)
        .containsExactlyInAnyOrder(RemediationState.SUPERSEDED, RemediationState.PROPOSED);
    world.feed(Given.scaling(CART, 2, 5, later(1)));
    assertThat(world.remediations()).hasSize(2);
  }

  @Test
  void takesNothingFromAWorkloadInTroubleAndFollowsNoEqualNumbers() {
    world.feed(Given.incident("i3", later(1)));
    world.feed(Given.scaling(CART, 6, 2, later(1)));
    world.feed(Given.scaling(CART, 6, 6, later(1)));
    world.feed(Given.scaling(CART, 20, 30, later(1)));
    assertThat(world.states).isEmpty();
  }

  /** A recommended scale-out that the cluster has carried out. */
  private void toExecuted() {
    world.feed(Given.workload(CART, Map.of("replicas", "2")));
    world.feed(Given.scaling(CART, 2, 4, later(1)));
    settle();
    world.feed(Given.approve(world.only(), later(1)));
    answer(IntentKind.EXECUTE, OutcomeStatus.DONE);
  }

  @Test
  void aRecommendationUnderWayTakesOnTheIncidentAtItsObject() {
    toExecuted();
    world.feed(
        Given.incident("i7", later(1), Given.cause(CART, FaultKind.LOAD_ABOVE_CAPACITY, 0.9)));
    answer(IntentKind.CHECK, OutcomeStatus.DONE);
    assertThat(world.remediations()).as("nothing more is tried before").hasSize(1);
    assertThat(world.state())
        .as("the rollout is complete, but the incident is not over")
        .isEqualTo(RemediationState.VERIFYING);
    assertThat(world.only().getIncidentId()).isEqualTo("i7");
    Incident quiet =
        Given.quiet(
            Given.incident("i7", now, Given.cause(CART, FaultKind.LOAD_ABOVE_CAPACITY, 0.9)),
            later(1));
    world.feed(quiet);
    assertThat(world.state()).isEqualTo(RemediationState.VERIFIED);
  }

  @Test
  void aRecommendationIsVerifiedByItsRolloutWhereTheTroubleIsElsewhere() {
    toExecuted();
    world.feed(
        Given.incident("i7", later(1), Given.cause(PAY, FaultKind.LOAD_ABOVE_CAPACITY, 0.3)));
    answer(IntentKind.CHECK, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.VERIFIED);
    assertThat(world.only().getIncidentId()).isEmpty();
  }

  @Test
  void whatWasAdvisedLongAgoIsNotFollowed() {
    policy(Mode.AUTO);
    world.feed(Given.workload(CART, Map.of("replicas", "2")));
    for (int i = 0; i < 3; i++) {
      world.feed(Given.scaling(CART, 2, 4, later(30)));
    }
    // The advice was read when the remediator came back: by then the dry run is a day later.
    world.feed(
        Given.outcome(
            world.last(IntentKind.DRY_RUN), OutcomeStatus.DONE, now.plus(Duration.ofDays(1))));
    assertThat(world.state()).isEqualTo(RemediationState.REFUSED);
    assertThat(world.lastNote()).startsWith("outdated: ");
    world.feed(Given.scaling(CART, 2, 4, later(30)));
    assertThat(world.remediations()).as("and not proposed with each word of old").hasSize(1);
    assertThat(world.intents).noneMatch(i -> i.getKind() == IntentKind.EXECUTE);
  }

  @Test
  void aClockThatIsAheadMakesNobodyWaitForLonger() {
    world.feed(Given.workload(CART, Map.of("replicas", "2")));
    world.feed(Given.scaling(CART, 2, 4, now.plus(Duration.ofMinutes(6))));
    answer(IntentKind.DRY_RUN, OutcomeStatus.DONE);
    Intent wait = world.last(IntentKind.WAIT);
    assertThat(wait.getDeadline()).isEqualTo(now.plus(Given.TIMES.settle()));
  }
}
