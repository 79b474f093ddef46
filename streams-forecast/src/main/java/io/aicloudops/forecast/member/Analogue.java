package io.aicloudops.forecast.member;

import java.util.Arrays;

/**
 * Forecasts by analogy: the past windows most like the latest one, after their levels are made
 * equal, tell what came next (nearest neighbours, after Yakowitz, Journal of Time Series Analysis
 * 8, 1987). Windows at the same phase of the longer season are preferred, older ones count less.
 */
public final class Analogue implements Member {

  private static final int NEIGHBOURS = 4;
  private static final double SAME_PHASE = 0.7;
  private static final double AGEING = 0.03;
  private static final double LEVEL_KEPT = 0.85;
  private static final double ERROR_DECAY = 0.7;
  private static final double LEVEL_PENALTY = 0.1;

  private final double[] y;
  private final int window;
  private final int season;
  private final int stride;
  private final double[] shapeWeight;
  private final double[] levels;

  /**
   * A model of a series.
   *
   * @param window values compared
   * @param base the base season, over which the level is aligned
   * @param season the season whose phase is preferred
   * @param stride distance between the candidate windows
   */
  public Analogue(double[] y, int window, int base, int season, int stride) {
    this.y = y;
    this.window = window;
    this.season = season;
    this.stride = stride;
    shapeWeight = decaying(window, window);
    levels = levels(y, window, decaying(window, base), base);
  }

  private static double[] decaying(int length, double scale) {
    double[] w = new double[length];
    double sum = 0;
    for (int i = 0; i < length; i++) {
      w[i] = Math.exp(-i / scale);
      sum += w[i];
    }
    for (int i = 0; i < length; i++) {
      w[i] /= sum;
    }
    return w;
  }

  /** The weighted level of the window that ends before each position, updated in O(1). */
  private static double[] levels(double[] y, int window, double[] weight, double scale) {
    double[] levels = new double[y.length + 1];
    double fade = Math.exp(-1 / scale);
    double level = 0;
    for (int s = 1; s <= y.length; s++) {
      double leaving = s > window ? weight[window - 1] * y[s - 1 - window] : 0;
      level = (level - leaving) * fade + weight[0] * y[s - 1];
      levels[s] = level;
    }
    return levels;
  }

  @Override
  public int reach() {
    return window + Math.max(season, 1) + 1;
  }

  @Override
  public double[] forecast(int origin, int horizon) {
    Nearest nearest = nearest(origin, Math.min(horizon, Math.max(1, origin - window - 1)));
    double[] out = new double[horizon];
    double total = 0;
    double closest = Math.pow(nearest.distance[0], 4);
    for (int j = 0; j < nearest.count; j++) {
      double d = Math.pow(nearest.distance[j], 4);
      double weight = 1 / (d + 0.01 * closest + Double.MIN_NORMAL);
      weight = Math.min(weight, 1e300 / NEIGHBOURS);
      total += weight;
      int start = nearest.start[j];
      double offset = LEVEL_KEPT * nearest.offset[j];
      double error = y[origin - 1] - y[start - 1] - offset;
      for (int k = 0; k < horizon; k++) {
        error *= ERROR_DECAY;
        out[k] += weight * (follow(start + k, origin) + offset + error);
      }
    }
    for (int k = 0; k < horizon; k++) {
      out[k] /= total;
    }
    return out;
  }

  /** The value at a past position; beyond the origin, the last one a season earlier. */
  private double follow(int at, int origin) {
    int back = Math.max(1, season);
    int position = at;
    while (position >= origin) {
      position -= back;
    }
    return y[Math.max(0, position)];
  }

  private Nearest nearest(int origin, int room) {
    Nearest found = new Nearest();
    for (int s = origin - room; s > window; s -= stride) {
      found.offer(s, origin);
    }
    if (found.count == 0) {
      found.offer(Math.max(1, origin - room), origin);
    }
    return found;
  }

  /** The nearest windows so far, nearest first. */
  private final class Nearest {
    final double[] distance = new double[NEIGHBOURS];
    final double[] offset = new double[NEIGHBOURS];
    final int[] start = new int[NEIGHBOURS];
    int count;

    Nearest() {
      Arrays.fill(distance, Double.MAX_VALUE);
    }

    void offer(int s, int origin) {
      int length = Math.min(window, s);
      double shift = levels[origin] - levels[s];
      boolean inPhase = season > 0 && (origin - s) % season == 0;
      double age = (double) (origin - s) / Math.max(season, 1);
      double factor = (inPhase ? SAME_PHASE : 1) * (1 + AGEING * Math.min(age, 100));
      double limit = distance[NEIGHBOURS - 1] / factor;
      double d = LEVEL_PENALTY * Math.abs(shift);
      int i = 0;
      for (; i + 3 < length && d < limit; i += 4) {
        d +=
            (apart(i, s, origin, shift) + apart(i + 1, s, origin, shift))
                + (apart(i + 2, s, origin, shift) + apart(i + 3, s, origin, shift));
      }
      for (; i < length && d < limit; i++) {
        d += apart(i, s, origin, shift);
      }
      if (d < limit) {
        insert(s, shift, d * factor);
      }
    }

    /** How far two windows are apart at a place, counted from their ends. */
    private double apart(int i, int s, int origin, double shift) {
      return shapeWeight[i] * Math.abs(y[origin - 1 - i] - y[s - 1 - i] - shift);
    }

    private void insert(int s, double shift, double d) {
      int j = NEIGHBOURS - 1;
      while (j > 0 && distance[j - 1] > d) {
        distance[j] = distance[j - 1];
        offset[j] = offset[j - 1];
        start[j] = start[j - 1];
        j--;
      }
      distance[j] = d;
      offset[j] = shift;
      start[j] = s;
      count = Math.min(NEIGHBOURS, count + 1);
    }
  }
}
