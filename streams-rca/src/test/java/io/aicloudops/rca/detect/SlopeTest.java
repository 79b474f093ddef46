package io.aicloudops.rca.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.SignalRole;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class SlopeTest {

  private static final Episode.Subject MEMORY =
      new Episode.Subject("c/n/Deployment/d", "memory_bytes:saturation", SignalRole.SATURATION);

  private final Episode episode = new Episode();
  private final Verdict verdict = new Verdict();
  private final List<Anomaly> told = new ArrayList<>();
  private long time = 1_000_000;

  private void next(double value, double strength, double deviation) {
    verdict.expected = 0.4;
    verdict.lower = 0.3;
    verdict.upper = 0.5;
    verdict.score = Math.min(strength, 0.6);
    verdict.strength = strength;
    verdict.deviation = deviation;
    time += 1000;
    Anomaly anomaly = episode.next(MEMORY, time, 1000, value, verdict, "");
    if (anomaly != null) {
      told.add(anomaly);
    }
  }

  @Test
  void aClimbIsToldWithItsPace() {
    for (int k = 0; k < 8; k++) {
      next(0.52 + 0.02 * k, 0.8, 10);
    }
    assertThat(told.get(told.size() - 1).getSlope())
        .isCloseTo(0.02, Assertions.withinPercentage(15));
  }

  @Test
  void aStepThatStaysHasNone() {
    for (int k = 0; k < 8; k++) {
      next(0.7, 0.8, 10);
    }
    assertThat(told).isNotEmpty().allSatisfy(a -> assertThat(a.getSlope()).isZero());
  }

  @Test
  void tooFewValuesHaveNone() {
    for (int k = 0; k < 4; k++) {
      next(0.52 + 0.05 * k, 0.8, 10);
    }
    assertThat(told).hasSize(1).allSatisfy(a -> assertThat(a.getSlope()).isZero());
  }
}
