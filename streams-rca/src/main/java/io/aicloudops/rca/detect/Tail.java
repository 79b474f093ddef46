package io.aicloudops.rca.detect;

import io.aicloudops.rca.detect.novelty.Digits;
import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;

/**
 * How rare a deviation of some size is on this signal: the share of deviations beyond a bound, and
 * beyond it an exponential tail whose mean excess is learned (peaks over threshold; Siffer et al.,
 * Anomaly Detection in Streams with Extreme Value Theory, 2017, with shape 0). Deviations that
 * follow each other are one event and are learned with falling weight, so that an episode does not
 * make itself normal.
 */
final class Tail {

  /** Where the tail begins, in units of the spread. */
  private static final double BOUND = 2;

  private static final double PRIOR_SHARE = 0.03;
  private static final double PRIOR_POINTS = 30;
  private static final double PRIOR_EXCESS = 0.6;
  private static final double PRIOR_EXCESSES = 4;
  private static final double MAX_EXCESS = 5;
  private static final double FORGET = 1 - 1.0 / 5000;
  private static final double LOG10_E = 0.4342944819032518;

  /** Digits of rarity that a short past can vouch for, beyond its own length. */
  private static final double TRUST = 3.5;

  private float points;
  private float beyond;
  private float excess;
  private int run;

  /**
   * −log10 of the probability of a deviation at least this large; 0 for one in the wrong direction.
   */
  double rarity(double deviation) {
    if (deviation <= 0) {
      return 0;
    }
    double atBound = atBound();
    double rarity;
    if (deviation < BOUND) {
      rarity = atBound * (deviation / BOUND) * (deviation / BOUND);
    } else {
      rarity = atBound + (deviation - BOUND) / meanExcess() * LOG10_E;
    }
    return rarity <= TRUST ? rarity : Math.min(rarity, TRUST + Digits.of(points + 1));
  }

  /** The deviation whose rarity is this (never inside the bound). */
  double deviationOf(double rarity) {
    return BOUND + Math.max(0, rarity - atBound()) * meanExcess() / LOG10_E;
  }

  private double atBound() {
    return -Digits.of((beyond + PRIOR_SHARE * PRIOR_POINTS) / (points + PRIOR_POINTS));
  }

  private double meanExcess() {
    return (excess + PRIOR_EXCESS * PRIOR_EXCESSES) / (beyond + PRIOR_EXCESSES);
  }

  void learn(double deviation) {
    points = (float) (points * FORGET + 1);
    beyond = (float) (beyond * FORGET);
    excess = (float) (excess * FORGET);
    if (deviation <= BOUND) {
      run = 0;
      return;
    }
    run++;
    double weight = 1.0 / run;
    beyond += (float) weight;
    excess += (float) (weight * Math.min(deviation - BOUND, MAX_EXCESS * meanExcess()));
  }

  void write(Packer out) {
    out.f(points);
    out.f(beyond);
    out.f(excess);
    out.n(run);
  }

  void read(Unpacker in) {
    points = in.single();
    beyond = in.single();
    excess = in.single();
    run = in.count();
  }
}
