package io.aicloudops.remediator.fold;

import static io.aicloudops.schemas.event.RemediationState.APPROVED;
import static io.aicloudops.schemas.event.RemediationState.AWAITING_APPROVAL;
import static io.aicloudops.schemas.event.RemediationState.REJECTED;
import static io.aicloudops.schemas.event.RemediationState.VERIFIED;
import static io.aicloudops.schemas.event.RemediationState.VERIFYING;

import io.aicloudops.remediator.guard.Verdict;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.Remediation;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What people order about a remediation: approve, reject, undo. Each refusal is a step of it. */
final class Orders {

  private static final Set<String> MAY_ORDER = Set.of("operator", "admin");

  private final GuardView guard;

  Orders(GuardView guard) {
    this.guard = guard;
  }

  /** True if whoever sent the command may change anything, and the door let it pass. */
  static boolean mayOrder(Command command) {
    return MAY_ORDER.contains(command.getRole()) && command.getRefused().isEmpty();
  }

  Outputs obey(Remediation r, Command command, World world) {
    if (!command.getRefused().isEmpty()) {
      return refuse(r, command, nameOf(command) + " refused: " + command.getRefused());
    }
    return switch (command.getType()) {
      case APPROVE -> approve(r, command, world);
      case REJECT -> reject(r, command);
      case UNDO -> undo(r, command, world);
      default -> Outputs.none();
    };
  }

  private Outputs approve(Remediation r, Command command, World world) {
    Instant now = command.getTime();
    Optional<String> objection = objectionTo(r, command).or(() -> objectionOfGuard(r, now, world));
    if (objection.isPresent()) {
      return refuse(r, command, "approval refused: " + objection.get());
    }
    String what =
        "approved the diff " + r.getDiffHash().substring(0, Math.min(12, r.getDiffHash().length()));
    Remediation approved =
        Life.step(r, APPROVED, now, command.getActor(), withReason(what, command));
    approved.setApprovedBy(command.getActor());
    return Moves.execute(approved, now);
  }

  private static Optional<String> objectionTo(Remediation r, Command command) {
    if (r.getState() != AWAITING_APPROVAL) {
      return Optional.of("it is " + nameOf(r) + ", not awaiting approval");
    }
    if (!mayOrder(command)) {
      return Optional.of("the role " + command.getRole() + " may not approve");
    }
    if (r.getDiffHash().isEmpty() || !command.getDiffHash().equals(r.getDiffHash())) {
      return Optional.of("the approval is for another diff");
    }
    if (r.getExpiresAt() != null && command.getTime().isAfter(r.getExpiresAt())) {
      return Optional.of("the proposal expired at " + r.getExpiresAt());
    }
    return Optional.empty();
  }

  /** The proposal stays: what the guard minds may pass, and then it can be approved. */
  private Optional<String> objectionOfGuard(Remediation r, Instant now, World world) {
    return guard.judge(r, world, now, true) instanceof Verdict.Refused refused
        ? Optional.of(refused.text())
        : Optional.empty();
  }

  private static Outputs reject(Remediation r, Command command) {
    if (!mayOrder(command)) {
      return refuse(
          r, command, "rejection refused: the role " + command.getRole() + " may not reject");
    }
    if (!Life.WAITING.contains(r.getState())) {
      return refuse(r, command, "rejection refused: it is " + nameOf(r) + " and waits no more");
    }
    return Outputs.of(
        Life.step(
            r, REJECTED, command.getTime(), command.getActor(), withReason("rejected", command)));
  }

  private static Outputs undo(Remediation r, Command command, World world) {
    if (!mayOrder(command)) {
      return refuse(r, command, "undo refused: the role " + command.getRole() + " may not undo");
    }
    boolean done = r.getState() == VERIFIED || r.getState() == VERIFYING;
    if (!done || !Moves.hasUndo(r)) {
      return refuse(r, command, "undo refused: there is nothing to undo");
    }
    if (world.paused()) {
      return refuse(r, command, "undo refused: remediation is paused; resume it first");
    }
    return Moves.undo(
        r, command.getTime(), command.getActor(), withReason("asked to undo", command));
  }

  private static Outputs refuse(Remediation r, Command command, String note) {
    return Outputs.of(Life.note(r, command.getTime(), command.getActor(), note));
  }

  private static String nameOf(Command command) {
    return switch (command.getType()) {
      case APPROVE -> "approval";
      case REJECT -> "rejection";
      default -> command.getType().name().toLowerCase(Locale.ROOT);
    };
  }

  private static String nameOf(Remediation r) {
    return r.getState().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String withReason(String what, Command command) {
    return command.getReason().isEmpty() ? what : what + ": " + command.getReason();
  }
}
