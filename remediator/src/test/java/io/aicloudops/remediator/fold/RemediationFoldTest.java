package io.aicloudops.remediator.fold;

import static io.aicloudops.remediator.Given.CART;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.aicloudops.remediator.Given;
import io.aicloudops.remediator.guard.Mode;
import io.aicloudops.remediator.guard.Surroundings;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.Outcome;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.event.RemediationStep;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.faults.FaultKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** What is proposed, withdrawn, refused and run. */
class RemediationFoldTest extends FoldFixture {

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
  void asksAgainWhenItHearsOnlyLaterWhatTheObjectIsLike() {
    String node = "demo/_/Node/n1";
    world.feed(Given.incident("i1", later(1), Given.cause(node, FaultKind.NODE_NOT_READY, 0.9)));
    assertThat(world.only().getAction()).isEqualTo(ActionKind.CORDON);

    TopologyEntity cordoned = Given.workload(node, Map.of("unschedulable", "true"));
    world.feed(cordoned);
    assertThat(world.remediations())
        .extracting(Remediation::getAction, Remediation::getState)
        .containsExactlyInAnyOrder(
            tuple(ActionKind.CORDON, RemediationState.SUPERSEDED),
            tuple(ActionKind.DRAIN, RemediationState.PROPOSED));
    assertThat(world.feed(cordoned).remediations()).as("it says the same").isEmpty();
    cordoned = Given.workload(node, Map.of("unschedulable", "true", "ready", "false"));
    assertThat(world.feed(cordoned).remediations()).as("no plan goes by that").isEmpty();

    TopologyEntity open = Given.workload(node, Map.of("unschedulable", "false"));
    open.setTime(later(1));
    world.feed(open);
    assertThat(world.latest().getAction()).isEqualTo(ActionKind.CORDON);
  }

  @Test
  void asksForOneOfTwoIncidentsAboutTheSameObject() {
    for (String id : List.of("i1", "i2")) {
      Cause full = Given.cause(CART, FaultKind.LOAD_ABOVE_CAPACITY, 0.9);
      world.feed(Given.incident(id, later(1), full));
    }
    assertThat(world.remediations()).as("how many there are is not known").isEmpty();

    TopologyEntity cart = Given.workload(CART, Map.of("replicas", "2", "readyReplicas", "2"));
    world.feed(cart);
    assertThat(world.only().getAction()).isEqualTo(ActionKind.SCALE);
  }

  @Test
  void whatIsSaidOfAnObjectAsksNothingAnewThatWasAnswered() {
    toApproval();
    world.feed(Given.command(CommandType.REJECT, world.only().getId(), "operator", later(1)));
    for (int replicas = 0; replicas < 3; replicas++) {
      world.feed(Given.workload(CART, Map.of("readyReplicas", Integer.toString(replicas))));
    }
    assertThat(world.state()).isEqualTo(RemediationState.REJECTED);
  }

  @Test
  void whatComesTwiceDoesNotWriteOverWhatWasMadeOfIt() {
    Incident first = crash("i1");
    world.feed(first);
    world.feed(Given.incident("i1", later(1), Given.cause(CART, FaultKind.QUOTA_EXHAUSTED, 0.9)));
    world.feed(first);
    assertThat(world.state()).isEqualTo(RemediationState.SUPERSEDED);

    Command request = Given.command(CommandType.REQUEST, CART, "operator", later(1));
    request.getParams().put("action", "restart");
    world.feed(request);
    String id = world.latest().getId();
    world.feed(request);
    assertThat(world.remediation(id).orElseThrow().getState()).isEqualTo(RemediationState.PROPOSED);
  }

  @Test
  void asksAPersonOnlyOnceTheCauseHasHeld() {
    world.feed(crash("i1"));
    answer(IntentKind.DRY_RUN, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.PROPOSED);
    assertThat(world.lastNote()).contains("waits until the reason has held for 10 s");
    Intent timer = world.last(IntentKind.WAIT);
    assertThat(timer.getDeadline())
        .as("the settle time counts from the proposal, not from the dry run")
        .isEqualTo(world.only().getCreatedAt().plusSeconds(10));
    world.feed(Given.approve(world.only(), later(1)));
    assertThat(world.lastNote()).contains("not awaiting approval");
    later(10);
    world.feed(Given.outcome(timer, OutcomeStatus.DONE, now));
    assertThat(world.state()).isEqualTo(RemediationState.AWAITING_APPROVAL);
  }

  @Test
  void asksNobodyAboutACauseThatChangedWhileItSettled() {
    world.feed(crash("i1"));
    answer(IntentKind.DRY_RUN, OutcomeStatus.DONE);
    Intent timer = world.last(IntentKind.WAIT);
    world.feed(Given.incident("i1", later(1), Given.cause(CART, FaultKind.QUOTA_EXHAUSTED, 0.9)));
    assertThat(world.state()).isEqualTo(RemediationState.SUPERSEDED);
    assertThat(world.feed(Given.outcome(timer, OutcomeStatus.DONE, later(10))).remediations())
        .isEmpty();
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
  void saysNothingOfCausesItIsUnsureOf() {
    world.feed(Given.incident("i1", later(1), Given.cause(CART, FaultKind.MEMORY_LEAK, 0.3)));
    Incident silent = crash("i2");
    silent.setSilenced(true);
    world.feed(silent);
    world.feed(Given.incident("i3", later(1)));
    assertThat(world.states).isEmpty();
  }

  @Test
  void whatGitManagesIsLeftToGit() {
    world.feed(Given.workload(CART, Map.of("gitops", "argocd")));
    world.feed(crash("i1"));
    assertThat(world.only().getMode()).isEqualTo("observe");
    answer(IntentKind.DRY_RUN, OutcomeStatus.DONE);
    assertThat(world.lastNote()).contains("gitops: ").contains("argocd");
    world.feed(Given.approve(world.only(), later(1)));
    answer(IntentKind.WAIT, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.EXPIRED);
    assertThat(world.intents).noneMatch(i -> i.getKind() == IntentKind.EXECUTE);
  }

  @Test
  void whatTheDryRunFindsAroundTheObjectCounts() {
    policy(Mode.AUTO);
    world.feed(crash("i1"));
    Outcome dry = Given.outcome(world.last(IntentKind.DRY_RUN), OutcomeStatus.DONE, later(20));
    dry.getFacts().putAll(new Surroundings("flux", false, false, 2, 0, 0, "", 0, "").toFacts());
    world.feed(dry);
    assertThat(world.only().getMode()).isEqualTo("observe");
    assertThat(world.lastNote()).contains("gitops: ").contains("flux");
  }

  @Test
  void aFullQuotaIsAskedAgainButNotWithEachWordOfTheIncident() {
    policy(Mode.AUTO);
    Cause oom = Given.cause(CART, FaultKind.OOM_LIMIT_TOO_LOW, 0.9);
    world.feed(Given.incident("i1", later(1), oom));
    Outcome dry = Given.outcome(world.last(IntentKind.DRY_RUN), OutcomeStatus.DONE, later(20));
    dry.getFacts()
        .putAll(new Surroundings("", false, false, 2, 2, 0, "", 0, "the quota is full").toFacts());
    world.feed(dry);
    assertThat(world.state()).isEqualTo(RemediationState.REFUSED);
    assertThat(world.lastNote()).isEqualTo("quota: the quota is full");
    world.feed(Given.incident("i1", later(60), oom));
    assertThat(world.remediations()).hasSize(1);
    world.feed(Given.incident("i1", later(300), oom));
    assertThat(world.remediations()).hasSize(2);
  }

  @Test
  void theClustersOwnPolicyTakesThePlaceOfTheSettings() {
    world.policy = Given.policy(Mode.OFF);
    world.feed(crash("i1"));
    assertThat(world.lastNote()).startsWith("policy: ");
    world.policy = null;
    world.feed(crash("i1"));
    assertThat(world.latest().getState()).isEqualTo(RemediationState.PROPOSED);
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
