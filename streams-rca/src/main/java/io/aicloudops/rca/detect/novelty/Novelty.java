package io.aicloudops.rca.detect.novelty;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;

/**
 * How new a value is, seen by two groups of views. The first asks whether a level, a place in the
 * season, a shape or a restlessness was never there: half the mean and half the maximum of their
 * rarities. The second asks how rare a deviation of this size from several running levels is: the
 * mean of its ranks. It is trusted as far as the signal is smooth and its past is long. Novelty is
 * told once: for a while only what is newer still is told again.
 */
public final class Novelty {

  /** Novelty from which on a value is called anomalous. */
  public static final double THRESHOLD = 1;

  private static final double SIDES_DIGITS = 2.85;
  private static final double LARGEST = 0.5;
  private static final double RESTLESS_WEIGHT = 2;

  private static final double DEVIATIONS_DIGITS = 1.2;
  private static final double ROUGH_MALUS = 0.8;
  private static final double LONG_PAST = 20_000;
  private static final double SHORT_MALUS = 1.5;

  private static final int YOUNG = 30;
  private static final double FAINT = 0.4;

  private final Levels levels = new Levels();
  private final Season season = new Season();
  private final Shapes shapes = new Shapes();
  private final Rarity level = new Rarity();
  private final Rarity seasonal = new Rarity();
  private final Rarity shape = new Rarity();
  private final Rarity restless = new Rarity();
  private final Extremes steps = new Extremes();
  private final Extremes offBrief = new Extremes();
  private final Extremes offMiddle = new Extremes();
  private final Extremes offHour = new Extremes();
  private final Extremes offMedian = new Extremes();
  private final Extremes offSeason = new Extremes();
  private final Heard sides = new Heard(300, 1.15);
  private final Heard deviations = new Heard(20, 1.15);
  private long rows;

  /**
   * Judges a value, then learns it.
   *
   * @param x finite
   * @param passed how many rows it is after the one before, at least 1
   * @return how new it is, from {@link #THRESHOLD} on anomalous; 0 if it is not newer than what was
   *     heard of lately
   */
  public double next(double x, long passed) {
    if (rows++ == 0) {
      levels.first(x);
    }
    double usual = season.next(passed, x, levels.slow);
    double fromSeason = x - (Double.isNaN(usual) ? levels.hour : usual);
    double deviation = deviation(x, fromSeason);
    levels.learn(x);
    double side = side(x, fromSeason);
    if (rows <= YOUNG) {
      return 0;
    }
    double novelty =
        Math.max(
            sides.newer(side / SIDES_DIGITS),
            deviations.newer(trusted(deviation) / DEVIATIONS_DIGITS));
    return novelty < FAINT ? 0 : novelty;
  }

  private double side(double x, double fromSeason) {
    double a = level.next(x);
    double b = seasonal.next(fromSeason);
    double c = shape.next(shapes.next(x));
    double d = restless.next(levels.restlessness());
    double mean = (a + b + c + RESTLESS_WEIGHT * d) / (3 + RESTLESS_WEIGHT);
    double largest = Math.max(Math.max(a, b), Math.max(c, d));
    return (1 - LARGEST) * mean + LARGEST * largest;
  }

  private double deviation(double x, double fromSeason) {
    return (steps.next(Math.abs(x - levels.last))
            + offBrief.next(Math.abs(x - levels.brief))
            + offMiddle.next(Math.abs(x - levels.middle))
            + offHour.next(Math.abs(x - levels.hour))
            + offMedian.next(Math.abs(x - levels.median))
            + offSeason.next(Math.abs(fromSeason)))
        / 6;
  }

  private double trusted(double deviation) {
    double past = rows < LONG_PAST ? SHORT_MALUS * Digits.of(LONG_PAST / rows) : 0;
    return deviation - ROUGH_MALUS * levels.roughness() - past;
  }

  /** Writes the state. */
  public void write(Packer out) {
    levels.write(out);
    season.write(out);
    shapes.write(out);
    for (Rarity view : new Rarity[] {level, seasonal, shape, restless}) {
      view.write(out);
    }
    for (Extremes view :
        new Extremes[] {steps, offBrief, offMiddle, offHour, offMedian, offSeason}) {
      view.write(out);
    }
    sides.write(out);
    deviations.write(out);
    out.l(rows);
  }

  /** Reads into a new one. */
  public void read(Unpacker in) {
    levels.read(in);
    season.read(in);
    shapes.read(in);
    for (Rarity view : new Rarity[] {level, seasonal, shape, restless}) {
      view.read(in);
    }
    for (Extremes view :
        new Extremes[] {steps, offBrief, offMiddle, offHour, offMedian, offSeason}) {
      view.read(in);
    }
    sides.read(in);
    deviations.read(in);
    rows = in.l();
  }
}
