package io.aicloudops.forecast.capacity;

import java.time.Duration;

/**
 * The limits of a recommendation.
 *
 * @param minInstances the floor, at least 1
 * @param maxInstances the ceiling
 * @param targetUtilisation share of an instance's limit that may be planned for, in (0,1]
 * @param maxFactor a recommendation is at most this many times the current count, but at least one
 *     more
 * @param confirm how long more instances must be needed before they are asked for
 * @param scaleInAfter how long fewer instances must suffice before they are asked for
 */
public record ScalingRules(
    int minInstances,
    int maxInstances,
    double targetUtilisation,
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
    if (!(maxFactor > 1)) {
      throw new IllegalArgumentException("max-factor must be above 1, but is " + maxFactor);
    }
  }
}
