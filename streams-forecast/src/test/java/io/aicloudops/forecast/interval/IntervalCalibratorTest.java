package io.aicloudops.forecast.interval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalCalibratorTest {

  private static double coverage(double sigma, IntervalCalibrator calibrator) {
    Random random = new Random(11);
    int inside = 0;
    for (int i = 0; i < 6000; i++) {
      double lower = calibrator.adjust(0, -1.96);
      double upper = calibrator.adjust(0, 1.96);
      double actual = sigma * random.nextGaussian();
      calibrator.observe(actual, lower, upper, 0.025);
      inside += i >= 2000 && actual >= lower && actual <= upper ? 1 : 0;
    }
    return inside / 4000.0;
  }

  @Test
  void widensIntervalsThatAreTooNarrow() {
    assertThat(coverage(2.5, new IntervalCalibrator())).isCloseTo(0.95, within(0.015));
  }

  @Test
  void narrowsIntervalsThatAreTooWide() {
    assertThat(coverage(0.7, new IntervalCalibrator())).isCloseTo(0.95, within(0.015));
  }

  @Test
  void eachSideLearnsForItself() {
    IntervalCalibrator calibrator = new IntervalCalibrator();
    for (int i = 0; i < 50; i++) {
      calibrator.observe(10, -1, 1, 0.025);
    }
    assertThat(calibrator.adjust(0, 1)).isGreaterThan(5);
    assertThat(calibrator.adjust(0, -1)).isGreaterThan(-1);
    assertThat(calibrator.coverage()).isZero();
  }

  @Test
  void unknownValuesTeachNothing() {
    IntervalCalibrator calibrator = new IntervalCalibrator();
    calibrator.observe(Double.NaN, -1, 1, 0.025);
    assertThat(calibrator.checks()).isZero();
    assertThat(calibrator.coverage()).isNaN();
    assertThat(calibrator.adjust(3, 5)).isEqualTo(5);
  }

  @Test
  void survivesStorage() {
    IntervalCalibrator calibrator = new IntervalCalibrator();
    coverage(2, calibrator);
    StateWriter out = new StateWriter(1);
    calibrator.write(out);
    IntervalCalibrator restored = new IntervalCalibrator();
    restored.read(new StateReader(out.bytes(), 1));
    assertThat(restored.adjust(1, 2)).isEqualTo(calibrator.adjust(1, 2));
    assertThat(restored.coverage()).isEqualTo(calibrator.coverage());
    assertThat(restored.checks()).isEqualTo(6000);
  }
}
