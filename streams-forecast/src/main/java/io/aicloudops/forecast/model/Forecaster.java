package io.aicloudops.forecast.model;

import io.aicloudops.forecast.season.SeasonFinder;
import io.aicloudops.forecast.season.Seasons;
import java.time.Duration;
import java.util.Arrays;

/**
 * Forecasts a series from its own bounded past: finds the seasons, fits a handful of cheap local
 * models, combines them by a smoothed median and takes the intervals from the errors of the very
 * same combination at earlier origins. A pure function: the same history gives the same forecast,
 * and nothing depends on the unit.
 */
public final class Forecaster {

  /** Fewer finite points than this give no forecast. */
  public static final int FEWEST_POINTS = 10;

  private static final double[] DEFAULT_LEVELS = {0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975};

  private Forecaster() {}

  /** The quantile levels used where nobody asks for others. */
  public static double[] defaultLevels() {
    return DEFAULT_LEVELS.clone();
  }

  /** Forecasts a series whose values have no known distance in time. */
  public static ForecastResult forecast(double[] history, int horizon, double[] levels) {
    return forecast(history, horizon, levels, Duration.ZERO);
  }

  /**
   * Forecasts the values after the end of a history.
   *
   * @param history values at equal distances, oldest first; NaN and infinite values count as
   *     missing
   * @param horizon steps ahead, at least 1
   * @param levels probabilities in (0,1), ascending
   * @param step distance of the values; it tells how many make a day and a week, which are tried
   *     first where the data speaks for them; zero if unknown
   * @throws IllegalArgumentException if the horizon or a level is out of range
   */
  public static ForecastResult forecast(
      double[] history, int horizon, double[] levels, Duration step) {
    check(horizon, levels);
    int known = (int) Arrays.stream(history).filter(Double::isFinite).count();
    if (known < FEWEST_POINTS) {
      return new ForecastResult.NotEnoughHistory(known, FEWEST_POINTS);
    }
    double[] y = Gaps.fill(history);
    Transform space = new Transform(y);
    if (constant(y)) {
      return new ForecastResult.Ready(flat(y[y.length - 1], horizon, levels, known));
    }
    Seasons seasons = SeasonFinder.find(space.model(), step);
    Members members = new Members(space, seasons);
    RollingBacktest backtest =
        new RollingBacktest(space.model(), members.list(), horizon, seasons.base());
    Combination combination = new Combination(members.priors(), backtest);
    ErrorProfile errors = new ErrorProfile(space.model(), combination, backtest, horizon);
    double[][] paths =
        members.list().stream().map(m -> m.forecast(y.length, horizon)).toArray(double[][]::new);
    double[] center = combination.combine(paths);
    double[] widths = errors.widths(combination.disagreement(paths, center), members.leak());
    return new ForecastResult.Ready(
        assemble(space, center, errors, widths, levels, seasons, known));
  }

  private static QuantileForecast assemble(
      Transform space,
      double[] center,
      ErrorProfile errors,
      double[] widths,
      double[] levels,
      Seasons seasons,
      int known) {
    int horizon = center.length;
    double[] offsets = Arrays.stream(levels).map(QuantileShape::offset).toArray();
    double[] point = new double[horizon];
    double[][] quantiles = new double[horizon][levels.length];
    for (int k = 0; k < horizon; k++) {
      point[k] = space.back(space.clamp(center[k]));
      for (int i = 0; i < levels.length; i++) {
        quantiles[k][i] = space.back(space.clamp(center[k] + offsets[i] * widths[k]));
      }
    }
    return new QuantileForecast(
        point,
        levels.clone(),
        quantiles,
        "ensemble(" + seasons + ")",
        errors.overall() / errors.seasonalError(seasons.base()),
        errors.coverage(-offsets[0], offsets[offsets.length - 1], widths),
        known);
  }

  private static QuantileForecast flat(double value, int horizon, double[] levels, int known) {
    double[] point = new double[horizon];
    Arrays.fill(point, value);
    double[][] quantiles = new double[horizon][levels.length];
    for (double[] row : quantiles) {
      Arrays.fill(row, value);
    }
    return new QuantileForecast(point, levels.clone(), quantiles, "constant", Double.NaN, 1, known);
  }

  private static boolean constant(double[] y) {
    for (double v : y) {
      if (v != y[0]) {
        return false;
      }
    }
    return true;
  }

  private static void check(int horizon, double[] levels) {
    if (horizon < 1) {
      throw new IllegalArgumentException("horizon must be at least 1 step, but is " + horizon);
    }
    double before = 0;
    for (double level : levels) {
      if (!(level > before && level < 1)) {
        throw new IllegalArgumentException(
            "levels must ascend inside (0,1), but are " + Arrays.toString(levels));
      }
      before = level;
    }
  }
}
