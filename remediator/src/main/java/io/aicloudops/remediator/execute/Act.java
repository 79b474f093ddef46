package io.aicloudops.remediator.execute;

import io.aicloudops.schemas.event.Intent;

/** A way to carry intents out on a cluster. Calls block. */
public interface Act {

  /** What an intent would change, as the server itself says; nothing is changed. */
  Attempt dryRun(Intent intent);

  /**
   * Does what the intent says, if its diff is still the one that was approved. Doing it twice
   * changes nothing more.
   */
  Attempt execute(Intent intent);

  /**
   * Was the intent carried out before? {@code REFUSED} if not: it is too late to begin. Nothing is
   * changed.
   */
  Attempt recognise(Intent intent);

  /** Is what the intent's action began complete? {@code PENDING} while it is under way. */
  Attempt check(Intent intent);

  /** Restores what {@link #execute} changed, unless somebody else changed it since. */
  Attempt undo(Intent intent);
}
