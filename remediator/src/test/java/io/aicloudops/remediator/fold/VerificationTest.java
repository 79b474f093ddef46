package io.aicloudops.remediator.fold;

import static io.aicloudops.remediator.Given.CART;
import static io.aicloudops.remediator.Given.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.remediator.Given;
import io.aicloudops.remediator.guard.Mode;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.EvidenceRef;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.Outcome;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.faults.FaultKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of an action: verified, undone or escalated. */
class VerificationTest extends FoldFixture {

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
  void takesBackByItselfWhatIsOnlyForAWhile() {
    Cause deadlock = Given.cause(CART, FaultKind.PDB_DEADLOCK, 0.9);
    deadlock.getFacts().put("budget", "cart");
    world.feed(Given.incident("i1", later(1), deadlock));
    settle();
    world.feed(Given.approve(world.only(), later(5)));
    answer(IntentKind.EXECUTE, OutcomeStatus.DONE);
    answer(IntentKind.CHECK, OutcomeStatus.DONE);
    assertThat(world.state()).as("in force").isEqualTo(RemediationState.VERIFYING);
    world.feed(Given.quiet(Given.incident("i1", now, deadlock), later(1)));
    assertThat(world.state()).as("still").isEqualTo(RemediationState.VERIFYING);
    answer(IntentKind.WAIT, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.UNDOING);
    assertThat(world.lastNote()).isEqualTo("its time is over");
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
  void anIncidentThatEndedIsMended() {
    toVerifying();
    world.feed(Given.ended(crash("i1"), IncidentStatus.RESOLVED, later(1)));
    answer(IntentKind.CHECK, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.VERIFIED);
  }

  /** A crowd overloads the workload: traffic explains it, errors are the harm. */
  private Incident crowd(Instant at, boolean traffic, boolean errors) {
    Incident incident =
        Given.incident("i1", at, Given.cause(CART, FaultKind.LOAD_ABOVE_CAPACITY, 0.9));
    EvidenceRef load = Given.evidence("e1", CART, traffic);
    load.setSymptom(false);
    incident.setEvidence(List.of(load, Given.evidence("e2", CART, errors)));
    return incident;
  }

  private void toScaledOut() {
    world.feed(Given.workload(CART, Map.of("replicas", "2")));
    world.feed(crowd(later(1), true, true));
    settle();
    world.feed(Given.approve(world.only(), later(1)));
    answer(IntentKind.EXECUTE, OutcomeStatus.DONE);
    answer(IntentKind.CHECK, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.VERIFYING);
    assertThat(world.only().getAction()).isEqualTo(ActionKind.SCALE);
  }

  @Test
  void ofAScalingOnlyTheHarmHasToEnd() {
    toScaledOut();
    world.feed(crowd(later(1), true, true));
    assertThat(world.state()).as("errors go on").isEqualTo(RemediationState.VERIFYING);
    world.feed(crowd(later(1), true, false));
    assertThat(world.state()).as("traffic may go on").isEqualTo(RemediationState.VERIFIED);
  }

  @Test
  void aPlanNamesTheSignalsThatItsVerificationWaitsForAndTheTime() {
    Incident incident = crash("i1");
    EvidenceRef elsewhere = Given.evidence("e3", Given.PAY, true);
    elsewhere.setWhat("saturation");
    EvidenceRef change = Given.evidence("e4", CART, true);
    change.setKind("change");
    incident.setEvidence(
        List.of(
            Given.evidence("e1", Given.PAY, true),
            Given.evidence("e2", CART, true),
            elsewhere,
            change,
            Given.evidence("e5", CART, false)));
    world.feed(incident);
    assertThat(world.only().getExpectation())
        .isEqualTo(
            "the rollout completes and the incident's signals recover within 300 s;"
                + " quiet by then: errors (payment), errors (cart)");
    world = new MapWorld(Given.fold(Mode.ASK));
    world.feed(Given.workload(CART, Map.of("replicas", "2")));
    world.feed(Given.scaling(CART, 2, 3, later(1)));
    assertThat(world.only().getExpectation()).isEqualTo("the rollout completes within 300 s");
  }

  @Test
  void ofAScalingOnlyTheHarmIsAwaited() {
    world.feed(Given.workload(CART, Map.of("replicas", "2")));
    Incident crowd = crowd(later(1), true, true);
    crowd.getEvidence().get(0).setWhat("traffic");
    world.feed(crowd);
    assertThat(world.only().getExpectation())
        .endsWith("the harm ends within 300 s; quiet by then: errors (cart)");
  }

  @Test
  void ofAnyOtherActionEverySignalHasToEnd() {
    toVerifying();
    answer(IntentKind.CHECK, OutcomeStatus.DONE);
    Incident incident = crash("i1");
    EvidenceRef explains = Given.evidence("e1", CART, true);
    explains.setSymptom(false);
    incident.setEvidence(List.of(explains));
    world.feed(incident);
    assertThat(world.state()).isEqualTo(RemediationState.VERIFYING);
  }

  @Test
  void aScaleOutIsNotUndoneUnderTheLoadThatAskedForIt() {
    toScaledOut();
    answer(IntentKind.WAIT, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.ESCALATED);
    assertThat(world.only().getSteps())
        .anyMatch(s -> s.getNote().contains("the load that asked for it still holds"));
    assertThat(world.intents).noneMatch(i -> i.getKind() == IntentKind.UNDO);
  }

  @Test
  void aScaleOutIsUndoneWhenItsReasonIsGoneAndTheHarmIsNot() {
    toScaledOut();
    world.feed(crowd(later(1), false, true));
    answer(IntentKind.WAIT, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.UNDOING);
  }

  @Test
  void whatHoldsTroubleInIsVerifiedByItsState() {
    world.feed(
        Given.incident(
            "i1", later(1), Given.cause("demo/_/Node/n1", FaultKind.NODE_NOT_READY, 0.9)));
    settle();
    world.feed(Given.approve(world.only(), later(1)));
    answer(IntentKind.EXECUTE, OutcomeStatus.DONE);
    answer(IntentKind.CHECK, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.VERIFIED);
    assertThat(world.lastNote()).isEqualTo("no new pod is put on the node");
  }

  @Test
  void theExecutionGetsThePodsThatTheDryRunShowed() {
    world.feed(crash("i1"));
    Outcome dry = Given.outcome(world.last(IntentKind.DRY_RUN), OutcomeStatus.DONE, later(20));
    dry.getFacts().put("target.pods", "cart-1 uid");
    world.feed(dry);
    world.feed(Given.approve(world.only(), later(1)));
    assertThat(world.last(IntentKind.EXECUTE).getParams())
        .containsEntry("target.pods", "cart-1 uid")
        .doesNotContainKey("leastReady");
  }

  @Test
  void theExecutorsRefusalNamesItsRule() {
    toApproval();
    world.feed(Given.approve(world.only(), later(1)));
    Outcome refused =
        Given.outcome(world.last(IntentKind.EXECUTE), OutcomeStatus.REFUSED, later(1));
    refused.getFacts().put(Life.REFUSED_BY, "quota");
    world.feed(refused);
    assertThat(world.only().getFacts()).containsEntry(Life.REFUSED_BY, "quota");
  }
}
