package io.aicloudops.forecast.capacity;

import java.time.Duration;

/**
 * The limits of a recommendation.
 *
 * @param minInstances the floor, at least 1
 * @param maxInstances the ceiling
 * @param targetUtilisation share of an instance's limit that may be planned for, in (0,1]
 * @param shortageTarget share of minutes that may be short of instances, in [0,1); 0 if none is
 *     declared
 * @param maxFactor a recommendation is at most this many times the current count, but at least one
 *     more
 * @param confirm how long more instances must be needed before they are asked for
 * @param scaleInAfter how long fewer instances must suffice before they are asked for
 */
public record ScalingRules(
    int minInstances,
    int maxInstances,
    double targetUtilisation,
    double shortageTarget,
    double maxFactor,
    Duration confirm,
    Duration scaleInAfter) {

  public ScalingRules {
    if (minInstances < 1 || maxInstances < minInstances) {
      throw new IllegalArgumentException(
          "min-instances must be at least 1 and max-instances not smaller, but they are "
              + minInstances
              + " and "
              + maxInstances);
    }
    if (!(targetUtilisation > 0 && targetUtilisation <= 1)) {
      throw new IllegalArgumentException(
          "target-utilisation must be in (0,1], but is " + targetUtilisation);
    }
    if (!(shortageTarget >= 0 && shortageTarget < 1)) {
      throw new IllegalArgumentException(
          "shortage-target must be in [0,1), but is " + shortageTarget);
    }
    if (!(maxFactor > 1)) {
      throw new IllegalArgumentException("max-factor must be above 1, but is " + maxFactor);
    }
  }
}
