package io.aicloudops.connect.kubernetes.states;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.connect.kubernetes.objects.ClusterObjects;
import io.aicloudops.connect.kubernetes.objects.Owners;
import io.aicloudops.connect.kubernetes.objects.RecordedFindings;
import io.aicloudops.schemas.event.K8sEvent;
import io.aicloudops.schemas.event.K8sEventType;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatesTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final Owners owners = new Owners("c", new ClusterObjects());
  private final RecordedFindings findings = new RecordedFindings();
  private final PodStates pods =
      new PodStates(owners, findings, (pod, container, then) -> then.accept("bye"), clock);
  private final Conditions conditions = new Conditions(owners, findings, clock);
  private final ClusterEvents events = new ClusterEvents(owners, findings, clock);

  private List<String> reasons() {
    return findings.events().stream().map(K8sEvent::getReason).toList();
  }

  private static PodBuilder pod() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("db-0")
        .withNamespace("n")
        .endMetadata()
        .withNewSpec()
        .addNewInitContainer()
        .withName("migrate")
        .endInitContainer()
        .addNewContainer()
        .withName("db")
        .withImage("db:1")
        .endContainer()
        .endSpec()
        .withNewStatus()
        .withPhase("Pending")
        .endStatus();
  }

  private static Pod ended(String container, int code, String finished, boolean init) {
    var status = pod().editStatus();
    if (init) {
      status
          .addNewInitContainerStatus()
          .withName(container)
          .withNewState()
          .withNewTerminated()
          .withExitCode(code)
          .withReason("Error")
          .withFinishedAt(finished)
          .endTerminated()
          .endState()
          .endInitContainerStatus();
    } else {
      status
          .addNewContainerStatus()
          .withName(container)
          .withRestartCount(2)
          .withNewLastState()
          .withNewTerminated()
          .withExitCode(code)
          .withSignal(9)
          .withReason("Error")
          .withFinishedAt(finished)
          .endTerminated()
          .endLastState()
          .endContainerStatus();
    }
    return status.endStatus().build();
  }

  @Test
  void tellsAnEndOnceAndNotWhatIsHistory() {
    Pod now = ended("db", 1, "2026-03-01T11:59:00Z", false);
    pods.seen(pod().build(), now);
    pods.seen(now, now);
    assertThat(reasons()).containsExactly("Error");
    K8sEvent event = findings.events().get(0);
    assertThat(event.getFirstSeen()).isEqualTo(Instant.parse("2026-03-01T11:59:00Z"));
    assertThat(event.getAttributes())
        .containsEntry("exitCode", "1")
        .containsEntry("signal", "9")
        .containsEntry("lastLog", "bye")
        .containsEntry("restartCount", "2");

    pods.seen(null, ended("db", 1, "2026-03-01T10:00:00Z", false));
    assertThat(findings.events()).hasSize(1);
  }

  @Test
  void takesACleanInitContainerForGranted() {
    pods.seen(null, ended("migrate", 0, "2026-03-01T11:59:00Z", true));
    assertThat(reasons()).isEmpty();
    pods.seen(null, ended("migrate", 2, "2026-03-01T11:59:00Z", true));
    assertThat(reasons()).containsExactly("Error");
  }

  @Test
  void tellsWhatCannotBeScheduledIsEvictedOrGone() {
    Pod stuck =
        pod()
            .editStatus()
            .addNewCondition()
            .withType("PodScheduled")
            .withStatus("False")
            .withReason("Unschedulable")
            .withMessage("Insufficient memory")
            .withLastTransitionTime("2026-03-01T11:58:00Z")
            .endCondition()
            .endStatus()
            .build();
    pods.seen(null, stuck);
    pods.seen(stuck, stuck);
    Pod evicted = pod().editStatus().withPhase("Failed").withReason("Evicted").endStatus().build();
    pods.seen(stuck, evicted);
    pods.seen(stuck, pod().editStatus().withPhase("Failed").endStatus().build());
    pods.gone(evicted);
    assertThat(reasons()).containsExactly("Unschedulable", "Evicted", "Failed", "Deleted");
    assertThat(findings.events().get(0).getMessage()).isEqualTo("Insufficient memory");
  }

  @Test
  void tellsReadinessOnlyWhenItChanges() {
    Pod ready = ready("True");
    Pod notReady = ready("False");
    pods.seen(pod().build(), notReady);
    pods.seen(notReady, ready);
    pods.seen(ready, ready);
    pods.seen(ready, notReady);
    Pod leaving =
        new PodBuilder(notReady)
            .editMetadata()
            .withDeletionTimestamp("2026-03-01T12:00:00Z")
            .endMetadata()
            .build();
    pods.seen(ready, leaving);
    assertThat(reasons()).containsExactly("Ready", "NotReady");
  }

  private static Pod ready(String status) {
    return pod()
        .editStatus()
        .addNewCondition()
        .withType("Ready")
        .withStatus(status)
        .withLastTransitionTime("not a time")
        .endCondition()
        .endStatus()
        .build();
  }

  @Test
  void tellsConditionsOfWorkloadsAndNodes() {
    conditions.seen(null, deployment("True", "True"));
    assertThat(reasons()).isEmpty();
    conditions.seen(deployment("True", "True"), deployment("False", "False"));
    conditions.seen(deployment("False", "False"), deployment("True", "True"));
    conditions.seen(node("True", "False"), node("Unknown", "True"));
    conditions.seen(node("Unknown", "True"), node("True", "False"));
    conditions.seen(null, autoscaler());
    assertThat(reasons())
        .containsExactly(
            "ProgressDeadlineExceeded",
            "Unavailable",
            "Available",
            "DiskPressure",
            "NodeNotReady",
            "NoDiskPressure",
            "NodeReady",
            "ScalingLimited",
            "FailedGetResourceMetric");
    assertThat(findings.events()).allMatch(e -> e.getType() == K8sEventType.STATE);
  }

  private static Deployment deployment(String progressing, String available) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("web")
        .withNamespace("n")
        .endMetadata()
        .withNewStatus()
        .addNewCondition()
        .withType("Progressing")
        .withStatus(progressing)
        .endCondition()
        .addNewCondition()
        .withType("Available")
        .withStatus(available)
        .endCondition()
        .endStatus()
        .build();
  }

  private static Node node(String ready, String pressure) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName("n1")
        .endMetadata()
        .withNewStatus()
        .addNewCondition()
        .withType("Ready")
        .withStatus(ready)
        .endCondition()
        .addNewCondition()
        .withType("DiskPressure")
        .withStatus(pressure)
        .endCondition()
        .endStatus()
        .build();
  }

  private static HorizontalPodAutoscaler autoscaler() {
    return new HorizontalPodAutoscalerBuilder()
        .withNewMetadata()
        .withName("web")
        .withNamespace("n")
        .endMetadata()
        .withNewStatus()
        .addNewCondition()
        .withType("ScalingLimited")
        .withStatus("True")
        .withReason("TooManyReplicas")
        .endCondition()
        .addNewCondition()
        .withType("ScalingActive")
        .withStatus("False")
        .withReason("FailedGetResourceMetric")
        .endCondition()
        .endStatus()
        .build();
  }

  @Test
  void translatesEventsAndTheirRepetitions() {
    Event first = event(1, "2026-03-01T11:58:00Z");
    events.seen(null, first);
    events.seen(first, first);
    events.seen(first, event(4, "2026-03-01T11:59:00Z"));
    events.seen(null, event(1, "2026-03-01T09:00:00Z"));
    assertThat(findings.events()).extracting(K8sEvent::getCount).containsExactly(1, 4);
    K8sEvent event = findings.events().get(1);
    assertThat(event.getEntity()).isEqualTo("c/n/StatefulSet/db");
    assertThat(event.getObject()).isEqualTo("Pod/db-0");
    assertThat(event.getType()).isEqualTo(K8sEventType.WARNING);
    assertThat(event.getAttributes()).containsEntry("container", "db");
    assertThat(event.getFirstSeen()).isEqualTo(Instant.parse("2026-03-01T11:00:00Z"));
  }

  private static Event event(int count, String last) {
    return new EventBuilder()
        .withNewMetadata()
        .withName("e")
        .withNamespace("n")
        .endMetadata()
        .withNewInvolvedObject()
        .withKind("Pod")
        .withNamespace("n")
        .withName("db-0")
        .withFieldPath("spec.containers{db}")
        .endInvolvedObject()
        .withType("Warning")
        .withReason("BackOff")
        .withCount(count)
        .withFirstTimestamp("2026-03-01T11:00:00Z")
        .withLastTimestamp(last)
        .build();
  }

  @Test
  void readsEventsOfTheNewerForm() {
    events.seen(
        null,
        new EventBuilder()
            .withNewMetadata()
            .withName("e")
            .endMetadata()
            .withEventTime(new MicroTime("2026-03-01T11:59:30.123456Z"))
            .withType("Normal")
            .build());
    events.seen(
        null,
        new EventBuilder()
            .withNewMetadata()
            .withName("e")
            .endMetadata()
            .withNewSeries()
            .withCount(7)
            .withLastObservedTime(new MicroTime("2026-03-01T11:59:40.000000Z"))
            .endSeries()
            .build());
    assertThat(findings.events().get(0).getTime())
        .isEqualTo(Instant.parse("2026-03-01T11:59:30.123Z"));
    assertThat(findings.events().get(1).getCount()).isEqualTo(7);
  }
}
