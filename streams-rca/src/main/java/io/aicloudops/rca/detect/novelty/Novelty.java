package io.aicloudops.rca.detect.novelty;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;

/**
 * How new a value is: half the mean and half the maximum of its rarities as level, as part of the
 * season, as end of a shape and as part of a restless or calm stretch; or, where the signal is
 * smooth enough for it, the mean rarity of its steps and residuals. After something new, only what
 * is newer still is told for a while.
 */
public final class Novelty {

  /** Novelty from which on a value is called anomalous, in digits. */
  public static final double THRESHOLD = 2.4;

  private static final double LARGEST = 0.5;
  private static final double RESTLESS_WEIGHT = 2;
  private static final double SHAPE_WEIGHT = 0.5;
  private static final double SMOOTH_BONUS = 0.2;
  private static final double ROUGH_MALUS = 2.5;
  private static final double NEWER = 1.22;
  private static final double REMEMBERED = 2.5;
  private static final double FADE = Math.exp(-1.0 / 300);
  private static final double FAINT = 1;

  private final Levels levels = new Levels();
  private final Season season = new Season();
  private final Shapes shortShapes = new Shapes(4, 8);
  private final Shapes longShapes = new Shapes(8, 4);
  private final Rarity.Grids level = new Rarity.Grids();
  private final Rarity.Grids seasonal = new Rarity.Grids();
  private final Rarity shortShape = view();
  private final Rarity longShape = view();
  private final Rarity restless = view();
  private final Rarity[] residuals = {residual(), residual(), residual(), residual(), residual()};
  private long row = -1;
  private double heard;

  private static Rarity view() {
    return new Rarity(32, 0.4, false);
  }

  private static Rarity residual() {
    return new Rarity(64, 0.4, false);
  }

  /**
   * Judges a value, then learns it.
   *
   * @param x finite
   * @param rows how many rows it is after the one before, at least 1
   * @param weight in [0,1], less than 1 if there is reason to think that the value is ordinary
   * @return digits of rarity; 0 if it is not newer than what was heard of lately
   */
  public double next(double x, long rows, double weight) {
    if (row < 0) {
      levels.first(x);
      row = 0;
    } else {
      row += rows;
    }
    double usual = season.next(row, x, levels.slow);
    double offSeason = x - (Double.isNaN(usual) ? levels.hour : usual);
    double step = x - levels.last;
    double offBrief = x - levels.brief;
    double offMiddle = x - levels.middle;
    double offMedian = x - levels.median;
    levels.learn(x);

    double a = level.next(x);
    double b = seasonal.next(offSeason);
    double c = shortShape.next(shortShapes.next(x));
    double d = longShape.next(longShapes.next(x));
    double e = restless.next(levels.restlessness());
    double mean =
        (a + b + SHAPE_WEIGHT * (c + d) + RESTLESS_WEIGHT * e)
            / (2 + 2 * SHAPE_WEIGHT + RESTLESS_WEIGHT);
    double largest = Math.max(Math.max(a, b), Math.max(Math.max(c, d), e));
    double sides = (1 - LARGEST) * mean + LARGEST * largest;

    double steps =
        (residuals[0].next(step)
                + residuals[1].next(offBrief)
                + residuals[2].next(offMiddle)
                + residuals[3].next(offSeason)
                + residuals[4].next(offMedian))
            / residuals.length;
    return newer(weight * Math.max(sides, steps + SMOOTH_BONUS - ROUGH_MALUS * levels.roughness()));
  }

  private double newer(double novelty) {
    heard *= FADE;
    if (novelty <= heard * NEWER) {
      return 0;
    }
    if (novelty > REMEMBERED) {
      heard = novelty;
    }
    return novelty < FAINT ? 0 : novelty;
  }

  /** Writes the state. */
  public void write(Packer out) {
    levels.write(out);
    season.write(out);
    shortShapes.write(out);
    longShapes.write(out);
    level.write(out);
    seasonal.write(out);
    shortShape.write(out);
    longShape.write(out);
    restless.write(out);
    for (Rarity residual : residuals) {
      residual.write(out);
    }
    out.l(row);
    out.d(heard);
  }

  /** Reads into a new one. */
  public void read(Unpacker in) {
    levels.read(in);
    season.read(in);
    shortShapes.read(in);
    longShapes.read(in);
    level.read(in);
    seasonal.read(in);
    shortShape.read(in);
    longShape.read(in);
    restless.read(in);
    for (Rarity residual : residuals) {
      residual.read(in);
    }
    row = in.l();
    heard = in.d();
  }
}
