package io.aicloudops.remediator.plan;

import io.aicloudops.runtime.settings.Setting;

/** How far a single action may go. */
public record PlanLimits(
    @Setting(value = "A raised memory limit is this times the old one.", byDefault = "1.5")
        double memoryFactor,
    @Setting(value = "No memory limit is raised above this, in bytes.", byDefault = "4GiB")
        long memoryCeiling,
    @Setting(value = "No workload is scaled above this.", byDefault = "20") int replicaCeiling,
    @Setting(value = "No workload is scaled in below this.", byDefault = "2") int replicaFloor) {

  public PlanLimits {
    require(memoryFactor > 1 && memoryFactor <= 4, "memory-factor must be above 1 and at most 4");
    require(memoryCeiling > 0, "memory-ceiling must be positive");
    require(replicaFloor >= 1, "replica-floor must be at least 1");
    require(replicaCeiling >= replicaFloor, "replica-ceiling must not be below replica-floor");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
