package io.aicloudops.remediator.execute.edit;

import io.aicloudops.schemas.event.Intent;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** Makes the one change that an action is, out of what the object is now. */
@FunctionalInterface
interface Edit {

  /**
   * The change.
   *
   * @throws NotActedOnException if there is nothing to change, or a precondition does not hold
   */
  Change of(Intent intent, HasMetadata live);
}
