package io.aicloudops.forecast.workload;

import io.aicloudops.forecast.resource.TimeToFull;
import io.aicloudops.schemas.event.AlertStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Once an hour of event time: how much of its resources a workload needs, and an alert when one of
 * them will soon be full.
 */
final class ResourceWatch {

  private static final String FULL_SOON = "ResourceFullSoon";
  private static final long HOUR = 3_600_000;
  private static final int HOURS_A_DAY = 24;

  /** Days ahead at which somebody should look. */
  private static final double SOON = 3;

  /** Once raised, it is resolved only when there is so much more time again. */
  private static final double AT_EASE = 5;

  private ResourceWatch() {}

  static List<Output> check(Workload w, long time) {
    long hour = Math.floorDiv(time, HOUR);
    if (hour <= w.resourcesHour) {
      return List.of();
    }
    boolean first = w.resourcesHour == Workload.NEVER;
    w.resourcesHour = hour;
    if (first) {
      return List.of();
    }
    Map<String, TimeToFull> full = full(w);
    List<Output> out = new ArrayList<>();
    out.add(new Output.Sized(new ResourceAdvice(w.entity, w.cpuSize(), w.memorySize(), full)));
    alert(w, full, time, out);
    return out;
  }

  private static Map<String, TimeToFull> full(Workload w) {
    Map<String, TimeToFull> full = new TreeMap<>();
    for (SignalMemory memory : w.signals.values()) {
      if (SignalChoice.fills(memory.name())) {
        double[] hours = memory.slots(SignalMemory.HOURS).history();
        full.put(memory.name(), TimeToFull.of(hours, HOURS_A_DAY));
      }
    }
    return full;
  }

  private static void alert(Workload w, Map<String, TimeToFull> full, long time, List<Output> out) {
    double limit = w.fullSignal.isEmpty() ? SOON : AT_EASE;
    Optional<Map.Entry<String, TimeToFull>> soonest =
        full.entrySet().stream()
            .filter(each -> each.getValue().within(limit))
            .min(Comparator.comparingDouble(each -> each.getValue().days()));
    String signal = soonest.map(Map.Entry::getKey).orElse("");
    if (signal.equals(w.fullSignal)) {
      return;
    }
    out.addAll(resolve(w, time));
    soonest.ifPresent(
        each -> {
          w.fullSignal = signal;
          w.fullSince = time;
          out.add(raised(w, text(signal, each.getValue()), AlertStatus.FIRING, time));
        });
  }

  private static String text(String signal, TimeToFull when) {
    return String.format(
        Locale.ROOT,
        "%s will be full in about %.1f days (%.1f at the earliest): %.1f %% of the limit a day over"
            + " %d hours",
        signal,
        when.days(),
        when.earliest(),
        100 * when.perDay(),
        when.points());
  }

  /** Resolves what was raised, if anything. */
  static List<Output> resolve(Workload w, long time) {
    if (w.fullSignal.isEmpty()) {
      return List.of();
    }
    Output output = raised(w, w.fullSignal + " is not filling up soon", AlertStatus.RESOLVED, time);
    w.fullSignal = "";
    w.fullSince = Workload.NEVER;
    return List.of(output);
  }

  private static Output raised(Workload w, String text, AlertStatus status, long time) {
    return new Output.Alerted(
        ForecastAlert.of(w.entity, FULL_SOON, "warning", w.fullSignal, text)
            .event(status, w.fullSince, time));
  }
}
