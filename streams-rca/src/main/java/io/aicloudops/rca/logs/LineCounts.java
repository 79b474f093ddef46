package io.aicloudops.rca.logs;

import io.aicloudops.rca.counts.Samples;
import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.event.LogSeverity;
import io.aicloudops.schemas.event.MetricType;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts of one member's lines: all, warnings, and errors by template. */
final class LineCounts {

  static final String OTHER = "other";

  private static final String ERRORS = "log_errors_total";

  long lines;
  long warnings;

  /** By the name of the template. */
  final Map<String, Long> errors = new TreeMap<>();

  static boolean error(LogSeverity severity) {
    return severity == LogSeverity.ERROR || severity == LogSeverity.FATAL;
  }

  void add(LineCounts other) {
    lines += other.lines;
    warnings += other.warnings;
    other.errors.forEach((name, count) -> errors.merge(name, count, Long::sum));
  }

  /**
   * The samples of all series but those of errors that are left out.
   *
   * @param zero true for zeros in the place of the counts, and for errors alone
   */
  Samples samples(Set<String> without, boolean zero) {
    Samples samples = new Samples();
    if (!zero) {
      samples.add("log_lines_total", Map.of(), MetricType.COUNTER, (double) lines);
      samples.add("log_warnings_total", Map.of(), MetricType.COUNTER, (double) warnings);
    }
    errors.forEach(
        (name, count) -> {
          if (!without.contains(name)) {
            samples.add(
                ERRORS, Map.of("template", name), MetricType.COUNTER, zero ? 0.0 : (double) count);
          }
        });
    return samples;
  }

  void write(Packer out) {
    out.l(lines);
    out.l(warnings);
    out.i(errors.size());
    errors.forEach(
        (name, count) -> {
          out.text(name);
          out.l(count);
        });
  }

  static LineCounts read(Unpacker in) {
    LineCounts counts = new LineCounts();
    counts.lines = in.l();
    counts.warnings = in.l();
    for (int n = in.i(); n > 0; n--) {
      counts.errors.put(in.text(), in.l());
    }
    return counts;
  }
}
