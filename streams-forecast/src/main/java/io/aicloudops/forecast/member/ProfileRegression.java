package io.aicloudops.forecast.member;

/** An average season, newer ones counting more, and an autoregression on what differs from it. */
public final class ProfileRegression implements Member {

  private final double[] profile;
  private final Autoregression rest;

  /**
   * Fits to a series.
   *
   * @param season whose phases are averaged
   * @param fading share by which an older season counts less than the next
   */
  public ProfileRegression(double[] y, int season, double fading, Autoregression.Spec spec) {
    profile = new double[season];
    double[] weight = new double[season];
    double[] next = new double[season];
    for (int t = y.length - 1; t >= 0; t--) {
      int phase = t % season;
      double w = next[phase] == 0 ? 1 : next[phase];
      profile[phase] += w * y[t];
      weight[phase] += w;
      next[phase] = w * (1 - fading);
    }
    double[] difference = new double[y.length];
    for (int phase = 0; phase < season; phase++) {
      profile[phase] /= weight[phase];
    }
    for (int t = 0; t < y.length; t++) {
      difference[t] = y[t] - profile[t % season];
    }
    rest = new Autoregression(difference, spec);
  }

  @Override
  public int reach() {
    return rest.reach();
  }

  @Override
  public double[] forecast(int origin, int horizon) {
    double[] out = rest.forecast(origin, horizon);
    for (int k = 0; k < horizon; k++) {
      out[k] += profile[(origin + k) % profile.length];
    }
    return out;
  }
}
