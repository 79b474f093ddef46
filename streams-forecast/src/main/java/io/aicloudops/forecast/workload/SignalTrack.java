package io.aicloudops.forecast.workload;

import io.aicloudops.forecast.interval.IntervalCalibrator;
import io.aicloudops.forecast.interval.RegimeWatch;
import io.aicloudops.forecast.model.ForecastResult;
import io.aicloudops.forecast.model.Forecaster;
import io.aicloudops.forecast.model.QuantileForecast;
import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;
import io.aicloudops.schemas.event.Forecast;
import io.aicloudops.schemas.event.ForecastPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One signal at one step: its history, its forecasts, and how well their intervals held. */
final class SignalTrack {

  /** With more gaps than this the signal comes too seldom for this step. */
  private static final double LEAST_KNOWN = 0.6;

  /** Which point of a forecast is checked later. */
  private static final int CHECKED = 3;

  private static final double[] LEVELS = Forecaster.defaultLevels();
  private static final List<Double> LEVEL_LIST = boxed(LEVELS);

  private final Horizon horizon;
  private final TimeRing ring;
  private final IntervalCalibrator calibrator = new IntervalCalibrator();
  private final RegimeWatch regime = new RegimeWatch();
  private final Course course;
  private long forecastAt = Long.MIN_VALUE;
  private long checkAt = Long.MIN_VALUE;
  private double checkLower;
  private double checkUpper;

  SignalTrack(long stepMs, Horizon horizon) {
    this.horizon = horizon;
    ring = new TimeRing(stepMs, horizon.slots());
    course = new Course(stepMs);
  }

  TimeRing ring() {
    return ring;
  }

  /** When the last forecast was made; {@code Long.MIN_VALUE} if none. */
  long forecastAt() {
    return forecastAt;
  }

  /** Recent share of checked values inside their interval; 1 before so many were checked. */
  double coverage(int fewestChecks) {
    return calibrator.checks() < fewestChecks ? 1 : calibrator.coverage();
  }

  /** Adds a value; whether a slot was completed. */
  boolean add(long time, double value) {
    boolean completed = ring.add(time, value);
    if (completed) {
      course.compare(ring.openTime() - ring.stepMs(), ring.newest(), regime);
    }
    if (completed && checkAt != Long.MIN_VALUE) {
      long newest = ring.openTime() - ring.stepMs();
      if (newest == checkAt) {
        learn(ring.newest(), checkLower, checkUpper);
      }
      if (newest >= checkAt) {
        checkAt = Long.MIN_VALUE;
      }
    }
    return completed;
  }

  /** Learns how a forecast turned out. */
  void learn(double actual, double lower, double upper) {
    calibrator.observe(actual, lower, upper, LEVELS[0]);
  }

  /** True if it is time for a forecast and there may be history enough. */
  boolean due(long time) {
    return ring.size() >= horizon.fewest()
        && ring.known(horizon.fewest()) >= LEAST_KNOWN * horizon.fewest()
        && (forecastAt == Long.MIN_VALUE || time - forecastAt >= horizon.everyMs());
  }

  /** Forecasts from the newest completed slot on. */
  Optional<Forecast> forecast(String entity, String signal, long time) {
    double[] history = ring.history();
    ForecastResult result =
        Forecaster.forecast(
            history, horizon.reach(history.length), LEVELS, Duration.ofMillis(ring.stepMs()));
    if (result instanceof ForecastResult.Ready ready) {
      forecastAt = time;
      return Optional.of(event(entity, signal, time, ready.forecast()));
    }
    return Optional.empty();
  }

  private Forecast event(String entity, String signal, long time, QuantileForecast made) {
    List<ForecastPoint> points = new ArrayList<>(made.horizon());
    for (int k = 0; k < made.horizon(); k++) {
      long at = ring.openTime() + k * ring.stepMs();
      double point = made.point()[k];
      List<Double> quantiles = new ArrayList<>(LEVELS.length);
      for (double quantile : made.quantiles()[k]) {
        double adjusted = calibrator.adjust(point, quantile);
        quantiles.add(point >= 0 && quantile >= 0 ? Math.max(0, adjusted) : adjusted);
      }
      points.add(
          ForecastPoint.newBuilder()
              .setTime(Instant.ofEpochMilli(at))
              .setMean(point)
              .setQuantiles(quantiles)
              .build());
      if (k == Math.min(CHECKED, made.horizon()) - 1 && checkAt == Long.MIN_VALUE) {
        checkAt = at;
        checkLower = quantiles.get(0);
        checkUpper = quantiles.get(LEVELS.length - 1);
      }
    }
    course.follow(ring.openTime(), points, regime.inDoubt());
    double coverage = calibrator.checks() > 0 ? calibrator.coverage() : made.coverage();
    return Forecast.newBuilder()
        .setEntity(entity)
        .setSignal(signal)
        .setMadeAt(Instant.ofEpochMilli(time))
        .setStepMs(ring.stepMs())
        .setLevels(LEVEL_LIST)
        .setPoints(points)
        .setModel(made.model())
        .setBacktestMase(made.backtestMase())
        .setCoverage(coverage)
        .setHistory(made.history())
        .setNewRegime(regime.changed())
        .build();
  }

  private static List<Double> boxed(double[] values) {
    List<Double> out = new ArrayList<>();
    for (double v : values) {
      out.add(v);
    }
    return List.copyOf(out);
  }

  void writeOpen(StateWriter out) {
    ring.writeOpen(out);
    calibrator.write(out);
    regime.write(out);
    out.putLong(forecastAt).putLong(checkAt).putDouble(checkLower);
    out.putDouble(checkUpper);
    course.write(out);
  }

  void readOpen(StateReader in) {
    ring.readOpen(in);
    calibrator.read(in);
    regime.read(in);
    forecastAt = in.getLong();
    checkAt = in.getLong();
    checkLower = in.getDouble();
    checkUpper = in.getDouble();
    course.read(in);
  }
}
