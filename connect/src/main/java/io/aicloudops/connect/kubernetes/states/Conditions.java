package io.aicloudops.connect.kubernetes.states;

import io.aicloudops.connect.kubernetes.objects.Findings;
import io.aicloudops.connect.kubernetes.objects.Owners;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Transitions of the conditions of deployments, nodes and autoscalers. */
public final class Conditions {

  private static final String TRUE = "True";
  private static final String FALSE = "False";

  /** A condition of any kind of object. */
  private record Condition(
      String status, @Nullable String reason, @Nullable String message, @Nullable String since) {}

  private final StateEvents events;

  /** Tells the findings of transitions. */
  public Conditions(Owners owners, Findings findings, Clock clock) {
    this.events = new StateEvents(owners, findings, clock);
  }

  /**
   * A deployment is so now.
   *
   * @param before null if it was not known; then only what is wrong is told
   */
  public void seen(@Nullable Deployment before, Deployment now) {
    Map<String, Condition> was = of(before);
    Map<String, Condition> is = of(now);
    whenBecame(was, is, "Progressing", FALSE, now, "ProgressDeadlineExceeded");
    whenBecame(was, is, "ReplicaFailure", TRUE, now, "ReplicaFailure");
    whenBecame(was, is, "Available", FALSE, now, "Unavailable");
    if (before != null) {
      whenBecame(was, is, "Available", TRUE, now, "Available");
    }
  }

  /** A node is so now; see above. */
  public void seen(@Nullable Node before, Node now) {
    Map<String, Condition> was = of(before);
    Map<String, Condition> is = of(now);
    for (String pressure :
        List.of("MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable")) {
      whenBecame(was, is, pressure, TRUE, now, pressure);
      if (before != null && was.containsKey(pressure)) {
        whenBecame(was, is, pressure, FALSE, now, "No" + pressure);
      }
    }
    whenBecame(was, is, "Ready", FALSE, now, "NodeNotReady");
    whenBecame(was, is, "Ready", "Unknown", now, "NodeNotReady");
    if (before != null) {
      whenBecame(was, is, "Ready", TRUE, now, "NodeReady");
    }
  }

  /** An autoscaler is so now; see above. */
  public void seen(@Nullable HorizontalPodAutoscaler before, HorizontalPodAutoscaler now) {
    Map<String, Condition> was = of(before);
    Map<String, Condition> is = of(now);
    Condition limited = is.get("ScalingLimited");
    if (limited != null && "TooManyReplicas".equals(limited.reason())) {
      whenBecame(was, is, "ScalingLimited", TRUE, now, "ScalingLimited");
    }
    Condition active = is.get("ScalingActive");
    if (active != null && active.reason() != null) {
      whenBecame(was, is, "ScalingActive", FALSE, now, active.reason());
    }
  }

  private void whenBecame(
      Map<String, Condition> was,
      Map<String, Condition> is,
      String type,
      String status,
      HasMetadata object,
      String reason) {
    Condition before = was.get(type);
    Condition now = is.get(type);
    boolean became =
        now != null
            && now.status().equals(status)
            && (before == null || !before.status().equals(status));
    if (became && now != null) {
      events.tell(
          object, reason, now.message(), StateEvents.time(now.since()).orElse(null), Map.of());
    }
  }

  private static Map<String, Condition> of(@Nullable HasMetadata object) {
    Map<String, Condition> conditions = new TreeMap<>();
    if (object instanceof Deployment d && d.getStatus() != null) {
      d.getStatus()
          .getConditions()
          .forEach(
              c ->
                  conditions.put(
                      c.getType(),
                      condition(
                          c.getStatus(),
                          c.getReason(),
                          c.getMessage(),
                          c.getLastTransitionTime())));
    } else if (object instanceof Node n && n.getStatus() != null) {
      n.getStatus()
          .getConditions()
          .forEach(
              c ->
                  conditions.put(
                      c.getType(),
                      condition(
                          c.getStatus(),
                          c.getReason(),
                          c.getMessage(),
                          c.getLastTransitionTime())));
    } else if (object instanceof HorizontalPodAutoscaler h && h.getStatus() != null) {
      h.getStatus()
          .getConditions()
          .forEach(
              c ->
                  conditions.put(
                      c.getType(),
                      condition(
                          c.getStatus(),
                          c.getReason(),
                          c.getMessage(),
                          c.getLastTransitionTime())));
    }
    return conditions;
  }

  private static Condition condition(
      @Nullable String status,
      @Nullable String reason,
      @Nullable String message,
      @Nullable String since) {
    return new Condition(Objects.requireNonNullElse(status, "Unknown"), reason, message, since);
  }
}
