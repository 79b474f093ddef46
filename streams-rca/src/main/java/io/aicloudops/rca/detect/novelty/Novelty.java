package io.aicloudops.rca.detect.novelty;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import java.util.Map;

/**
 * How new a value is, seen by three groups of views. The first asks whether a level, a place in the
 * season, a shape or a restlessness was never there: half the mean and half the maximum of their
 * rarities. The second asks how rare a deviation of this size from several running levels is: the
 * mean of its ranks. It is trusted as far as the signal is smooth and its past is long. The third
 * is the distance from the band of what is expected, which assumes a distribution and is therefore
 * believed while too few values are known to count. What is usual at this point of the season is no
 * deviation. Novelty is told once: for a while only what is newer still is told again, and right
 * after a telling only what is much newer.
 */
public final class Novelty {

  /** Novelty from which on a value is called anomalous. */
  public static final double THRESHOLD = 1;

  private static final double SIDES_DIGITS = 2.9;

  /**
   * How many digits less are asked of values that come ten times less often than every five
   * minutes: the same number of false alarms a week would be one whole digit.
   */
  private static final double SPARSE_DIGITS = 0.3;

  /** From so many rows on values that come more often are asked more; half a week of minutes. */
  private static final double WEEKS = 5000;

  private static final int SIDES_FORGET_EVERY = 1024;

  /** Rows that follow each other are one event and count less and less, down to this. */
  private static final int LEAST_WEIGHT = 4;

  private static final double DEVIATIONS_DIGITS = 1.1;
  private static final double ROUGH_MALUS = 1;
  private static final double LONG_PAST = 20_000;
  private static final double SHORT_MALUS = 1.8;

  /** How much more than the rank of its distance from the season a deviation may be. */
  private static final double SEASONAL_LEEWAY = 0.5;

  private static final double BAND_SEASON_DIGITS = 2;

  /** So many values are enough to count instead of assuming; from here on the band fades. */
  private static final double ENOUGH_TO_COUNT = 300;

  /** Until so many rows a value that stays outside the band needs no counts. */
  private static final int BAND_LASTS = 4000;

  /** How much newer than anything told within the last rows a side has to be. */
  private static final double MUCH_NEWER = 2;

  /** From so many rows on a signal's places are known, eight hours of 15 s scrapes. */
  private static final int ENOUGH_FOR_PLACES = 2000;

  /** What is as near to a value, as a share of the way that led there, is in the same place. */
  private static final double SAME_PLACE = 0.3;

  /** Places are at least so many cells of the level's grid apart. */
  private static final int PLACE_WIDTHS = 4;

  private static final int YOUNG = 30;
  private static final double FAINT = 0.4;
  private static final int MANY = 1 << 30;

  // The views of what is rare, and of what is extreme, in the order in which they are stored.
  private static final int LEVEL = 0;
  private static final int SEASONAL = 1;
  private static final int SHAPE = 2;
  private static final int RESTLESS = 3;

  private static final int STEPS = 0;
  private static final int OFF_BRIEF = 1;
  private static final int OFF_MIDDLE = 2;
  private static final int OFF_HOUR = 3;
  private static final int OFF_MEDIAN = 4;
  private static final int OFF_SEASON = 5;

  private final Levels levels = new Levels();
  private final Season season = new Season();
  private final Shapes shapes = new Shapes();
  private final Rarity rarity = new Rarity(4);
  private final Extremes extremes = new Extremes(6);
  private final Heard sides = new Heard(300, 1.15);
  private final Heard deviations = new Heard(20, 1.5);
  private final Votes votes = new Votes();
  private int rows;

  /** Rows for which a side has been anomalous, give or take; halves while none is. */
  private int run;

  private int untilSidesForget = SIDES_FORGET_EVERY;
  private int untilDeviationsForget = Extremes.FORGET_EVERY;
  private double strength;

  /**
   * Judges a value, then learns it.
   *
   * @param x finite
   * @param passed how many rows of the season it is after the one before
   * @param rowMs how far apart rows of the season are in milliseconds; 0 if not known yet
   * @param sparse how many times five minutes there are between rows, in [0.2, 12]
   * @param outside how far outside of the expected band it is, 1 where it would be called anomalous
   * @param learn false if the value belongs to a known fault and is not to be counted as usual
   * @return how new it is, from {@link #THRESHOLD} on anomalous; 0 if it is not newer than what was
   *     heard of lately
   */
  public double next(
      double x, long passed, double rowMs, double sparse, double outside, boolean learn) {
    if (rows == 0) {
      levels.first(x);
    }
    rows = Math.min(rows + 1, MANY);
    double usual = season.next(passed, rowMs, x, levels.slow, learn);
    boolean seasonal = !Double.isNaN(usual);
    double fromSeason = x - (seasonal ? usual : levels.hour);
    double fromSeasonRank = Digits.of(extremes.oneIn(OFF_SEASON, Math.abs(fromSeason), learn));
    double deviation = trusted(deviation(x, fromSeasonRank, learn), sparse) / DEVIATIONS_DIGITS;
    levels.learn(x);
    double side = side(x, fromSeason, learn) / asked(sparse);
    if (learn) {
      forget();
    }
    if (rows <= YOUNG) {
      return 0;
    }
    double band = seasonal ? Math.min(outside, fromSeasonRank / BAND_SEASON_DIGITS) : outside;
    double enough = ENOUGH_TO_COUNT * Math.max(1, sparse);
    double counted = rows > enough ? Digits.of(rows / enough) : 0;
    double alone = band - counted;
    strength = votes.strongest(side, deviation, rows < BAND_LASTS || !learn ? band : alone);
    run = side >= THRESHOLD ? run + 1 : run / 2;
    double told = told(side, Math.max(deviation, alone));
    return told < FAINT ? 0 : told;
  }

  private void forget() {
    if (--untilSidesForget == 0) {
      untilSidesForget = SIDES_FORGET_EVERY;
      rarity.forget();
    }
    if (--untilDeviationsForget == 0) {
      untilDeviationsForget = Extremes.FORGET_EVERY;
      extremes.forget();
    }
  }

  /**
   * What is told of a deviation is heard at once, of a side for long; neither repeats the other.
   */
  private double told(double side, double deviation) {
    double news = deviations.newer(deviation);
    boolean fresh = news > 0 || side > MUCH_NEWER * deviations.heard();
    double told = Math.max(news, sides.newer(fresh ? side : 0));
    deviations.hear(told);
    return told;
  }

  /** How new the last value was whether it was told before or not; a band that lasts included. */
  public double strength() {
    return strength;
  }

  /** The share of each view in the strength, the largest first; of the last value alone. */
  public Map<String, Double> shares() {
    return votes.shares();
  }

  /**
   * The share of earlier values that were near the last one, which is away from what was expected;
   * 0 if too little is known, if the two cannot be told apart for a far outlier's sake, or if the
   * season would have had it elsewhere.
   *
   * @param expected what was expected
   */
  public double familiar(double expected) {
    double x = levels.last;
    double away = Math.abs(x - expected);
    boolean unclear = rows < ENOUGH_FOR_PLACES || away < PLACE_WIDTHS * rarity.width(LEVEL);
    if (unclear || season.elsewhere(x, SAME_PLACE * away)) {
      return 0;
    }
    return rarity.share(LEVEL, x - season.origin());
  }

  private double side(double x, double fromSeason, boolean learn) {
    int weight = learn ? Math.max(LEAST_WEIGHT, Rarity.UNIT / (1 + run)) : 0;
    double off = x - season.origin();
    double a = rarity.oneIn(LEVEL, off, weight);
    double b = rarity.oneIn(SEASONAL, fromSeason, weight);
    double c = rarity.oneIn(SHAPE, shapes.next(off), weight);
    double d = rarity.oneIn(RESTLESS, levels.restlessness(), weight);
    return votes.sides(Digits.of(a), Digits.of(b), Digits.of(c), Digits.of(d));
  }

  private double deviation(double x, double fromSeasonRank, boolean learn) {
    // First all that is counted, then all logarithms: the processor works on several at once.
    double a = extremes.oneIn(STEPS, Math.abs(x - levels.last), learn);
    double b = extremes.oneIn(OFF_BRIEF, Math.abs(x - levels.brief), learn);
    double c = extremes.oneIn(OFF_MIDDLE, Math.abs(x - levels.middle), learn);
    double d = extremes.oneIn(OFF_HOUR, Math.abs(x - levels.hour), learn);
    double e = extremes.oneIn(OFF_MEDIAN, Math.abs(x - levels.median), learn);
    double mean =
        votes.deviations(
            Digits.of(a), Digits.of(b), Digits.of(c), Digits.of(d), Digits.of(e), fromSeasonRank);
    return Math.min(mean, SEASONAL_LEEWAY + fromSeasonRank);
  }

  /** The digits that make a side anomalous. */
  private double asked(double sparse) {
    double known = sparse < 1 ? Math.min(1, rows / WEEKS) : 1;
    return SIDES_DIGITS - SPARSE_DIGITS * known * Digits.of(sparse);
  }

  private double trusted(double deviation, double sparse) {
    double time = rows * Math.max(1, sparse);
    double past = time < LONG_PAST ? SHORT_MALUS * Digits.of(LONG_PAST / time) : 0;
    return deviation - ROUGH_MALUS * levels.roughness() - past;
  }

  /** Writes the state. */
  public void write(Packer out) {
    levels.write(out);
    season.write(out);
    shapes.write(out);
    out.n(untilSidesForget);
    out.n(untilDeviationsForget);
    rarity.write(out);
    extremes.write(out);
    sides.write(out);
    deviations.write(out);
    out.n(run);
    out.n(rows);
  }

  /** Reads into a new one. */
  public void read(Unpacker in) {
    levels.read(in);
    season.read(in);
    shapes.read(in);
    untilSidesForget = in.isWide() ? 0 : in.n();
    untilDeviationsForget = in.isWide() ? 0 : in.n();
    untilSidesForget = Math.max(untilSidesForget, rarity.read(in, season.origin()));
    untilDeviationsForget = Math.max(untilDeviationsForget, extremes.read(in));
    sides.read(in);
    deviations.read(in);
    run = in.count();
    rows = in.count();
  }
}
