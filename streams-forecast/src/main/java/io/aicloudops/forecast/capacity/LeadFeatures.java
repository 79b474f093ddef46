package io.aicloudops.forecast.capacity;

/**
 * What is known now that tells the load some steps ahead: the short trend, what the load did at
 * this time yesterday and a week ago, and the spikes of an hour ago and of yesterday. All as
 * differences of logarithms, so that the unit does not matter.
 */
final class LeadFeatures {

  static final int COUNT = 10;

  private final LoadHistory history;
  private final int day;
  private final int week;
  private final double offset;

  /**
   * @param day steps of a day
   * @param offset added before the logarithm, so that a quiet load does not shout
   */
  LeadFeatures(LoadHistory history, int day, double offset) {
    this.history = history;
    this.day = day;
    this.week = 7 * day;
    this.offset = offset;
  }

  double log(double value) {
    return StrictMath.log(value + offset);
  }

  /** The level now: between the means of the last five and the last fifteen steps. */
  double now() {
    return level(history.count() - 1);
  }

  private double level(long t) {
    return 0.5 * (log(history.mean(t - 4, t + 1)) + log(history.mean(t - 14, t + 1)));
  }

  private double centred(long t) {
    return log(history.mean(t - 4, t + 5));
  }

  /** The features for the load {@code lead} steps ahead. */
  float[] at(int lead) {
    long t = history.count() - 1;
    double five = log(history.mean(t - 4, t + 1));
    double fifteen = log(history.mean(t - 14, t + 1));
    double sixty = log(history.mean(t - 59, t + 1));
    double now = 0.5 * (five + fifteen);
    float[] f = new float[COUNT];
    f[0] = 1;
    f[1] = (float) (five - fifteen);
    f[2] = (float) (fifteen - sixty);
    cycle(f, 3, 5, t - day, lead, now);
    cycle(f, 4, 6, t - week, lead, now);
    f[7] = (float) (log(history.at(t)) - five);
    if (t >= day + 20) {
      long then = t - day + lead;
      f[8] = clip(log(history.max(then - 1, then + 1)) - log(history.mean(then - 9, then + 10)), 2);
    }
    if (t >= 140) {
      long then = t - 60 + lead;
      f[9] = clip(log(history.at(then)) - log(history.mean(then - 9, then + 10)), 2);
    }
    return f;
  }

  private void cycle(float[] f, int growth, int distance, long then, int lead, double now) {
    if (then < 20) {
      return;
    }
    double level = level(then);
    f[growth] = clip(centred(then + lead) - level, 0.7);
    f[distance] = clip(now - level, 1);
  }

  private static float clip(double v, double limit) {
    return (float) Math.max(-limit, Math.min(limit, v));
  }
}
