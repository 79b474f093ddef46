package io.aicloudops.forecast.capacity;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;
import java.util.Arrays;

/**
 * Forecasts the load one lead ahead with the chance of more: a regression for the growth, a second
 * one for the size of the error, and histograms of the standardised errors in six classes (rising
 * or not, by how dangerous this time of day has been).
 */
final class LeadModel {

  /** Ten-minute bins of the day for what is remembered by time of day. */
  private static final int BINS = 144;

  private static final int CLASSES = 6;
  private static final int SPREAD_FEATURES = 8;
  private static final double LEAST_SPREAD = 0.015;
  private static final double CAUTION = 1.25;
  private static final double FIRST_PEAK_CLASS = 3.5;
  private static final double SECOND_PEAK_CLASS = 6;
  private static final double PEAK_DECAY = 0.88;
  private static final double MAX_GROWTH = 1.2;

  /**
   * A forecast of the logarithm of the load.
   *
   * @param center its expected value
   * @param spread the unit of the error
   * @param tail the chance of more, by standardised distance
   * @param dangerous whether surprises of many spreads were seen at that time of day
   */
  @SuppressWarnings("ArrayRecordComponent") // Made once, read once.
  record Outlook(double center, double spread, float[] tail, boolean dangerous) {

    /** The chance that the logarithm of the load exceeds {@code log}. */
    double beyond(double log) {
      return TailHistogram.beyond(tail, (log - center) / spread);
    }
  }

  private final int lead;
  private final int day;
  private final OnlineRegression growth;
  private final OnlineRegression spread;
  private final TailHistogram[] errors = new TailHistogram[CLASSES];
  private final float[] danger = new float[BINS];
  private final float[] peak = new float[BINS];
  private final float[] usualError = new float[BINS];
  private final float[] binWeight = new float[BINS];
  private double recentError;
  private final float[][] growthSeen;
  private final float[][] spreadSeen;
  private final double[] level;
  private final double[] predicted;
  private final double[] spreadGiven;
  private final int[] classGiven;

  /**
   * @param lead steps ahead
   * @param day steps of a day
   */
  LeadModel(int lead, int day) {
    this.lead = lead;
    this.day = day;
    growth = new OnlineRegression(7.0 * day, 0, .5, .2, .4, .3, 0, 0, 0, 0, 0);
    spread = new OnlineRegression(2.0 * day, .02, .3, .3, .2, 0, 0, 0, 0);
    for (int c = 0; c < CLASSES; c++) {
      errors[c] = new TailHistogram(14.0 * day);
      for (int i = 0; i < 400; i++) {
        errors[c].add(-2 + i / 100.0);
      }
    }
    int slots = lead + 1;
    growthSeen = new float[slots][LeadFeatures.COUNT];
    spreadSeen = new float[slots][SPREAD_FEATURES];
    level = new double[slots];
    predicted = new double[slots];
    spreadGiven = new double[slots];
    classGiven = new int[slots];
    Arrays.fill(predicted, Double.NaN);
  }

  int lead() {
    return lead;
  }

  private int bin(long step) {
    return (int) (step % day * BINS / day);
  }

  private double worst(float[] byTime, long step, int around) {
    int b = bin(step);
    double worst = 0;
    for (int k = -around; k <= around; k++) {
      worst = Math.max(worst, byTime[(b + k + BINS) % BINS]);
    }
    return worst;
  }

  /** Learns how the forecast for this step turned out. */
  void learn(long step, double log) {
    if (step % Math.max(1, day / BINS) == 0) {
      peak[bin(step)] *= (float) PEAK_DECAY;
      binWeight[bin(step)] *= 0.1f;
    }
    int slot = (int) (step % (lead + 1));
    if (step < lead || Double.isNaN(predicted[slot]) || Double.isNaN(log)) {
      return;
    }
    double error = log - predicted[slot];
    double size = Math.abs(error);
    growth.learn(growthSeen[slot], log - level[slot]);
    double clipped = Math.min(size, 5 * spreadGiven[slot]);
    spread.learn(spreadSeen[slot], clipped);
    recentError += 0.03 * (clipped - recentError);
    errors[classGiven[slot]].add(error / spreadGiven[slot]);
    int b = bin(step);
    peak[b] = (float) Math.max(peak[b], Math.min(error, 2));
    double rate = size > danger[b] ? 0.03 : 0.003;
    danger[b] += (float) (rate * (Math.min(size, 1) - danger[b]));
    binWeight[b] += 1;
    usualError[b] += (float) ((Math.min(size, 1.5) - usualError[b]) / binWeight[b]);
  }

  /** Forecasts the step {@code lead} after the newest one of the features' history. */
  Outlook forecast(long step, LeadFeatures features, double capacity) {
    float[] x = features.at(lead);
    double now = features.now();
    double center = now + Math.max(-MAX_GROWTH, Math.min(MAX_GROWTH, growth.predict(x)));
    long then = step + lead;
    float[] s = {
      .05f,
      (float) (Math.sqrt(capacity / StrictMath.exp(center)) * .2),
      (float) recentError,
      (float) usual(step, then),
      Math.abs(x[1]),
      Math.abs(x[3]) + Math.abs(x[4]),
      (float) worst(danger, then, 2),
      Math.max(0, x[8]) + Math.max(0, x[9])
    };
    double unit = CAUTION * Math.max(LEAST_SPREAD, Math.max(spread.predict(s), 0.3 * recentError));
    double surprise = worst(peak, then, 1) / unit;
    int rising = Math.max(x[1], .5 * x[2]) > unit ? 3 : 0;
    int kind = rising + (surprise < FIRST_PEAK_CLASS ? 0 : surprise < SECOND_PEAK_CLASS ? 1 : 2);
    int slot = (int) (then % (lead + 1));
    growthSeen[slot] = x;
    spreadSeen[slot] = s;
    level[slot] = now;
    predicted[slot] = center;
    spreadGiven[slot] = unit;
    classGiven[slot] = kind;
    return new Outlook(center, unit, errors[kind].tail(), surprise >= SECOND_PEAK_CLASS);
  }

  /** The chance that the logarithm of the load at a step forecast before exceeds {@code log}. */
  double risk(long then, double log) {
    int slot = (int) Math.floorMod(then, (long) (lead + 1));
    if (Double.isNaN(predicted[slot])) {
      return Double.NaN;
    }
    float[] tail = errors[classGiven[slot]].tail();
    return new Outlook(predicted[slot], spreadGiven[slot], tail, false).beyond(log);
  }

  private double usual(long step, long then) {
    if (step < day) {
      return recentError;
    }
    int b = bin(then);
    return (usualError[(b + BINS - 1) % BINS] + usualError[b] + usualError[(b + 1) % BINS]) / 3;
  }

  void write(StateWriter out) {
    growth.write(out);
    spread.write(out);
    for (int c = 0; c < CLASSES; c++) {
      errors[c].write(out);
    }
    out.putFloats(danger).putFloats(peak).putFloats(usualError).putFloats(binWeight);
    out.putDouble(recentError);
    for (int i = 0; i <= lead; i++) {
      out.putFloats(growthSeen[i]).putFloats(spreadSeen[i]);
      out.putDouble(level[i]).putDouble(predicted[i]).putDouble(spreadGiven[i]);
      out.putInt(classGiven[i]);
    }
  }

  void read(StateReader in) {
    growth.read(in);
    spread.read(in);
    for (int c = 0; c < CLASSES; c++) {
      errors[c].read(in);
    }
    in.getFloats(danger);
    in.getFloats(peak);
    in.getFloats(usualError);
    in.getFloats(binWeight);
    recentError = in.getDouble();
    for (int i = 0; i <= lead; i++) {
      in.getFloats(growthSeen[i]);
      in.getFloats(spreadSeen[i]);
      level[i] = in.getDouble();
      predicted[i] = in.getDouble();
      spreadGiven[i] = in.getDouble();
      classGiven[i] = in.getInt();
    }
  }
}
