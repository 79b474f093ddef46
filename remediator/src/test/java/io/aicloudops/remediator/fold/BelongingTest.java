package io.aicloudops.remediator.fold;

import static io.aicloudops.remediator.Given.CART;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.remediator.Given;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.aicloudops.schemas.event.RemediationState;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Incidents that merge and part while a remediation for them is under way. */
class BelongingTest extends FoldFixture {

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
  void followsThePartOfAnIncidentThatBecameOneOfItsOwn() {
    toVerifying();
    Incident left = Given.quiet(crash("i1"), later(1));
    left.setPartedTo(Map.of(CART, "i2"));
    Incident part = crash("i2");
    part.setSplitFrom("i1");
    world.feed(left);
    assertThat(world.only().getIncidentId()).isEqualTo("i2");
    assertThat(world.state())
        .as("that its evidence has left the old incident is no recovery")
        .isEqualTo(RemediationState.VERIFYING);
    world.feed(part);
    answer(IntentKind.CHECK, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.VERIFYING);
    world.feed(Given.quiet(part, later(2)));
    assertThat(world.state()).isEqualTo(RemediationState.VERIFIED);
  }

  @Test
  void aPartThatIsHeardOfBeforeWhatItLeftAsksForNothingTwice() {
    toVerifying();
    Incident part = crash("i2");
    part.setSplitFrom("i1");
    world.feed(part);
    assertThat(world.only().getIncidentId()).isEqualTo("i1");
    Incident left = Given.quiet(crash("i1"), later(1));
    left.setPartedTo(Map.of(CART, "i2"));
    world.feed(left);
    assertThat(world.only().getIncidentId()).isEqualTo("i2");
    assertThat(world.state()).isEqualTo(RemediationState.VERIFYING);
  }

  /** The old incident's news, which says that the object is part of another now. */
  private void part() {
    Incident left = Given.quiet(crash("i1"), later(1));
    left.setPartedTo(Map.of(CART, "i2"));
    world.feed(left);
  }

  @Test
  void aRolloutThatCompletesBeforeThePartIsHeardOfIsNoProof() {
    toVerifying();
    part();
    answer(IntentKind.CHECK, OutcomeStatus.DONE);
    assertThat(world.state()).as("nothing is known of i2").isEqualTo(RemediationState.VERIFYING);
    world.feed(crash("i2"));
    assertThat(world.state()).as("it goes on there").isEqualTo(RemediationState.VERIFYING);
    world.feed(Given.quiet(crash("i2"), later(1)));
    assertThat(world.state()).isEqualTo(RemediationState.VERIFIED);
  }

  @Test
  void aPartThatIsFirstHeardOfWhenItEndsVerifies() {
    toVerifying();
    part();
    answer(IntentKind.CHECK, OutcomeStatus.DONE);
    world.feed(Given.ended(crash("i2"), IncidentStatus.RESOLVED, later(1)));
    assertThat(world.state()).isEqualTo(RemediationState.VERIFIED);
  }

  @Test
  void aPartThatEndedDuringTheRolloutIsNotWaitedFor() {
    toVerifying();
    part();
    world.feed(crash("i2"));
    world.feed(Given.ended(crash("i2"), IncidentStatus.RESOLVED, later(1)));
    assertThat(world.state()).as("the rollout goes on").isEqualTo(RemediationState.VERIFYING);
    answer(IntentKind.CHECK, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.VERIFIED);
  }

  @Test
  void aPartThatIsNeverHeardOfCallsAPersonAndUndoesNothing() {
    toVerifying();
    part();
    answer(IntentKind.CHECK, OutcomeStatus.DONE);
    answer(IntentKind.WAIT, OutcomeStatus.DONE);
    assertThat(world.state()).isEqualTo(RemediationState.ESCALATED);
    assertThat(world.intents).noneMatch(i -> i.getKind() == IntentKind.UNDO);
  }
}
