package io.aicloudops.forecast.model;

import java.util.Random;

/** Made-up series with known seasons. */
public final class Waves {

  private Waves() {}

  /** Level 100, a season of {@code p}, optionally a longer one, and noise of relative size. */
  public static double[] seasonal(int n, int p, int q, double noise, long seed) {
    Random random = new Random(seed);
    double[] y = new double[n];
    for (int t = 0; t < n; t++) {
      double v = 100 + 40 * Math.sin(2 * Math.PI * t / p) + 10 * Math.cos(4 * Math.PI * t / p);
      if (q > 0 && t % q >= q * 5 / 7) {
        v *= 0.6;
      }
      y[t] = v * (1 + noise * random.nextGaussian());
    }
    return y;
  }

  /** A random walk from 100 with steps of the given size. */
  public static double[] walk(int n, double step, long seed) {
    Random random = new Random(seed);
    double[] y = new double[n];
    double v = 100;
    for (int t = 0; t < n; t++) {
      v += step * random.nextGaussian();
      y[t] = v;
    }
    return y;
  }
}
