package io.aicloudops.forecast.model;

import java.util.Arrays;

/** Makes a series whole: drops a missing beginning, joins the ends of each gap by a line. */
final class Gaps {

  private Gaps() {}

  /** A copy from the first to the last finite value's place to the end, without missing values. */
  static double[] fill(double[] history) {
    int first = 0;
    while (first < history.length && !Double.isFinite(history[first])) {
      first++;
    }
    double[] y = Arrays.copyOfRange(history, first, history.length);
    int last = 0;
    for (int t = 1; t < y.length; t++) {
      if (Double.isFinite(y[t])) {
        for (int g = last + 1; g < t; g++) {
          y[g] = y[last] + (y[t] - y[last]) * (g - last) / (t - last);
        }
        last = t;
      }
    }
    Arrays.fill(y, last + 1, y.length, y.length > 0 ? y[last] : 0);
    return y;
  }
}
