package io.aicloudops.forecast.workload;

import io.aicloudops.schemas.event.AlertStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Raises an alert when a workload's forecast is missing, has grown old or holds far less often than
 * it says, and resolves it.
 */
final class ForecastWatch {

  private static final String MISSING = "ForecastMissing";
  private static final String STALE = "ForecastStale";
  private static final String MISCALIBRATED = "ForecastMiscalibrated";

  /** Of intervals that should hold in 95 of 100 cases. */
  private static final double BAD = 0.75;

  private static final double GOOD = 0.85;
  private static final int FEWEST_CHECKS = 40;

  private final ForecastRules rules;

  ForecastWatch(ForecastRules rules) {
    this.rules = rules;
  }

  List<Output> check(Workload w, long now) {
    String trouble = trouble(w, now);
    if (trouble.equals(w.alertName)) {
      return List.of();
    }
    List<Output> out = new ArrayList<>(resolve(w, now));
    if (!trouble.isEmpty()) {
      w.alertName = trouble;
      w.alertSince = now;
      out.add(output(w, AlertStatus.FIRING, now));
    }
    return out;
  }

  List<Output> resolve(Workload w, long now) {
    if (w.alertName.isEmpty()) {
      return List.of();
    }
    Output output = output(w, AlertStatus.RESOLVED, now);
    w.alertName = "";
    w.alertSince = Workload.NEVER;
    return List.of(output);
  }

  /** After which time silence alone changes what is to be told; {@code Long.MAX_VALUE} if never. */
  long due(Workload w) {
    SignalMemory load = awaited(w);
    if (load == null) {
      return w.alertName.isEmpty() ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
    boolean told = w.alertName.equals(MISSING) || w.alertName.equals(STALE);
    return told ? Long.MAX_VALUE : missedAt(w, load);
  }

  /** The name of the alert that should be firing; empty if all is well. */
  private String trouble(Workload w, long now) {
    SignalMemory load = awaited(w);
    if (load == null) {
      return "";
    }
    if (now > missedAt(w, load)) {
      return load.forecastAt() == Workload.NEVER ? MISSING : STALE;
    }
    double accepted = w.alertName.equals(MISCALIBRATED) ? GOOD : BAD;
    return load.coverage(FEWEST_CHECKS) < accepted ? MISCALIBRATED : "";
  }

  /** The load that should be forecast; null if there is none or nothing runs. */
  private static @Nullable SignalMemory awaited(Workload w) {
    return w.replicas == 0 ? null : w.signals.get(w.loadSignal);
  }

  private long missedAt(Workload w, SignalMemory load) {
    boolean never = load.forecastAt() == Workload.NEVER;
    long from = never ? w.firstAt : load.forecastAt();
    // The first forecast needs some thirty intervals.
    return from + rules.staleAfter().toMillis() + (never ? 40 : 3) * w.intervalMs;
  }

  private static Output output(Workload w, AlertStatus status, long now) {
    String text =
        switch (w.alertName) {
          case MISSING -> "no forecast could be made of " + w.loadSignal;
          case STALE -> "the forecast of " + w.loadSignal + " has not been renewed";
          default -> "the intervals forecast of " + w.loadSignal + " hold far too seldom";
        };
    return new Output.Alerted(
        ForecastAlert.of(w.entity, w.alertName, "info", w.loadSignal, text)
            .event(status, w.alertSince, now));
  }
}
