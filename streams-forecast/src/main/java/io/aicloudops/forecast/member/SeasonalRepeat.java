package io.aicloudops.forecast.member;

/** Repeats the last season; with season 1 the last value. */
public final class SeasonalRepeat implements Member {

  private final double[] y;
  private final int season;

  /** A model of a series; season 1 for none. */
  public SeasonalRepeat(double[] y, int season) {
    this.y = y;
    this.season = season;
  }

  @Override
  public int reach() {
    return season;
  }

  @Override
  public double[] forecast(int origin, int horizon) {
    double[] out = new double[horizon];
    for (int k = 0; k < horizon; k++) {
      out[k] = y[origin - season + k % season];
    }
    return out;
  }
}
