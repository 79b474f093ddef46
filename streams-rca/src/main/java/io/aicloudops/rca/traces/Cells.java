package io.aicloudops.rca.traces;

import io.aicloudops.rca.counts.Samples;
import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.event.CallGroup;
import io.aicloudops.schemas.event.CallSide;
import io.aicloudops.schemas.event.MetricType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Cells by side and name. Bounded: of each side only so many names are told apart, in the order in
 * which they came; the rest is {@value #OTHER}.
 */
final class Cells {

  static final String OTHER = "other";

  private static final int MOST_NAMES = 10;

  /** What a cell is of. */
  record Kind(CallSide side, String name) {}

  private final Map<Kind, Cell> cells = new LinkedHashMap<>();

  void add(CallGroup group) {
    cell(new Kind(group.getSide(), group.getName())).add(group);
  }

  void add(Cells other) {
    other.cells.forEach((kind, cell) -> cell(kind).add(cell));
  }

  private Cell cell(Kind kind) {
    Cell known = cells.get(kind);
    if (known != null) {
      return known;
    }
    long names = cells.keySet().stream().filter(k -> k.side == kind.side).count();
    Kind kept = names < MOST_NAMES ? kind : new Kind(kind.side, OTHER);
    return cells.computeIfAbsent(kept, k -> new Cell());
  }

  Set<Kind> kinds() {
    return Set.copyOf(cells.keySet());
  }

  /**
   * The samples of all cells but those left out.
   *
   * @param zero true for zeros in the place of the counts
   */
  Samples samples(Set<Kind> without, boolean zero) {
    Samples samples = new Samples();
    cells.forEach(
        (kind, cell) -> {
          if (!without.contains(kind)) {
            samples(kind, zero ? new Cell() : cell, samples);
          }
        });
    return samples;
  }

  private static void samples(Kind kind, Cell cell, Samples samples) {
    boolean answered = kind.side == CallSide.ANSWERED;
    String metric = answered ? "trace_server" : "trace_client";
    String label = answered ? "route" : "target";
    samples.add(
        metric + "_calls_total",
        Map.of(label, kind.name, "status", "ok"),
        MetricType.COUNTER,
        (double) cell.good);
    samples.add(
        metric + "_calls_total",
        Map.of(label, kind.name, "status", "error"),
        MetricType.COUNTER,
        (double) cell.bad);
    histogram(metric + "_duration_seconds_bucket", label, kind.name, cell.durations, samples);
    if (!answered) {
      histogram(metric + "_gap_seconds_bucket", label, kind.name, cell.gaps, samples);
    }
  }

  private static void histogram(
      String metric, String label, String name, long[] buckets, Samples samples) {
    long cumulative = 0;
    for (int k = 0; k < buckets.length; k++) {
      cumulative += buckets[k];
      String le = k < Cell.BOUNDS_US.length ? Double.toString(Cell.BOUNDS_US[k] / 1e6) : "+Inf";
      samples.add(metric, Map.of(label, name, "le", le), MetricType.HISTOGRAM, (double) cumulative);
    }
  }

  void write(Packer out) {
    out.i(cells.size());
    cells.forEach(
        (kind, cell) -> {
          out.text(kind.side.name());
          out.text(kind.name);
          cell.write(out);
        });
  }

  static Cells read(Unpacker in) {
    Cells cells = new Cells();
    for (int n = in.i(); n > 0; n--) {
      Kind kind = new Kind(CallSide.valueOf(in.text()), in.text());
      cells.cells.put(kind, Cell.read(in));
    }
    return cells;
  }
}
