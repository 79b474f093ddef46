package io.aicloudops.schemas.faults;

/** What a remediation's facts say of its undo, as far as more than the remediator has to know. */
public final class UndoFacts {

  /** The fact that says what to set back; without it there is no undo. */
  public static final String PATH = "undo.path";

  private UndoFacts() {}
}
