package io.aicloudops.connect.kubernetes.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.identity.EntityId;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import org.junit.jupiter.api.Test;

class OwnersTest {

  private final ClusterObjects objects = new ClusterObjects();
  private final Owners owners = new Owners("c", objects);

  private static Pod pod(String name, String ownerKind, String owner, String hash) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("n")
        .addToLabels("pod-template-hash", hash)
        .addNewOwnerReference()
        .withKind(ownerKind)
        .withName(owner)
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .build();
  }

  private void replicaSet(String name, String deployment) {
    objects.put(
        new ReplicaSetBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace("n")
            .addNewOwnerReference()
            .withKind("Deployment")
            .withName(deployment)
            .withController(true)
            .endOwnerReference()
            .endMetadata()
            .build());
  }

  @Test
  void looksThroughReplicaSetsAndJobs() {
    replicaSet("cart-1", "cart");
    objects.put(
        new JobBuilder()
            .withNewMetadata()
            .withName("backup-7")
            .withNamespace("n")
            .addNewOwnerReference()
            .withKind("CronJob")
            .withName("backup")
            .withController(true)
            .endOwnerReference()
            .endMetadata()
            .build());
    assertThat(owners.of(pod("a", "ReplicaSet", "cart-1", "1")))
        .isEqualTo(EntityId.parse("c/n/Deployment/cart"));
    assertThat(owners.of(pod("a", "Job", "backup-7", "")))
        .isEqualTo(EntityId.parse("c/n/CronJob/backup"));
    assertThat(owners.of(pod("a", "Job", "once", ""))).isEqualTo(EntityId.parse("c/n/Job/once"));
    assertThat(owners.of(pod("etcd-n1", "Node", "n1", "")))
        .as("a static pod")
        .isEqualTo(EntityId.parse("c/n/Pod/etcd-n1"));
    assertThat(owners.of(pod("a", "StatefulSet", "db", "")))
        .isEqualTo(EntityId.parse("c/n/StatefulSet/db"));
  }

  @Test
  void knowsTheDeploymentOfAReplicaSetThatItHasNotSeen() {
    assertThat(owners.of(pod("a", "ReplicaSet", "cart-5d9c", "5d9c")))
        .isEqualTo(EntityId.parse("c/n/Deployment/cart"));
    assertThat(owners.of(pod("a", "ReplicaSet", "alone", "5d9c")))
        .isEqualTo(EntityId.parse("c/n/ReplicaSet/alone"));
  }

  @Test
  void namesWhatEventsReferTo() {
    objects.put(pod("cart-x", "ReplicaSet", "cart-5d9c", "5d9c"));
    assertThat(
            owners.of(
                new ObjectReferenceBuilder()
                    .withKind("Pod")
                    .withNamespace("n")
                    .withName("cart-x")
                    .build()))
        .isEqualTo(EntityId.parse("c/n/Deployment/cart"));
    assertThat(
            owners.of(
                new ObjectReferenceBuilder()
                    .withKind("Pod")
                    .withNamespace("n")
                    .withName("db-0")
                    .build()))
        .isEqualTo(EntityId.parse("c/n/StatefulSet/db"));
    assertThat(owners.of(new ObjectReferenceBuilder().withKind("Node").withName("n1").build()))
        .isEqualTo(EntityId.parse("c/_/Node/n1"));
    assertThat(owners.of(new ObjectReferenceBuilder().build()))
        .isEqualTo(EntityId.parse("c/_/Object/unknown"));
  }
}
