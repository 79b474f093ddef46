package io.aicloudops.connect.kubernetes.states;

import io.aicloudops.connect.kubernetes.objects.Findings;
import io.aicloudops.connect.kubernetes.objects.Owners;
import io.aicloudops.runtime.redact.Redactor;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Transitions of pods: a container that waits for a bad reason, that ended, a pod that became ready
 * or is no more. Each is told once. Containers end with their pod, often with an error, when it is
 * deleted or evicted: that is no crash of theirs, and nothing is told of it.
 */
public final class PodStates {

  /** Reasons of waiting that every pod goes through. */
  private static final Set<String> USUAL = Set.of("ContainerCreating", "PodInitializing");

  /** An end that lies further back when we start is history. */
  private static final Duration RECENT = Duration.ofMinutes(10);

  private final Redactor redactor = new Redactor(false);
  private final StateEvents events;
  private final Owners owners;
  private final LastWords lastWords;

  /** Uids of the pods that there are: a log may come when its pod is gone. */
  private final Set<String> there = new HashSet<>();

  /** Reads the end of a crashed container's log. */
  public interface LastWords {

    /**
     * Fetches the log and calls back, with an empty text if it cannot be had; never blocks.
     *
     * @param then called exactly once, in the thread that uses the states
     */
    void fetch(Pod pod, String container, Consumer<String> then);
  }

  /** Tells the findings of transitions. */
  public PodStates(Owners owners, Findings findings, LastWords lastWords, Clock clock) {
    this.events = new StateEvents(owners, findings, clock);
    this.owners = owners;
    this.lastWords = lastWords;
  }

  /**
   * A pod is so now.
   *
   * @param before null if it was not known
   */
  public void seen(@Nullable Pod before, Pod now) {
    if (before != null) {
      there.remove(uid(before)); // that it was replaced may be all we hear
    }
    there.add(uid(now));
    if (now.getStatus() == null) {
      return;
    }
    for (ContainerStatus status : statuses(now)) {
      ContainerStatus old = find(before, status.getName());
      ended(old, status, now, before == null);
      waits(old, status, now);
    }
    conditions(before, now);
    String phase = now.getStatus().getPhase();
    String oldPhase =
        before == null || before.getStatus() == null ? null : before.getStatus().getPhase();
    String reason = now.getStatus().getReason();
    boolean byItself = reason == null || reason.isEmpty();
    boolean failed = "Failed".equals(phase) && !"Failed".equals(oldPhase);
    if (failed && !(byItself && leaving(now))) {
      events.tell(
          now,
          byItself ? "Failed" : reason,
          now.getStatus().getMessage(),
          null,
          attributes(now, null));
    }
  }

  /** A pod is no more: what was wrong with it is over. */
  public void gone(Pod last) {
    there.remove(uid(last));
    events.tell(last, "Deleted", "the pod was deleted", null, attributes(last, null));
  }

  private void ended(
      @Nullable ContainerStatus old, ContainerStatus status, Pod pod, boolean first) {
    Set<String> known = new HashSet<>();
    if (old != null) {
      ends(old).forEach(end -> known.add(identity(end)));
    }
    for (ContainerStateTerminated end : ends(status)) {
      Optional<Instant> at = StateEvents.time(end.getFinishedAt());
      boolean history = first && at.isPresent() && at.get().isBefore(events.now().minus(RECENT));
      boolean succeeded = Objects.equals(end.getExitCode(), 0);
      boolean clean = succeeded && isInit(pod, status.getName());
      if (known.contains(identity(end)) || history || clean || withPod(end, pod)) {
        continue;
      }
      Map<String, String> attributes = attributes(pod, status);
      attributes.put("exitCode", String.valueOf(end.getExitCode()));
      if (end.getSignal() != null) {
        attributes.put("signal", String.valueOf(end.getSignal()));
      }
      String reason = Objects.requireNonNullElse(end.getReason(), "Terminated");
      Consumer<String> tell =
          log -> {
            if (!there.contains(uid(pod))) {
              return; // told after "Deleted", it would never be over
            }
            if (!log.isEmpty()) {
              attributes.put("lastLog", log);
            }
            events.tell(pod, reason, said(end), at.orElse(null), attributes);
          };
      if (succeeded) {
        tell.accept("");
      } else {
        lastWords.fetch(pod, status.getName(), tell);
      }
    }
  }

  /**
   * True if it is the pod that ends: it was deleted, or the kubelet says why it has put an end to
   * it (evicted, preempted, its node shut down). Who was killed for memory was in trouble before.
   */
  private static boolean withPod(ContainerStateTerminated end, Pod pod) {
    String reason = pod.getStatus().getReason();
    boolean ended =
        "Failed".equals(pod.getStatus().getPhase()) && reason != null && !reason.isEmpty();
    return (leaving(pod) || ended) && !"OOMKilled".equals(end.getReason());
  }

  private static boolean leaving(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  private static String uid(Pod pod) {
    return Objects.requireNonNullElse(pod.getMetadata().getUid(), "");
  }

  /** What the container wrote as its last message, or the end of its log. */
  private String said(ContainerStateTerminated end) {
    return redactor.redact(Objects.requireNonNullElse(end.getMessage(), ""));
  }

  private static List<ContainerStateTerminated> ends(ContainerStatus status) {
    List<ContainerStateTerminated> ends = new ArrayList<>(2);
    if (status.getLastState() != null && status.getLastState().getTerminated() != null) {
      ends.add(status.getLastState().getTerminated());
    }
    if (status.getState() != null && status.getState().getTerminated() != null) {
      ends.add(status.getState().getTerminated());
    }
    return ends;
  }

  private static String identity(ContainerStateTerminated end) {
    return end.getContainerID() + "@" + end.getFinishedAt();
  }

  private void waits(@Nullable ContainerStatus old, ContainerStatus status, Pod pod) {
    String reason = waiting(status);
    if (reason.isEmpty()
        || USUAL.contains(reason)
        || (old != null && reason.equals(waiting(old)))) {
      return;
    }
    Map<String, String> attributes = attributes(pod, status);
    List<ContainerStateTerminated> ends = ends(status);
    if (!ends.isEmpty()) {
      ContainerStateTerminated end = ends.get(ends.size() - 1);
      attributes.put("exitCode", String.valueOf(end.getExitCode()));
      attributes.put("lastReason", Objects.requireNonNullElse(end.getReason(), ""));
    }
    ContainerStateWaiting waiting = status.getState().getWaiting();
    events.tell(pod, reason, waiting.getMessage(), null, attributes);
  }

  private static String waiting(ContainerStatus status) {
    boolean waits = status.getState() != null && status.getState().getWaiting() != null;
    return waits ? Objects.requireNonNullElse(status.getState().getWaiting().getReason(), "") : "";
  }

  private void conditions(@Nullable Pod before, Pod now) {
    Optional<PodCondition> ready = condition(now, "Ready");
    String was = condition(before, "Ready").map(PodCondition::getStatus).orElse("False");
    String is = ready.map(PodCondition::getStatus).orElse("False");
    if (!is.equals(was) && !leaving(now) && ready.isPresent() && before != null) {
      events.tell(
          now,
          is.equals("True") ? "Ready" : "NotReady",
          ready.get().getMessage(),
          StateEvents.time(ready.get().getLastTransitionTime()).orElse(null),
          attributes(now, null));
    }
    Optional<PodCondition> scheduled = condition(now, "PodScheduled");
    boolean stuck = scheduled.map(c -> "Unschedulable".equals(c.getReason())).orElse(false);
    boolean wasStuck =
        condition(before, "PodScheduled")
            .map(c -> "Unschedulable".equals(c.getReason()))
            .orElse(false);
    if (stuck && !wasStuck) {
      events.tell(
          now,
          "Unschedulable",
          scheduled.get().getMessage(),
          StateEvents.time(scheduled.get().getLastTransitionTime()).orElse(null),
          attributes(now, null));
    }
  }

  private static Optional<PodCondition> condition(@Nullable Pod pod, String type) {
    return pod == null || pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getConditions().stream()
            .filter(c -> type.equals(c.getType()))
            .findFirst();
  }

  private static List<ContainerStatus> statuses(@Nullable Pod pod) {
    if (pod == null || pod.getStatus() == null) {
      return List.of();
    }
    List<ContainerStatus> all = new ArrayList<>(pod.getStatus().getInitContainerStatuses());
    all.addAll(pod.getStatus().getContainerStatuses());
    return all;
  }

  private static @Nullable ContainerStatus find(@Nullable Pod pod, String container) {
    return statuses(pod).stream()
        .filter(s -> s.getName().equals(container))
        .findFirst()
        .orElse(null);
  }

  private static boolean isInit(Pod pod, String container) {
    return pod.getSpec().getInitContainers().stream().anyMatch(c -> c.getName().equals(container));
  }

  private Map<String, String> attributes(Pod pod, @Nullable ContainerStatus status) {
    Map<String, String> attributes = new TreeMap<>();
    owners
        .replicaSetOf(pod)
        .map(set -> set.getMetadata().getAnnotations())
        .map(annotations -> annotations.get("deployment.kubernetes.io/revision"))
        .ifPresent(revision -> attributes.put("revision", revision));
    if (pod.getSpec().getNodeName() != null) {
      attributes.put("node", pod.getSpec().getNodeName());
    }
    if (status == null) {
      return attributes;
    }
    attributes.put("container", status.getName());
    if (isInit(pod, status.getName())) {
      attributes.put("init", "true");
    }
    attributes.put("restartCount", String.valueOf(status.getRestartCount()));
    List<Container> containers = new ArrayList<>(pod.getSpec().getInitContainers());
    containers.addAll(pod.getSpec().getContainers());
    for (Container container : containers) {
      if (container.getName().equals(status.getName())) {
        attributes.put("image", Objects.requireNonNullElse(container.getImage(), ""));
        Quantity limit =
            container.getResources() == null || container.getResources().getLimits() == null
                ? null
                : container.getResources().getLimits().get("memory");
        if (limit != null) {
          attributes.put("memoryLimit", Quantity.getAmountInBytes(limit).toBigInteger().toString());
        }
      }
    }
    return attributes;
  }
}
