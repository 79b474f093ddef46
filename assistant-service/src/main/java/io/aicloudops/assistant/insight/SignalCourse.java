package io.aicloudops.assistant.insight;

import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.event.SignalRole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How one signal went. */
public record SignalCourse(String signal, SignalRole role, List<Point> points) {

  /** One moment; numbers are NaN where they are unknown. */
  public record Point(
      Instant time, double value, double expected, double lower, double upper, double score) {}

  /**
   * The courses of signals, in the order in which signals first appear.
   *
   * @param batches of one entity, oldest first
   * @param wanted names of signals; empty for all
   * @param most points of a course; of neighbours that have to share a place the one with the
   *     highest score stays, so that no anomaly is lost
   */
  public static List<SignalCourse> of(
      List<SignalBatch> batches, Collection<String> wanted, int most) {
    Map<String, SignalCourse> courses = new LinkedHashMap<>();
    for (SignalBatch batch : batches) {
      for (int i = 0; i < batch.getSignals().size(); i++) {
        String signal = batch.getSignals().get(i);
        if (wanted.isEmpty() || wanted.contains(signal)) {
          SignalRole role = batch.getRoles().get(i);
          courses
              .computeIfAbsent(signal, s -> new SignalCourse(s, role, new ArrayList<>()))
              .points
              .add(point(batch, i));
        }
      }
    }
    return courses.values().stream().map(course -> course.thinned(most)).toList();
  }

  private static Point point(SignalBatch batch, int i) {
    return new Point(
        batch.getTime(),
        batch.getValues().get(i),
        batch.getExpected().get(i),
        batch.getLower().get(i),
        batch.getUpper().get(i),
        batch.getScores().get(i));
  }

  private SignalCourse thinned(int most) {
    int size = (points.size() + most - 1) / most;
    List<Point> kept = new ArrayList<>();
    for (int from = 0; from < points.size(); from += Math.max(1, size)) {
      List<Point> span = points.subList(from, Math.min(points.size(), from + size));
      Point loudest = span.get(span.size() - 1);
      for (Point point : span) {
        if (point.score() > loudest.score()) {
          loudest = point;
        }
      }
      kept.add(loudest);
    }
    return new SignalCourse(signal, role, List.copyOf(kept));
  }
}
