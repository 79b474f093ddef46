package io.aicloudops.rca.analysis;

import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.event.SignalRole;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The latest signals, for as long as the window and for as many as its bound. When there are more,
 * those that were silent for longest are forgotten. Not safe for use by several threads.
 */
public final class SignalWindow {

  /** A signal's name with whom it is about. */
  public record Name(String entity, String signal) {}

  /** A value with what was expected and how odd it is. */
  public record Point(long time, double value, double expected, double score) {}

  /** A signal in a range of time, oldest value first. */
  public record Series(Name name, SignalRole role, List<Point> points) {}

  private static final class Kept {
    private SignalRole role = SignalRole.OTHER;
    private final Deque<Point> points = new ArrayDeque<>();
  }

  private final long windowMs;
  private final int maxSignals;
  private final int maxPoints;
  private final Map<Name, Kept> signals = new LinkedHashMap<>(16, 0.75f, true);
  private long newest;

  /**
   * An empty window.
   *
   * @param windowMs how far back, in milliseconds of event time
   * @param maxSignals how many signals at the most
   * @param maxPoints how many values of each at the most; when there are more, every other goes
   */
  public SignalWindow(long windowMs, int maxSignals, int maxPoints) {
    this.windowMs = windowMs;
    this.maxSignals = maxSignals;
    this.maxPoints = maxPoints;
  }

  /** Takes a batch; values that are no numbers are left out. */
  public void add(SignalBatch batch) {
    long time = batch.getTime().toEpochMilli();
    newest = Math.max(newest, time);
    for (int i = 0; i < batch.getSignals().size(); i++) {
      double value = batch.getValues().get(i);
      if (Double.isFinite(value)) {
        Name name = new Name(batch.getEntity(), batch.getSignals().get(i));
        Kept kept = signals.computeIfAbsent(name, n -> new Kept());
        kept.role = batch.getRoles().get(i);
        Point last = kept.points.peekLast();
        if (last == null || last.time < time) {
          kept.points.addLast(
              new Point(time, value, batch.getExpected().get(i), batch.getScores().get(i)));
        }
        trim(kept.points);
      }
    }
    Iterator<Name> eldest = signals.keySet().iterator();
    while (signals.size() > maxSignals && eldest.hasNext()) {
      eldest.next();
      eldest.remove();
    }
  }

  private void trim(Deque<Point> points) {
    while (!points.isEmpty() && points.peekFirst().time < newest - windowMs) {
      points.removeFirst();
    }
    if (points.size() > maxPoints) {
      List<Point> thinned = new ArrayList<>();
      int i = 0;
      for (Point point : points) {
        if (i++ % 2 == 0) {
          thinned.add(point);
        }
      }
      points.clear();
      points.addAll(thinned);
    }
  }

  /** Event time of the newest batch; 0 if there was none. */
  public long newest() {
    return newest;
  }

  /** All signals with values in a range of time, both ends included. */
  public List<Series> between(long from, long to) {
    List<Series> found = new ArrayList<>();
    signals.forEach(
        (name, kept) -> {
          List<Point> points =
              kept.points.stream().filter(p -> p.time >= from && p.time <= to).toList();
          if (!points.isEmpty()) {
            found.add(new Series(name, kept.role, points));
          }
        });
    return found;
  }
}
