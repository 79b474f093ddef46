package io.aicloudops.connect.kubernetes.changes;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.connect.kubernetes.objects.ClusterObjects;
import io.aicloudops.connect.kubernetes.objects.Owners;
import io.aicloudops.connect.kubernetes.objects.RecordedFindings;
import io.aicloudops.connect.kubernetes.objects.WorkloadView;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.ChangeKind;
import io.aicloudops.schemas.event.TopologyEntity;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigChangesTest {

  private final ClusterObjects objects = new ClusterObjects();
  private final Owners owners = new Owners("c", objects);
  private final RecordedFindings findings = new RecordedFindings();
  private final ConfigChanges changes =
      new ConfigChanges(objects, owners, findings, Clock.systemUTC());
  private final WorkloadChanges workloads =
      new WorkloadChanges(owners, findings, Clock.systemUTC());

  private static ConfigMap map(String key, String value) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("conf")
        .withNamespace("n")
        .withUid("u")
        .withResourceVersion("7")
        .endMetadata()
        .addToData(key, value)
        .addToBinaryData("bin", "QQ==")
        .build();
  }

  private static StatefulSet database(int replicas, String revision, String image) {
    return new StatefulSetBuilder()
        .withNewMetadata()
        .withName("db")
        .withNamespace("n")
        .withUid("u")
        .withGeneration((long) replicas)
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewTemplate()
        .withNewSpec()
        .addNewVolume()
        .withName("v")
        .withNewProjected()
        .addNewSource()
        .withNewConfigMap()
        .withName("conf")
        .endConfigMap()
        .endSource()
        .endProjected()
        .endVolume()
        .addNewContainer()
        .withName("db")
        .withImage(image)
        .addNewEnv()
        .withName("LEVEL")
        .withNewValueFrom()
        .withNewConfigMapKeyRef("level", "other", false)
        .endValueFrom()
        .endEnv()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .withNewStatus()
        .withUpdateRevision(revision)
        .endStatus()
        .build();
  }

  private Change only() {
    assertThat(findings.changes()).hasSize(1);
    return findings.changes().get(0);
  }

  @Test
  void tellsTheLinesThatDifferToThoseWhoMountThem() {
    objects.put(database(1, "r", "db:1"));
    changes.updated(
        map("app.properties", "pool=10\ntimeout=5s\n"),
        map("app.properties", "pool=2\ntimeout=5s\n"));
    Change change = only();
    assertThat(change.getEntity()).isEqualTo("c/n/StatefulSet/db");
    assertThat(change.getBefore())
        .containsExactly(Map.entry("configmap/conf[app.properties].pool", "10"));
    assertThat(change.getAfter())
        .containsExactly(Map.entry("configmap/conf[app.properties].pool", "2"));
  }

  @Test
  void tellsAMapThatNobodyUsesAsItself() {
    changes.updated(map("a", "1"), map("b", "1"));
    assertThat(only().getEntity()).isEqualTo("c/n/ConfigMap/conf");
    assertThat(only().getSummary()).contains("removed (was 1)").contains("1 (new)");
    changes.updated(map("a", "1"), map("a", "1"));
    assertThat(findings.changes()).hasSize(1);
  }

  @Test
  void tellsPoliciesAndNodes() {
    HorizontalPodAutoscaler ten = autoscaler(10);
    changes.updated(ten, autoscaler(20));
    assertThat(only().getEntity()).isEqualTo("c/n/Deployment/web");
    assertThat(only().getKind()).isEqualTo(ChangeKind.POLICY);
    assertThat(only().getAfter()).containsEntry("maxReplicas", "20");
    changes.updated(ten, autoscaler(10));

    changes.updated(service("web"), service("wbe"));
    assertThat(findings.changes().get(1).getAfter()).containsEntry("selector.app", "wbe");

    changes.updated(node(false), node(true));
    assertThat(findings.changes().get(2).getKind()).isEqualTo(ChangeKind.NODE);
    assertThat(findings.changes().get(2).getEntity()).isEqualTo("c/_/Node/n1");
    assertThat(findings.changes()).hasSize(3);
  }

  private static HorizontalPodAutoscaler autoscaler(int most) {
    return new HorizontalPodAutoscalerBuilder()
        .withNewMetadata()
        .withName("web")
        .withNamespace("n")
        .endMetadata()
        .withNewSpec()
        .withMaxReplicas(most)
        .withNewScaleTargetRef("apps/v1", "Deployment", "web")
        .endSpec()
        .build();
  }

  private static Service service(String selected) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName("web")
        .withNamespace("n")
        .endMetadata()
        .withNewSpec()
        .addToSelector("app", selected)
        .endSpec()
        .build();
  }

  private static Node node(boolean cordoned) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName("n1")
        .endMetadata()
        .withNewSpec()
        .withUnschedulable(cordoned)
        .endSpec()
        .build();
  }

  private static WorkloadView view(StatefulSet set) {
    return WorkloadView.of(set).orElseThrow();
  }

  @Test
  void tellsWhatWasChangedWhileNobodyWatched() {
    TopologyEntity earlier =
        TopologyEntity.newBuilder()
            .setEntity("c/n/StatefulSet/db")
            .setAttributes(Map.of("revision", "r1", "image", "db:1", "replicas", "3"))
            .setTime(Instant.EPOCH)
            .setSource("kubernetes")
            .setEdges(java.util.List.of())
            .build();
    workloads.foundAgain(earlier, view(database(2, "r2", "db:2")));
    assertThat(findings.changes())
        .extracting(Change::getKind)
        .containsExactly(ChangeKind.ROLLOUT, ChangeKind.SCALE);
    assertThat(findings.changes().get(0).getSummary()).contains("db:1 → db:2");
    findings.changes().clear();
    workloads.foundAgain(earlier, view(database(3, "r1", "db:1")));
    assertThat(findings.changes()).isEmpty();
  }

  @Test
  void tellsOfNewAndDeletedWorkloadsAndOfLateRevisions() {
    workloads.created(view(database(1, "r1", "db:1")));
    assertThat(only().getSummary()).isEqualTo("created with db:1");
    workloads.deleted(view(database(1, "r1", "db:1")));
    assertThat(findings.changes().get(1).getSummary()).isEqualTo("deleted");

    Clock start = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), java.time.ZoneOffset.UTC);
    Instant[] now = {start.instant()};
    WorkloadChanges slow = new WorkloadChanges(owners, findings, new SteppingClock(() -> now[0]));
    findings.changes().clear();
    slow.updated(view(database(1, "r1", "db:1")), view(database(2, "r1", "db:2")));
    assertThat(findings.changes()).extracting(Change::getKind).containsExactly(ChangeKind.SCALE);
    slow.flush();
    assertThat(findings.changes()).hasSize(1);
    now[0] = now[0].plusSeconds(3);
    slow.flush();
    assertThat(findings.changes().get(1).getKind()).isEqualTo(ChangeKind.ROLLOUT);
  }
}
