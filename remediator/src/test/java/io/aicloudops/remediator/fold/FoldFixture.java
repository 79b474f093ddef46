package io.aicloudops.remediator.fold;

import static io.aicloudops.remediator.Given.CART;
import static io.aicloudops.remediator.Given.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.remediator.Given;
import io.aicloudops.remediator.guard.Mode;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.faults.FaultKind;
import java.time.Instant;

/** A world and the steps that tests of the fold have in common. */
abstract class FoldFixture {

  MapWorld world = new MapWorld(Given.fold(Mode.ASK));
  Instant now = T0;

  Instant later(long seconds) {
    now = now.plusSeconds(seconds);
    return now;
  }

  Incident crash(String id) {
    return Given.incident(id, later(1), Given.cause(CART, FaultKind.CRASH_AFTER_ROLLOUT, 0.9));
  }

  void policy(Mode mode) {
    world = new MapWorld(Given.fold(mode));
  }

  void answer(IntentKind kind, OutcomeStatus status) {
    world.feed(Given.outcome(world.last(kind), status, later(1)));
  }

  /** The dry run succeeds and the cause holds until it has settled. */
  void settle() {
    answer(IntentKind.DRY_RUN, OutcomeStatus.DONE);
    later(10);
    answer(IntentKind.WAIT, OutcomeStatus.DONE);
  }

  void toApproval() {
    world.feed(crash("i1"));
    settle();
    assertThat(world.state()).isEqualTo(RemediationState.AWAITING_APPROVAL);
  }

  void toVerifying() {
    toApproval();
    world.feed(Given.approve(world.only(), later(5)));
    answer(IntentKind.EXECUTE, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.VERIFYING);
  }
}
