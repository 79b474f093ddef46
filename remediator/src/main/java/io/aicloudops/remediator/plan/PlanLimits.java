package io.aicloudops.remediator.plan;

import io.aicloudops.runtime.settings.Setting;

/** How far a single action may go. */
public record PlanLimits(
    @Setting(value = "A raised memory limit is this times the old one.", byDefault = "1.5")
        double memoryFactor,
    @Setting(value = "No memory limit is raised above this, in bytes.", byDefault = "4GiB")
        long memoryCeiling,
    @Setting(
            value = "No workload is scaled above this, no autoscaler's maximum raised above it.",
            byDefault = "20")
        int replicaCeiling,
    @Setting(value = "No workload is scaled in below this.", byDefault = "2") int replicaFloor,
    @Setting(value = "A raised CPU limit is this times the old one.", byDefault = "1.5")
        double cpuFactor,
    @Setting(value = "No CPU limit is raised above this, in cores.", byDefault = "4")
        double cpuCeiling,
    @Setting(value = "An expanded volume is this times as large.", byDefault = "1.5")
        double volumeFactor,
    @Setting(value = "No volume is expanded above this, in bytes.", byDefault = "256GiB")
        long volumeCeiling,
    @Setting(value = "A node with more pods to evict than this is not drained.", byDefault = "30")
        int drainCeiling) {

  public PlanLimits {
    require(memoryFactor > 1 && memoryFactor <= 4, "memory-factor must be above 1 and at most 4");
    require(memoryCeiling > 0, "memory-ceiling must be positive");
    require(replicaFloor >= 1, "replica-floor must be at least 1");
    require(replicaCeiling >= replicaFloor, "replica-ceiling must not be below replica-floor");
    require(cpuFactor > 1 && cpuFactor <= 4, "cpu-factor must be above 1 and at most 4");
    require(cpuCeiling > 0, "cpu-ceiling must be positive");
    require(volumeFactor > 1 && volumeFactor <= 4, "volume-factor must be above 1 and at most 4");
    require(volumeCeiling > 0, "volume-ceiling must be positive");
    require(drainCeiling >= 1, "drain-ceiling must be at least 1");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
