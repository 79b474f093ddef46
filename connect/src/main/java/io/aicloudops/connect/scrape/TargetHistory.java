package io.aicloudops.connect.scrape;

import io.aicloudops.connect.exposition.Batches;
import io.aicloudops.connect.exposition.ExpositionException;
import io.aicloudops.connect.exposition.ExpositionParser;
import io.aicloudops.connect.exposition.Placement;
import io.aicloudops.connect.exposition.Staleness;
import io.aicloudops.connect.identity.Call;
import io.aicloudops.connect.identity.CallGraph;
import io.aicloudops.connect.identity.Subjects;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import io.aicloudops.schemas.identity.SeriesName;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a target said before: where each series belongs, and which series have to be ended by a
 * stale marker when the page no longer has them. Used by one thread at a time.
 */
final class TargetHistory {

  static final String SOURCE = "scrape";

  /** A series of the page. */
  private static final class Known {
    final Placement placement;
    final @Nullable Call call;
    MetricType type = MetricType.UNKNOWN;
    double value;
    long scrape;

    Known(Placement placement, @Nullable Call call) {
      this.placement = placement;
      this.call = call;
    }
  }

  private final Target target;
  private final Subjects subjects;
  private final CallGraph calls;
  private final int maxSamples;
  private final Map<String, Known> series = new HashMap<>();
  private @Nullable Placement up;
  private long version = -1;
  private long scrape;

  TargetHistory(Target target, Subjects subjects, CallGraph calls, int maxSamples) {
    this.target = target;
    this.subjects = subjects;
    this.calls = calls;
    this.maxSamples = maxSamples;
  }

  /**
   * A page was read.
   *
   * @param time of the scrape, in milliseconds since the epoch
   * @throws ExpositionException if it is no such page or too large; {@link #failed} is to be called
   *     then
   */
  Collection<MetricBatch> read(String page, boolean openMetrics, long time)
      throws ExpositionException {
    Batches batches = batches();
    forgetIfRenamed(batches, time);
    scrape++;
    int[] count = {0};
    ExpositionParser.parse(
        page,
        openMetrics,
        (text, type, value) -> {
          if (count[0]++ < maxSamples) {
            Known known = series.computeIfAbsent(text, this::place);
            // A client goes on naming whom it called long ago; only a count that moves is a call.
            if (known.call != null && (known.scrape == 0 || known.value != value)) {
              calls.seen(known.call, time);
            }
            known.type = type;
            known.value = value;
            known.scrape = scrape;
          }
        });
    if (count[0] > maxSamples) {
      throw new ExpositionException(
          0, "the page has " + count[0] + " samples, more than scrape.max-samples " + maxSamples);
    }
    addUp(batches, 1, time);
    emit(batches, time);
    return batches.inOrder();
  }

  private void emit(Batches batches, long time) {
    Iterator<Known> all = series.values().iterator();
    while (all.hasNext()) {
      Known known = all.next();
      boolean here = known.scrape == scrape;
      double value = here ? known.value : Staleness.MARKER;
      batches.add(known.placement.subject(), known.placement.series(), known.type, value, time);
      if (!here) {
        all.remove();
      }
    }
  }

  /** The page could not be had: the target is down and its series end. */
  Collection<MetricBatch> failed(long time) {
    Batches batches = batches();
    forgetIfRenamed(batches, time);
    addUp(batches, 0, time);
    endAll(batches, time);
    return batches.inOrder();
  }

  /** The target is no more: all its series end. */
  List<MetricBatch> vanished(long time) {
    Batches batches = batches();
    endAll(batches, time);
    if (up != null) {
      addUp(batches, Staleness.MARKER, time);
    }
    return List.copyOf(batches.inOrder());
  }

  private Batches batches() {
    return new Batches(SOURCE);
  }

  /** Ends what was sent under a name that has turned out to be another's. */
  private void forgetIfRenamed(Batches batches, long time) {
    long now = subjects.version();
    if (now == version) {
      return;
    }
    version = now;
    Placement before = up;
    up = Placement.of(subjects, "up", target.labels());
    if (before != null && !before.equals(up)) {
      batches.add(before.subject(), before.series(), MetricType.GAUGE, Staleness.MARKER, time);
    }
    Map<String, Known> old = new HashMap<>(series);
    series.clear();
    old.forEach(
        (text, known) -> {
          Known placed = place(text);
          placed.type = known.type;
          placed.value = known.value;
          placed.scrape = known.scrape;
          series.put(text, placed);
          if (!placed.placement.equals(known.placement)) {
            batches.add(
                known.placement.subject(),
                known.placement.series(),
                known.type,
                Staleness.MARKER,
                time);
          }
        });
  }

  private Known place(String text) {
    SeriesName parsed = SeriesName.parse(text);
    Map<String, String> labels = target.join(parsed.labels());
    Placement placement = Placement.of(subjects, parsed.name(), labels);
    Call call = calls.read(placement.subject(), parsed.name(), labels).orElse(null);
    return new Known(placement, call);
  }

  private void addUp(Batches batches, double value, long time) {
    Placement placement = up;
    if (placement != null) {
      batches.add(placement.subject(), placement.series(), MetricType.GAUGE, value, time);
    }
  }

  private void endAll(Batches batches, long time) {
    series
        .values()
        .forEach(
            known ->
                batches.add(
                    known.placement.subject(),
                    known.placement.series(),
                    known.type,
                    Staleness.MARKER,
                    time));
    series.clear();
  }
}
