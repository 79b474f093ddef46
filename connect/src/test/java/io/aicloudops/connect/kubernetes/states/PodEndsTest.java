package io.aicloudops.connect.kubernetes.states;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.connect.kubernetes.objects.ClusterObjects;
import io.aicloudops.connect.kubernetes.objects.Owners;
import io.aicloudops.connect.kubernetes.objects.RecordedFindings;
import io.aicloudops.schemas.event.K8sEvent;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What ends with its pod is no crash, whatever the kubelet writes of it before the pod is gone. */
class PodEndsTest {

  private static final String ERROR = "Error";

  private final RecordedFindings findings = new RecordedFindings();
  private final List<Consumer<String>> asked = new ArrayList<>();
  private final PodStates pods =
      new PodStates(
          new Owners("c", new ClusterObjects()),
          findings,
          (pod, container, then) -> asked.add(then),
          Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC));

  private static Pod running() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("cart-1")
        .withNamespace("n")
        .withUid("u1")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("app")
        .endContainer()
        .endSpec()
        .withNewStatus()
        .withPhase("Running")
        .addNewContainerStatus()
        .withName("app")
        .withNewState()
        .withNewRunning()
        .endRunning()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private static Pod ended(Pod pod, int code, String reason) {
    return new PodBuilder(pod)
        .editStatus()
        .editFirstContainerStatus()
        .withNewState()
        .withNewTerminated()
        .withExitCode(code)
        .withReason(reason)
        .withContainerID("containerd://1")
        .withFinishedAt("2026-03-01T11:59:59Z")
        .endTerminated()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private static Pod leaving(Pod pod) {
    return new PodBuilder(pod)
        .editMetadata()
        .withDeletionTimestamp("2026-03-01T12:00:29Z")
        .endMetadata()
        .build();
  }

  private static Pod failed(Pod pod, String reason) {
    return new PodBuilder(pod)
        .editStatus()
        .withPhase("Failed")
        .withReason(reason)
        .endStatus()
        .build();
  }

  private void logsCome() {
    asked.forEach(then -> then.accept("last words"));
    asked.clear();
  }

  private List<String> reasons() {
    return findings.events().stream().map(K8sEvent::getReason).toList();
  }

  @Test
  void containersThatEndAsTheirPodIsDeletedDidNotCrash() {
    for (int code : new int[] {0, 1, 2, 137, 143}) {
      Pod last = leaving(running());
      pods.seen(running(), last);
      Pod over = failed(ended(last, code, code == 0 ? "Completed" : ERROR), "");
      pods.seen(last, over);
      assertThat(asked).as("logs asked for at exit code %d", code).isEmpty();
      pods.gone(over);
    }
    assertThat(reasons()).containsOnly("Deleted").hasSize(5);
  }

  @Test
  void whoRunsOutOfMemoryOnTheWayOutWasInTrouble() {
    Pod last = leaving(running());
    pods.seen(last, ended(last, 137, "OOMKilled"));
    logsCome();
    assertThat(reasons()).containsExactly("OOMKilled");
  }

  @Test
  void anEvictionIsToldOnceAndNotAsACrash() {
    Pod evicted = failed(running(), "Evicted");
    pods.seen(running(), evicted);
    pods.seen(evicted, ended(evicted, 137, ERROR));
    logsCome();
    assertThat(reasons()).containsExactly("Evicted");
  }

  @Test
  void aCrashWithinAPodThatStaysIsTold() {
    Pod crashed = ended(running(), 143, ERROR);
    pods.seen(running(), crashed);
    logsCome();
    assertThat(reasons()).containsExactly(ERROR);
    assertThat(findings.events().get(0).getAttributes()).containsEntry("lastLog", "last words");
  }

  @Test
  void nothingIsToldOfAPodAfterItIsGone() {
    Pod crashed = ended(running(), 1, ERROR);
    pods.seen(running(), crashed);
    pods.gone(crashed);
    logsCome();
    assertThat(reasons()).containsExactly("Deleted");
  }

  @Test
  void aSuccessNeedsNoLog() {
    pods.seen(running(), ended(running(), 0, "Completed"));
    assertThat(asked).isEmpty();
    assertThat(reasons()).containsExactly("Completed");
  }
}
