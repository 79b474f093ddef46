package io.aicloudops.rca.signals;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.rca.signals.Plain.Across;
import io.aicloudops.schemas.event.SignalRole;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which signals a workload has, and which series feed each. Bounded: at most so many signals, and
 * of one metric at most {@value #MAX_PARTS} parts with a label of their own; what is beyond is part
 * of the metric's total only, or of nothing, and counted.
 */
final class Catalogue {

  private static final int MAX_PARTS = 12;

  /** A signal that was not fed for this long gives its place to a new one. */
  private static final long IDLE_MS = 3_600_000;

  /** What an accumulator makes of its series. */
  enum Kind {
    RATE,
    VALUE,
    BUCKETS,
    RATIO,
    MEAN,
    SUMMARY_RATE,
    SATURATION,
    LIMIT,
    ROOM
  }

  /**
   * Tells accumulators apart.
   *
   * @param labels empty, or the label that makes a part of the metric
   */
  record Spec(Kind kind, String metric, String labels) {}

  private final int maxSignals;
  private final Map<Spec, Accumulator> accumulators = new LinkedHashMap<>();

  /** In the order in which they came to be; those that give no signal last. */
  private final List<Accumulator> inOrder = new ArrayList<>();

  private boolean ordered = true;
  private final Map<String, Integer> parts = new HashMap<>();
  private int signals;
  private long refused;

  /** How many times signals had to go; a route found before the last time may lead nowhere. */
  private int evictions;

  private boolean closed;

  Catalogue(int maxSignals) {
    this.maxSignals = maxSignals;
  }

  /** How many times a signal was refused because there were too many. */
  long refused() {
    return refused;
  }

  /** Sets the count; finding routes anew that were refused before would count them again. */
  void refused(long count) {
    refused = count;
  }

  /**
   * Changes when signals had to give their places to others, so that routes are to be found anew.
   */
  int evictions() {
    return evictions;
  }

  /** While it is closed, routes lead to the accumulators that are there and nothing is refused. */
  void closed(boolean now) {
    closed = now;
  }

  /** Lets all accumulators give what they have gathered in a tick, and begin anew. */
  void finish(double seconds, List<String> members, SignalTick out) {
    if (!ordered) {
      inOrder.clear();
      inOrder.addAll(accumulators.values());
      // Limits last: uses are measured against them.
      inOrder.sort(Comparator.comparing(accumulator -> accumulator.signals() == 0));
      ordered = true;
    }
    for (int k = 0; k < inOrder.size(); k++) {
      inOrder.get(k).finish(seconds, members, out);
    }
  }

  /** Whether there is such an accumulator. */
  boolean has(Spec spec) {
    return accumulators.containsKey(spec);
  }

  /**
   * The accumulator of this kind, made if there is none.
   *
   * @param time event time, to tell which signals are out of use
   * @return null if there are too many
   */
  @Nullable Accumulator accumulator(Spec spec, long time) {
    Accumulator known = accumulators.get(spec);
    if (known != null || closed) {
      return known;
    }
    String metric = spec.kind + spec.metric;
    if (!spec.labels.isEmpty() && parts.getOrDefault(metric, 0) >= MAX_PARTS) {
      refused++;
      return null;
    }
    Accumulator made = create(spec);
    if (signals + made.signals() > maxSignals) {
      evict(time);
    }
    if (signals + made.signals() > maxSignals) {
      refused++;
      return null;
    }
    made.lastFed = time;
    put(spec, made);
    return made;
  }

  private void put(Spec spec, Accumulator made) {
    ordered = false;
    signals += made.signals();
    if (!spec.labels.isEmpty()) {
      parts.merge(spec.kind + spec.metric, 1, Integer::sum);
    }
    accumulators.put(spec, made);
  }

  private void evict(long time) {
    ordered = false;
    boolean any =
        accumulators
            .entrySet()
            .removeIf(
                entry -> {
                  boolean idle =
                      entry.getValue().signals() > 0 && time - entry.getValue().lastFed > IDLE_MS;
                  if (idle) {
                    signals -= entry.getValue().signals();
                    if (!entry.getKey().labels.isEmpty()) {
                      parts.merge(entry.getKey().kind + entry.getKey().metric, -1, Integer::sum);
                    }
                  }
                  return idle;
                });
    evictions += any ? 1 : 0;
  }

  private Accumulator create(Spec spec) {
    String metric = spec.metric;
    return switch (spec.kind) {
      case RATE -> plain(spec, "rate", false);
      case VALUE -> plain(spec, "value", false);
      case SUMMARY_RATE -> plain(spec, "rate", true);
      case BUCKETS -> new Buckets(metric, spec.labels);
      case RATIO -> new Ratio(metric + ":error_ratio" + spec.labels);
      case MEAN -> new Mean(metric + ":mean" + spec.labels, Conventions.role(metric, "mean", true));
      case SATURATION ->
          new Saturation(metric + ":saturation", limit(Conventions.saturationKey(metric)));
      case LIMIT -> new Saturation.Limit();
      case ROOM -> new Room(metric + ":saturation" + spec.labels);
    };
  }

  private Saturation.Limit limit(String key) {
    ordered = false;
    return (Saturation.Limit)
        accumulators.computeIfAbsent(new Spec(Kind.LIMIT, key, ""), spec -> new Saturation.Limit());
  }

  private static Accumulator plain(Spec spec, String stat, boolean distribution) {
    SignalRole role = Conventions.role(spec.metric, stat, distribution);
    boolean shares = stat.equals("value") && Conventions.share(spec.metric);
    Across across = stat.equals("rate") ? Across.SUM : Across.MEAN;
    if (role == SignalRole.RESOURCE) {
      across = stat.equals("rate") || shares ? Across.MEAN : Across.MAX;
    } else if (role == SignalRole.SATURATION && stat.equals("value")) {
      across = Across.MAX;
    }
    return new Plain(spec.metric + ":" + stat + spec.labels, role, across, shares);
  }

  void write(Packer out) {
    out.l(refused);
    out.i(accumulators.size());
    accumulators.forEach(
        (spec, accumulator) -> {
          out.text(spec.kind.name());
          out.text(spec.metric);
          out.text(spec.labels);
          accumulator.write(out);
        });
  }

  /** Reads what {@link #write} wrote after the count of refusals. */
  void read(Unpacker in) {
    for (int n = in.i(); n > 0; n--) {
      Spec spec = new Spec(Kind.valueOf(in.text()), in.text(), in.text());
      Accumulator accumulator = accumulators.get(spec);
      if (accumulator == null) {
        accumulator = create(spec);
        put(spec, accumulator);
      }
      accumulator.read(in);
    }
  }
}
