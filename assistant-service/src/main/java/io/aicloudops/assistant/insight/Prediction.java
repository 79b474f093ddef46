package io.aicloudops.assistant.insight;

import io.aicloudops.schemas.event.Forecast;
import io.aicloudops.schemas.event.ForecastPoint;
import io.aicloudops.schemas.event.Scaling;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The load of one workload in the coming hours and the instances it takes.
 *
 * @param points by time; neighbouring points of a fine forecast are summed up, see {@link Point}
 * @param maxQps highest expected load, in requests/s
 * @param avgQps mean expected load, in requests/s
 * @param instances that suffice at every moment; empty while the capacity of one is not known
 * @param until how far the forecast reaches; can be less than what was asked
 */
public record Prediction(
    Forecast forecast,
    List<Point> points,
    double maxQps,
    double avgQps,
    OptionalInt instances,
    Instant until) {

  private static final int MOST_POINTS = 300;

  /**
   * The load in a span of time.
   *
   * @param time the span's end
   * @param qps expected, in requests/s: the span's mean
   * @param lower lowest lower bound of the span
   * @param upper highest upper bound of the span
   * @param instances that serve the upper bound; empty while the capacity of one is not known
   */
  public record Point(
      Instant time, double qps, double lower, double upper, OptionalInt instances) {}

  /**
   * The part of a forecast that lies ahead.
   *
   * @param scaling what is known of the capacity of an instance
   * @param confidence probability that the load is between the bounds, in (0, 1)
   * @return empty if nothing of the forecast lies ahead
   */
  public static Optional<Prediction> of(
      Forecast forecast,
      Optional<Scaling> scaling,
      Instant now,
      Duration horizon,
      double confidence) {
    double capacity = scaling.map(Scaling::getCapacityPerInstance).orElse(Double.NaN);
    List<ForecastPoint> ahead =
        forecast.getPoints().stream()
            .filter(p -> p.getTime().isAfter(now) && !p.getTime().isAfter(now.plus(horizon)))
            .toList();
    if (ahead.isEmpty()) {
      return Optional.empty();
    }
    int size = (ahead.size() + MOST_POINTS - 1) / MOST_POINTS;
    List<Point> points = new ArrayList<>();
    for (int from = 0; from < ahead.size(); from += size) {
      List<ForecastPoint> span = ahead.subList(from, Math.min(ahead.size(), from + size));
      points.add(point(span, forecast.getLevels(), capacity, confidence));
    }
    return Optional.of(
        new Prediction(
            forecast,
            List.copyOf(points),
            ahead.stream().mapToDouble(p -> Math.max(0, p.getMean())).max().orElse(0),
            ahead.stream().mapToDouble(p -> Math.max(0, p.getMean())).average().orElse(0),
            most(points),
            ahead.get(ahead.size() - 1).getTime()));
  }

  private static Point point(
      List<ForecastPoint> span, List<Double> levels, double capacity, double confidence) {
    double mean = 0;
    double lower = Double.POSITIVE_INFINITY;
    double upper = 0;
    for (ForecastPoint p : span) {
      mean += Math.max(0, p.getMean()) / span.size();
      lower = Math.min(lower, bound(p, levels, (1 - confidence) / 2));
      upper = Math.max(upper, bound(p, levels, (1 + confidence) / 2));
    }
    OptionalInt instances =
        capacity > 0
            ? OptionalInt.of((int) Math.max(1, Math.ceil(upper / capacity)))
            : OptionalInt.empty();
    return new Point(span.get(span.size() - 1).getTime(), mean, lower, upper, instances);
  }

  private static double bound(ForecastPoint point, List<Double> levels, double probability) {
    double bound =
        levels.isEmpty()
            ? point.getMean()
            : Quantiles.at(levels, point.getQuantiles(), probability);
    return Math.max(0, bound);
  }

  private static OptionalInt most(List<Point> points) {
    boolean known = points.stream().allMatch(p -> p.instances().isPresent());
    return known
        ? points.stream().mapToInt(p -> p.instances().orElse(0)).max()
        : OptionalInt.empty();
  }
}
