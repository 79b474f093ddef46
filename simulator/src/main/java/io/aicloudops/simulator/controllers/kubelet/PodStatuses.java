package io.aicloudops.simulator.controllers.kubelet;

import io.aicloudops.simulator.controllers.Cluster;
import io.aicloudops.simulator.kube.registry.ApiError;
import io.aicloudops.simulator.kube.store.ObjectKey;
import io.aicloudops.simulator.kube.types.ResourceTypes;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a kubelet reports of one pod. */
final class PodStatuses {

  private final Cluster cluster;
  private final ObjectKey key;
  private final Container container;
  private final String hostIp;
  private final String startTime;
  private ContainerState state = waitingState("ContainerCreating", null);
  private ContainerState lastState = new ContainerState();
  private String containerId = "";
  private String phase = "Pending";
  private String ip = "";
  private boolean ready;
  private int restarts;

  PodStatuses(Cluster cluster, Pod pod) {
    this.cluster = cluster;
    this.key = Cluster.key(pod);
    this.container = pod.getSpec().getContainers().get(0);
    this.startTime = now();
    this.hostIp =
        cluster
            .find(ResourceTypes.NODES, new ObjectKey("", pod.getSpec().getNodeName()), Node.class)
            .flatMap(node -> node.getStatus().getAddresses().stream().findFirst())
            .map(address -> address.getAddress())
            .orElse("");
  }

  void waiting(String reason, String message) {
    state = waitingState(reason, message);
    ready = false;
    write();
  }

  void started(ContainerState running, String id) {
    state = running;
    containerId = id;
    phase = "Running";
    ready = false;
    write();
  }

  /** The address of the container's server; its port is published for scrapers. */
  void serving(String address, int port) {
    ip = address;
    try {
      cluster.change(
          ResourceTypes.PODS,
          key,
          Pod.class,
          pod -> {
            Map<String, String> annotations =
                pod.getMetadata().getAnnotations() == null
                    ? new HashMap<>()
                    : new HashMap<>(pod.getMetadata().getAnnotations());
            annotations.put("prometheus.io/scrape", "true");
            annotations.put("prometheus.io/path", "/metrics");
            annotations.put("prometheus.io/port", Integer.toString(port));
            pod.getMetadata().setAnnotations(annotations);
          });
    } catch (ApiError e) {
      ignoreIfGone(e);
    }
    write();
  }

  void ready(boolean now) {
    ready = now;
    write();
  }

  void ended(ContainerState terminated) {
    state = terminated;
    ready = false;
    write();
  }

  void crashLoop(String message) {
    lastState = state;
    state = waitingState("CrashLoopBackOff", message);
    write();
  }

  void restarted() {
    if (state.getTerminated() != null) {
      lastState = state;
    }
    restarts++;
  }

  void finished(String finalPhase) {
    phase = finalPhase;
    write();
  }

  private void write() {
    try {
      cluster.status(ResourceTypes.PODS, key, Pod.class, this::fill);
    } catch (ApiError e) {
      ignoreIfGone(e);
    }
  }

  /** A pod may be deleted at any time; the kubelet hears of it soon. */
  private static void ignoreIfGone(ApiError e) {
    if (e.code() != 404) {
      throw e;
    }
  }

  private void fill(Pod pod) {
    PodStatus status = pod.getStatus();
    status.setPhase(phase);
    status.setHostIP(hostIp);
    status.setStartTime(startTime);
    status.setObservedGeneration(pod.getMetadata().getGeneration());
    if (!ip.isEmpty()) {
      status.setPodIP(ip);
      status.setPodIPs(List.of(new PodIP(ip)));
    }
    List<ContainerStatus> containers = new ArrayList<>();
    for (Container each : pod.getSpec().getContainers()) {
      containers.add(status(each));
    }
    status.setContainerStatuses(containers);
    boolean ended = phase.equals("Succeeded") || phase.equals("Failed");
    String unready = "containers with unready status: [" + container.getName() + "]";
    String reason = ready ? null : ended ? "PodCompleted" : "ContainersNotReady";
    List<PodCondition> before = status.getConditions();
    List<PodCondition> after = new ArrayList<>();
    after.add(condition(before, "PodReadyToStartContainers", !ended, null, null));
    after.add(condition(before, "Initialized", true, null, null));
    after.add(condition(before, "Ready", ready, reason, ready ? null : unready));
    after.add(condition(before, "ContainersReady", ready, reason, ready ? null : unready));
    before.stream().filter(c -> c.getType().equals("PodScheduled")).forEach(after::add);
    status.setConditions(after);
  }

  private ContainerStatus status(Container each) {
    boolean started = state.getRunning() != null;
    return new ContainerStatusBuilder()
        .withName(each.getName())
        .withImage(each.getImage())
        .withImageID(containerId.isEmpty() ? "" : "docker-pullable://" + each.getImage())
        .withContainerID(containerId.isEmpty() ? null : containerId)
        .withReady(ready)
        .withStarted(started)
        .withRestartCount(restarts)
        .withState(state)
        .withLastState(lastState)
        .build();
  }

  private PodCondition condition(
      List<PodCondition> before,
      String type,
      boolean holds,
      @Nullable String reason,
      @Nullable String message) {
    String status = holds ? "True" : "False";
    String since =
        before.stream()
            .filter(c -> c.getType().equals(type) && c.getStatus().equals(status))
            .map(PodCondition::getLastTransitionTime)
            .findFirst()
            .orElse(now());
    return new PodConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage(message)
        .withLastTransitionTime(since)
        .build();
  }

  private String now() {
    return cluster.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static ContainerState waitingState(String reason, @Nullable String message) {
    return new ContainerStateBuilder()
        .withNewWaiting()
        .withReason(reason)
        .withMessage(message)
        .endWaiting()
        .build();
  }
}
