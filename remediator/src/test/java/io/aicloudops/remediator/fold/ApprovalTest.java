package io.aicloudops.remediator.fold;

import static io.aicloudops.remediator.Given.CART;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.remediator.Given;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people order: approvals, rejections, requests. */
class ApprovalTest extends FoldFixture {

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
  void aFloodOfCommandsForgetsNoExecution() {
    toVerifying();
    for (int i = 0; i < 100; i++) {
      Command command = Given.approve(world.only(), later(1));
      command.setActor("ann " + i % 2);
      world.feed(command);
    }
    assertThat(world.only().getSteps()).hasSize(60);
    assertThat(Life.executedAt(world.only())).isPresent();
  }

  @Test
  void theSameRefusalAgainPushesNothingOutOfTheRecord() {
    toVerifying();
    int before = world.only().getSteps().size();
    for (int i = 0; i < 100; i++) {
      world.feed(Given.approve(world.only(), later(1)));
    }
    assertThat(world.only().getSteps()).hasSize(before + 1);
    assertThat(world.states).as("the audit has each").hasSizeGreaterThan(100);
  }

  @Test
  void whatTheDoorRefusedIsAStepAndChangesNothing() {
    toApproval();
    Remediation waiting = world.only();
    for (CommandType type : List.of(CommandType.APPROVE, CommandType.REJECT, CommandType.UNDO)) {
      Command refused = Given.command(type, waiting.getId(), "admin", later(1));
      refused.setDiffHash(waiting.getDiffHash());
      refused.setRefused("ann is viewer, this needs operator");
      world.feed(refused);
      assertThat(world.lastNote()).endsWith(" refused: ann is viewer, this needs operator");
    }
    assertThat(world.state()).isEqualTo(RemediationState.AWAITING_APPROVAL);
    assertThat(world.only().getUpdatedAt())
        .as("nobody can put off what comes next")
        .isEqualTo(waiting.getUpdatedAt());
    assertThat(world.intents).noneMatch(i -> i.getKind() == IntentKind.EXECUTE);
  }

  @Test
  void aRefusedOrderDuringTheExecutionDoesNotMoveWhenItBegan() {
    toApproval();
    world.feed(Given.approve(world.only(), later(1)));
    var began = Life.executedAt(world.only());
    world.feed(Given.approve(world.only(), later(30)));
    assertThat(Life.executedAt(world.only())).isEqualTo(began);
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
}
