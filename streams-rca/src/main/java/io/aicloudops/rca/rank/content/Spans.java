package io.aicloudops.rca.rank.content;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How long operations took, by caller and callee. */
public final class Spans {

  /**
   * A call.
   *
   * @param caller empty if it is not known
   * @param callee may be the caller itself, for work inside a service
   */
  public record Call(String caller, String callee, String operation) {}

  /** Sums weighted by count, in microseconds. */
  private static final class Kept {
    private long count;
    private double duration;
    private long gapCount;
    private double gap;
  }

  private static final double SHORT_US = 200;
  private static final double SMALL_GAP_US = 500;
  private static final double CALLER = 0.7;
  private static final double ENOUGH = 10;
  private static final int STRONGEST = 3;

  private final Map<Call, Kept> calls = new HashMap<>();

  /**
   * Adds spans of one call.
   *
   * @param medianUs of their duration
   * @param gapUs median of the caller's span minus the callee's; NaN if not known
   */
  public void add(Call call, long count, double medianUs, double gapUs) {
    Kept kept = calls.computeIfAbsent(call, c -> new Kept());
    kept.count += count;
    kept.duration += count * medianUs;
    if (!Double.isNaN(gapUs)) {
      kept.gapCount += count;
      kept.gap += count * gapUs;
    }
  }

  /** Adds all of other spans. */
  public void add(Spans other) {
    other.calls.forEach(
        (call, of) -> {
          Kept kept = calls.computeIfAbsent(call, c -> new Kept());
          kept.count += of.count;
          kept.duration += of.duration;
          kept.gapCount += of.gapCount;
          kept.gap += of.gap;
        });
  }

  /** True if there are none. */
  public boolean none() {
    return calls.isEmpty();
  }

  /**
   * How much longer each service's own work and the ways to it took than in a reference, as a log
   * ratio: the mean of the three strongest. Time between a caller's span and the callee's is on the
   * way; it counts for both ends, for the callee more.
   */
  public SortedMap<String, Double> against(Spans reference) {
    Map<String, List<Double>> found = new TreeMap<>();
    calls.forEach(
        (call, now) -> {
          Kept before = reference.calls.get(call);
          if (before != null) {
            double sure = Math.min(1, Math.sqrt(Math.min(now.count, before.count) / ENOUGH));
            weigh(call, now, before, sure, found);
          }
        });
    SortedMap<String, Double> evidence = new TreeMap<>();
    found.forEach(
        (service, all) -> {
          all.sort(Collections.reverseOrder());
          evidence.put(
              service,
              all.stream().limit(STRONGEST).mapToDouble(Double::doubleValue).average().orElse(0));
        });
    return evidence;
  }

  private static void weigh(
      Call call, Kept now, Kept before, double sure, Map<String, List<Double>> found) {
    if (call.caller.equals(call.callee)) {
      double ratio =
          (now.duration / now.count + SHORT_US) / (before.duration / before.count + SHORT_US);
      note(found, call.callee, sure * StrictMath.log(ratio));
    } else if (now.gapCount > 0 && before.gapCount > 0) {
      double a = Math.max(0, now.gap / now.gapCount) + SMALL_GAP_US;
      double b = Math.max(0, before.gap / before.gapCount) + SMALL_GAP_US;
      double longer = sure * StrictMath.log(a / b);
      note(found, call.callee, longer);
      if (!call.caller.isEmpty()) {
        note(found, call.caller, CALLER * longer);
      }
    }
  }

  private static void note(Map<String, List<Double>> found, String service, double value) {
    found.computeIfAbsent(service, s -> new ArrayList<>()).add(value);
  }
}
