package io.aicloudops.forecast.workload;

import io.aicloudops.forecast.interval.RegimeWatch;
import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;
import io.aicloudops.schemas.event.ForecastPoint;
import java.util.List;

/**
 * The course one forecast said a signal would take. It is kept while newer forecasts are made, as
 * each of those has already bent itself to what is new and next to them nothing ever looks new: for
 * half of its steps, and to its end while the values leave it.
 */
final class Course {

  private static final int LENGTH = 20;

  private final long stepMs;
  private final float[] lower = new float[LENGTH];
  private final float[] point = new float[LENGTH];
  private final float[] upper = new float[LENGTH];
  private long start;
  private int length;

  /**
   * @param stepMs distance of the points
   */
  Course(long stepMs) {
    this.stepMs = stepMs;
  }

  /**
   * Keeps this forecast if the one before has served its time.
   *
   * @param now its first step
   * @param inDoubt whether the values are leaving the course kept so far
   */
  void follow(long now, List<ForecastPoint> points, boolean inDoubt) {
    int serves = inDoubt ? length : length / 2;
    if (now < start + serves * stepMs) {
      return;
    }
    start = now;
    length = Math.min(LENGTH, points.size());
    for (int k = 0; k < length; k++) {
      List<Double> quantiles = points.get(k).getQuantiles();
      lower[k] = quantiles.get(0).floatValue();
      point[k] = (float) points.get(k).getMean();
      upper[k] = quantiles.get(quantiles.size() - 1).floatValue();
    }
  }

  /** Holds a value against the course, if it reaches so far. */
  void compare(long time, double actual, RegimeWatch regime) {
    long k = Math.floorDiv(time - start, stepMs);
    if (k >= 0 && k < length) {
      int i = (int) k;
      regime.observe(actual, lower[i], point[i], upper[i]);
    }
  }

  void write(StateWriter out) {
    out.putLong(start).putInt(length).putFloats(lower).putFloats(point).putFloats(upper);
  }

  void read(StateReader in) {
    start = in.getLong();
    length = in.getInt();
    in.getFloats(lower);
    in.getFloats(point);
    in.getFloats(upper);
  }
}
