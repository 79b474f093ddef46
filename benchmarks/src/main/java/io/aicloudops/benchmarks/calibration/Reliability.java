package io.aicloudops.benchmarks.calibration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Confidence against hit rate in ten bins of the same width, and the expected calibration error:
 * the mean gap between the two, each bin weighted by its cases (Naeini, Cooper and Hauskrecht,
 * 2015).
 */
final class Reliability {

  private static final int BINS = 10;
  private static final String RULE = "|---|---|---|---|";

  private final List<List<Judged>> bins = new ArrayList<>();
  private final List<Judged> all;

  Reliability(Collection<Judged> cases) {
    all = List.copyOf(cases);
    for (int i = 0; i < BINS; i++) {
      bins.add(new ArrayList<>());
    }
    all.forEach(c -> bins.get(Math.min(BINS - 1, (int) (c.confidence() * BINS))).add(c));
  }

  /** The error in [0,1]; 0 of no cases. */
  double error() {
    double sum = 0;
    for (List<Judged> bin : bins) {
      sum += bin.size() * Math.abs(said(bin) - right(bin));
    }
    return all.isEmpty() ? 0 : sum / all.size();
  }

  /** The bins as rows of a table. */
  List<String> rows() {
    List<String> rows = new ArrayList<>(List.of("| confidence | cases | right | said |", RULE));
    for (int i = 0; i < BINS; i++) {
      List<Judged> bin = bins.get(i);
      rows.add(
          bin.isEmpty()
              ? String.format(Locale.ROOT, "| %s | 0 | – | – |", range(i))
              : String.format(
                  Locale.ROOT,
                  "| %s | %d | %.3f | %.3f |",
                  range(i),
                  bin.size(),
                  right(bin),
                  said(bin)));
    }
    return rows;
  }

  private static String range(int bin) {
    return String.format(
        Locale.ROOT, "%.1f to %.1f", bin / (double) BINS, (bin + 1) / (double) BINS);
  }

  /** All cases as one row of a table. */
  String row(String name) {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %.3f | %.3f | %.3f |",
        name,
        all.size(),
        right(all),
        said(all),
        error());
  }

  private static double said(List<Judged> cases) {
    return cases.stream().mapToDouble(Judged::confidence).average().orElse(0);
  }

  private static double right(List<Judged> cases) {
    return cases.stream().mapToDouble(c -> c.right() ? 1 : 0).average().orElse(0);
  }
}
