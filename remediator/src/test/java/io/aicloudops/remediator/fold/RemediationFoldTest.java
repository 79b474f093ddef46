package io.aicloudops.remediator.fold;

import static io.aicloudops.remediator.Given.CART;
import static io.aicloudops.remediator.Given.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.aicloudops.remediator.Given;
import io.aicloudops.remediator.guard.Mode;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.Outcome;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.event.RemediationStep;
import io.aicloudops.schemas.faults.FaultKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class RemediationFoldTest {

  private MapWorld world = new MapWorld(Given.fold(Mode.ASK));
  private Instant now = T0;

  private Instant later(long seconds) {
    now = now.plusSeconds(seconds);
    return now;
  }

  private Incident crash(String id) {
    return Given.incident(id, later(1), Given.cause(CART, FaultKind.CRASH_AFTER_ROLLOUT, 0.9));
  }

  private void policy(Mode mode) {
    world = new MapWorld(Given.fold(mode));
  }

  private void answer(IntentKind kind, OutcomeStatus status) {
    world.feed(Given.outcome(world.last(kind), status, later(1)));
  }

  private void toApproval() {
    world.feed(crash("i1"));
    answer(IntentKind.DRY_RUN, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.AWAITING_APPROVAL);
  }

  private void toVerifying() {
    toApproval();
    world.feed(Given.approve(world.only(), later(5)));
    answer(IntentKind.EXECUTE, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.VERIFYING);
  }

  @Test
  void mendsAnIncidentThatAPersonApprovedTheFixOf() {
    toVerifying();
    answer(IntentKind.CHECK, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.VERIFYING);
    world.feed(Given.quiet(crash("i1"), later(5)));
    assertThat(world.only().getSteps())
        .extracting(RemediationStep::getState)
        .containsExactly(
            RemediationState.PROPOSED,
            RemediationState.AWAITING_APPROVAL,
            RemediationState.APPROVED,
            RemediationState.EXECUTING,
            RemediationState.VERIFYING,
            RemediationState.VERIFYING,
            RemediationState.VERIFIED);
    assertThat(world.only().getApprovedBy()).isEqualTo("ann");
    assertThat(world.last(IntentKind.EXECUTE).getDiffHash())
        .isEqualTo(world.only().getDiffHash())
        .isNotEmpty();
  }

  @Test
  void theSameProposalIsMadeOnce() {
    toApproval();
    world.feed(crash("i1"));
    world.feed(crash("i2"));
    assertThat(world.remediations()).hasSize(1);
    Command reject = Given.command(CommandType.REJECT, world.only().getId(), "operator", later(1));
    reject.setReason("wait for the release");
    world.feed(reject);
    assertThat(world.state()).isEqualTo(RemediationState.REJECTED);
    assertThat(world.lastNote()).isEqualTo("rejected: wait for the release");
    world.feed(crash("i1"));
    assertThat(world.remediations()).hasSize(1);
  }

  @Test
  void anApprovalHasToFitInDiffRoleStateAndTime() {
    toApproval();
    Command stale = Given.approve(world.only(), later(1));
    stale.setDiffHash("another");
    world.feed(stale);
    assertThat(world.lastNote()).contains("another diff");
    Command viewer = Given.approve(world.only(), later(1));
    viewer.setRole("viewer");
    world.feed(viewer);
    assertThat(world.lastNote()).contains("role viewer may not approve");
    Command late = Given.approve(world.only(), now.plus(Duration.ofMinutes(31)));
    world.feed(late);
    assertThat(world.lastNote()).contains("expired");
    assertThat(world.state()).isEqualTo(RemediationState.AWAITING_APPROVAL);
    world.feed(Given.approve(world.only(), later(1)));
    world.feed(Given.approve(world.only(), later(1)));
    assertThat(world.lastNote()).contains("it is executing, not awaiting approval");
    assertThat(world.intents.stream().filter(i -> i.getKind() == IntentKind.EXECUTE)).hasSize(1);
  }

  @Test
  void aRejectionNeedsTheRoleAndSomethingThatWaits() {
    toApproval();
    String id = world.only().getId();
    world.feed(Given.command(CommandType.REJECT, id, "viewer", later(1)));
    assertThat(world.lastNote()).contains("rejection refused: the role viewer");
    world.feed(Given.approve(world.only(), later(1)));
    world.feed(Given.command(CommandType.REJECT, id, "operator", later(1)));
    assertThat(world.lastNote()).contains("waits no more");
    assertThat(world.state()).isEqualTo(RemediationState.EXECUTING);
  }

  @Test
  void expiresWhenNobodyAnswers() {
    toApproval();
    answer(IntentKind.WAIT, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.EXPIRED);
  }

  @Test
  void actsUnaskedOnceTheCauseHasHeld() {
    policy(Mode.AUTO);
    world.feed(crash("i1"));
    answer(IntentKind.DRY_RUN, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.PROPOSED);
    later(10);
    answer(IntentKind.WAIT, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.EXECUTING);
    assertThat(world.only().getApprovedBy()).isEqualTo("policy");
  }

  @Test
  void actsAtOnceIfTheCauseHasHeldLongEnough() {
    policy(Mode.AUTO);
    world.feed(crash("i1"));
    later(20);
    answer(IntentKind.DRY_RUN, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.EXECUTING);
  }

  @Test
  void aPauseStopsWhatIsAboutToRunAndResumingBringsItBack() {
    policy(Mode.AUTO);
    world.feed(crash("i1"));
    world.feed(Given.command(CommandType.PAUSE, "*", "admin", later(1)));
    later(20);
    answer(IntentKind.DRY_RUN, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.REFUSED);
    assertThat(world.lastNote()).startsWith("paused: ");
    int before = world.states.size();
    world.feed(crash("i1"));
    world.feed(crash("i1"));
    assertThat(world.states).as("one record for one reason").hasSize(before);
    world.feed(Given.command(CommandType.RESUME, "*", "admin", later(1)));
    world.feed(crash("i1"));
    assertThat(world.latest().getState()).isEqualTo(RemediationState.PROPOSED);
  }

  @Test
  void anApprovalDuringAPauseCanBeGivenAgainLater() {
    toApproval();
    world.paused = true;
    world.feed(Given.approve(world.only(), later(1)));
    assertThat(world.lastNote()).startsWith("approval refused: paused");
    world.paused = false;
    world.feed(Given.approve(world.only(), later(1)));
    assertThat(world.state()).isEqualTo(RemediationState.EXECUTING);
  }

  @Test
  void maintenanceKeepsItFromProposing() {
    world.feed(Given.command(CommandType.MAINTENANCE, CART, "operator", later(1)));
    world.feed(crash("i1"));
    assertThat(world.state()).isEqualTo(RemediationState.REFUSED);
    assertThat(world.lastNote()).startsWith("maintenance: ");
  }

  @Test
  void observesWithoutEverActing() {
    policy(Mode.OBSERVE);
    world.feed(crash("i1"));
    answer(IntentKind.DRY_RUN, OutcomeStatus.DONE);
    assertThat(world.only().getDiff()).isNotEmpty();
    world.feed(Given.approve(world.only(), later(1)));
    assertThat(world.state()).isEqualTo(RemediationState.PROPOSED);
    answer(IntentKind.WAIT, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.EXPIRED);
  }

  @Test
  void undoesWhatDidNotHelpInTime() {
    toVerifying();
    answer(IntentKind.CHECK, OutcomeStatus.DONE);
    answer(IntentKind.WAIT, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.UNDOING);
    answer(IntentKind.UNDO, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.UNDONE);
  }

  @Test
  void callsAPersonWhenTheUndoFails() {
    toVerifying();
    answer(IntentKind.CHECK, OutcomeStatus.FAILED);
    answer(IntentKind.UNDO, OutcomeStatus.REFUSED);
    assertThat(world.state()).isEqualTo(RemediationState.ESCALATED);
  }

  @Test
  void aPauseHoldsForAnUndoToo() {
    toVerifying();
    world.paused = true;
    answer(IntentKind.CHECK, OutcomeStatus.FAILED);
    assertThat(world.state()).isEqualTo(RemediationState.ESCALATED);
    assertThat(world.only().getSteps())
        .anyMatch(s -> s.getNote().contains("not undone, as remediation is paused"));
  }

  @Test
  void aPersonMayUndoWhatWasDone() {
    toVerifying();
    String id = world.only().getId();
    world.feed(Given.command(CommandType.UNDO, id, "viewer", later(1)));
    assertThat(world.lastNote()).contains("undo refused: the role");
    world.paused = true;
    world.feed(Given.command(CommandType.UNDO, id, "operator", later(1)));
    assertThat(world.lastNote()).contains("paused");
    world.paused = false;
    world.feed(Given.command(CommandType.UNDO, id, "operator", later(1)));
    assertThat(world.state()).isEqualTo(RemediationState.UNDOING);
    world.feed(Given.command(CommandType.UNDO, id, "operator", later(1)));
    assertThat(world.lastNote()).contains("nothing to undo");
  }

  @Test
  void escalatesWhatTheClusterCouldNotDoAndKeepsWhatItWouldNot() {
    toApproval();
    world.feed(Given.approve(world.only(), later(1)));
    answer(IntentKind.EXECUTE, OutcomeStatus.FAILED);
    assertThat(world.state()).isEqualTo(RemediationState.ESCALATED);
    world = new MapWorld(Given.fold(Mode.ASK));
    toApproval();
    world.feed(Given.approve(world.only(), later(1)));
    answer(IntentKind.EXECUTE, OutcomeStatus.REFUSED);
    assertThat(world.state()).isEqualTo(RemediationState.REFUSED);
    world = new MapWorld(Given.fold(Mode.ASK));
    world.feed(crash("i1"));
    answer(IntentKind.DRY_RUN, OutcomeStatus.REFUSED);
    assertThat(world.state()).isEqualTo(RemediationState.REFUSED);
    world.feed(crash("i1"));
    assertThat(world.remediations()).hasSize(1);
  }

  @Test
  void anOutcomeToldTwiceOrTooLateChangesNothing() {
    toVerifying();
    Outcome again = Given.outcome(world.last(IntentKind.EXECUTE), OutcomeStatus.FAILED, later(1));
    assertThat(world.feed(again).remediations()).isEmpty();
    Outcome dry = Given.outcome(world.last(IntentKind.DRY_RUN), OutcomeStatus.DONE, later(1));
    assertThat(world.feed(dry).remediations()).isEmpty();
  }

  @Test
  void endsWhatAnOutcomeGotLostOf() {
    toVerifying();
    Remediation verifying = world.only();
    Outcome stranger =
        Outcome.newBuilder(Given.outcome(world.last(IntentKind.CHECK), OutcomeStatus.DONE, T0))
            .setRemediationId("demo:other")
            .setTime(now.plus(Duration.ofMinutes(11)))
            .build();
    world.feed(stranger);
    assertThat(world.remediation(verifying.getId()).orElseThrow().getState())
        .isEqualTo(RemediationState.UNDOING);
    stranger.setTime(now.plus(Duration.ofMinutes(30)));
    world.feed(stranger);
    assertThat(world.state()).isEqualTo(RemediationState.ESCALATED);
    world = new MapWorld(Given.fold(Mode.ASK));
    world.feed(crash("i1"));
    stranger.setTime(now.plus(Duration.ofMinutes(6)));
    world.feed(stranger);
    assertThat(world.state()).isEqualTo(RemediationState.EXPIRED);
  }

  @Test
  void withdrawsAProposalWhenTheIncidentEndsOrIsSilenced() {
    toApproval();
    world.feed(Given.ended(crash("i1"), IncidentStatus.RESOLVED, later(1)));
    assertThat(world.state()).isEqualTo(RemediationState.SUPERSEDED);
  }

  @Test
  void proposesAnewInTheSameStepWhenTheCauseIsSeenDifferently() {
    toApproval();
    world.feed(Given.incident("i1", later(1), Given.cause(CART, FaultKind.OOM_LIMIT_TOO_LOW, 0.9)));
    assertThat(world.remediations())
        .extracting(Remediation::getState, Remediation::getAction)
        .containsExactlyInAnyOrder(
            tuple(RemediationState.SUPERSEDED, ActionKind.ROLLBACK),
            tuple(RemediationState.PROPOSED, ActionKind.RAISE_MEMORY_LIMIT));
    world.feed(Given.incident("i1", later(1), Given.cause(CART, FaultKind.QUOTA_EXHAUSTED, 0.9)));
    assertThat(world.remediations())
        .extracting(Remediation::getState)
        .containsOnly(RemediationState.SUPERSEDED);
  }

  @Test
  void followsAnIncidentThatBecamePartOfAnother() {
    toVerifying();
    Incident merged = Given.ended(crash("i1"), IncidentStatus.MERGED, later(1));
    merged.setMergedInto("i9");
    world.feed(crash("i9"));
    world.feed(merged);
    assertThat(world.only().getIncidentId()).isEqualTo("i9");
    answer(IntentKind.CHECK, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.VERIFYING);
    world.feed(Given.quiet(crash("i9"), later(1)));
    assertThat(world.state()).isEqualTo(RemediationState.VERIFIED);
  }

  @Test
  void anIncidentThatEndedIsMended() {
    toVerifying();
    world.feed(Given.ended(crash("i1"), IncidentStatus.RESOLVED, later(1)));
    answer(IntentKind.CHECK, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.VERIFIED);
  }

  @Test
  void saysNothingOfCausesItIsUnsureOf() {
    world.feed(Given.incident("i1", later(1), Given.cause(CART, FaultKind.MEMORY_LEAK, 0.3)));
    Incident silent = crash("i2");
    silent.setSilenced(true);
    world.feed(silent);
    world.feed(Given.incident("i3", later(1)));
    assertThat(world.states).isEmpty();
  }

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
          answer(IntentKind.DRY_RUN, OutcomeStatus.DONE);
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
        .filteredOn(r -> r.getState() == RemediationState.REFUSED)
        .as("one refusal for each rule")
        .hasSize(2);
  }

  @Test
  void aRecommendationThatWasRejectedRests() {
    world.feed(Given.scaling(CART, 2, 3, later(1)));
    answer(IntentKind.DRY_RUN, OutcomeStatus.DONE);
    world.feed(Given.command(CommandType.REJECT, world.only().getId(), "admin", later(1)));
    world.feed(Given.scaling(CART, 2, 4, later(60)));
    assertThat(world.remediations()).hasSize(1);
    world.feed(Given.scaling(CART, 2, 4, later(3600)));
    assertThat(world.remediations()).hasSize(2);
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

  private void request(String action, String role, String target) {
    Command request = Given.command(CommandType.REQUEST, target, role, later(1));
    request.getParams().put("action", action);
    request.setReason("too slow");
    world.feed(request);
  }

  @Test
  void aRequestIsPlannedLikeAnythingElse() {
    request("restart", "operator", CART);
    assertThat(world.latest().getReason()).contains("asked by ann: too slow");
    answer(IntentKind.DRY_RUN, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.AWAITING_APPROVAL);
    request("restart", "operator", CART);
    assertThat(world.latest().getState()).isEqualTo(RemediationState.REFUSED);
    assertThat(world.lastNote()).startsWith("busy: ");
  }

  @Test
  void aRequestThatCannotBeServedSaysWhy() {
    request("raise-memory-limit", "operator", CART);
    assertThat(world.lastNote()).startsWith("plan: ").contains("not known");
    request("restart", "viewer", CART);
    assertThat(world.lastNote()).startsWith("role: ");
    int before = world.states.size();
    request("dance", "operator", CART);
    request("restart", "operator", "nothing");
    world.feed(Given.command(CommandType.APPROVE, "demo:none", "operator", later(1)));
    world.feed(Given.command(CommandType.FEEDBACK, "i1", "operator", later(1)));
    assertThat(world.states).hasSize(before);
  }

  @Test
  void aFloodOfCommandsForgetsNoExecution() {
    toVerifying();
    for (int i = 0; i < 100; i++) {
      world.feed(Given.approve(world.only(), later(1)));
    }
    assertThat(world.only().getSteps()).hasSize(60);
    assertThat(Life.executedAt(world.only())).isPresent();
  }

  @Test
  void whatGitManagesIsLeftToGit() {
    world.feed(Given.workload(CART, Map.of("gitops", "argocd")));
    world.feed(crash("i1"));
    assertThat(world.lastNote()).startsWith("gitops: ");
  }

  @Test
  void timesThatMakeNoSenseAreRefused() {
    Duration hour = Duration.ofHours(1);
    assertThatThrownBy(() -> new FoldSettings(hour, Duration.ZERO, hour, hour))
        .hasMessageContaining("approval-expiry");
  }

  @Test
  void aReplayGivesTheSame() {
    List<SpecificRecord> inputs = List.of(crash("i1"), Given.scaling(CART, 2, 4, later(1)));
    MapWorld other = new MapWorld(Given.fold(Mode.ASK));
    inputs.forEach(world::feed);
    inputs.forEach(other::feed);
    assertThat(other.states).isEqualTo(world.states);
    assertThat(other.intents).isEqualTo(world.intents);
  }
}
