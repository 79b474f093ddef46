package io.aicloudops.simulator.controllers.kubelet;

import io.aicloudops.simulator.controllers.Cluster;
import io.aicloudops.simulator.pods.PodRuntime;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A pod's one container, as the kubelet writes of it and hands it to the runtime. */
record PodContainer(Pod pod) {

  Container container() {
    return pod.getSpec().getContainers().get(0);
  }

  static String id(String podUid, int launches) {
    return "containerd://" + podUid.replace("-", "") + String.format("%032x", launches);
  }

  static ContainerState running(Instant since) {
    return new ContainerStateBuilder()
        .withNewRunning()
        .withStartedAt(seconds(since))
        .endRunning()
        .build();
  }

  ContainerState terminated(
      int exitCode, String reason, Instant startedAt, Instant now, String id, String log) {
    return new ContainerStateBuilder()
        .withNewTerminated()
        .withExitCode(exitCode)
        .withReason(reason)
        .withStartedAt(seconds(startedAt))
        .withFinishedAt(seconds(now))
        .withContainerID(id)
        .withMessage(message(exitCode, log))
        .endTerminated()
        .build();
  }

  /** The end of the log, where the container asks for it. */
  private @Nullable String message(int exitCode, String log) {
    boolean wanted = "FallbackToLogsOnError".equals(container().getTerminationMessagePolicy());
    return wanted && exitCode != 0 && !log.isEmpty() ? log : null;
  }

  PodRuntime.Launch launch(Kubelet.Tools tools, Map<String, String> environment) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    return new PodRuntime.Launch(
        pod.getMetadata().getUid(),
        Cluster.key(pod).namespace(),
        Cluster.key(pod).name(),
        Workloads.nameOf(tools.cluster(), pod),
        container().getName(),
        container().getImage(),
        environment,
        labels == null ? Map.of() : new HashMap<>(labels),
        Workloads.limit(container(), "memory").longValue(),
        Workloads.limit(container(), "cpu").doubleValue());
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** As Go writes a duration: 10s, 2m40s. */
  static String text(Duration wait) {
    return wait.toMinutes() == 0
        ? wait.toSeconds() + "s"
        : wait.toMinutes() + "m" + wait.toSecondsPart() + "s";
  }
}
