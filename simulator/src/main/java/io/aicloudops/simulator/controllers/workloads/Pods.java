package io.aicloudops.simulator.controllers.workloads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.simulator.controllers.Cluster;
import io.aicloudops.simulator.kube.store.ObjectKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.Map;
import java.util.Optional;

/** What controllers of workloads ask of pods. */
final class Pods {

  private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

  private Pods() {}

  /** The controller of an object if it is of a kind. */
  static Optional<ObjectKey> ownerOf(ObjectNode object, String kind) {
    for (var owner : object.at("/metadata/ownerReferences")) {
      if (owner.path("controller").asBoolean(false) && owner.path("kind").asText().equals(kind)) {
        String namespace = object.at("/metadata/namespace").asText();
        return Optional.of(new ObjectKey(namespace, owner.path("name").asText()));
      }
    }
    return Optional.empty();
  }

  /** A pod without a name. */
  static Pod fromTemplate(HasMetadata owner, PodTemplateSpec template) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(owner.getMetadata().getNamespace())
        .withLabels(template.getMetadata().getLabels())
        .withAnnotations(template.getMetadata().getAnnotations())
        .withOwnerReferences(Cluster.controllerReference(owner))
        .endMetadata()
        .withSpec(template.getSpec())
        .build();
  }

  /** Neither ended nor on its way out. */
  static boolean isActive(Pod pod) {
    String phase = pod.getStatus().getPhase();
    return pod.getMetadata().getDeletionTimestamp() == null
        && !phase.equals("Succeeded")
        && !phase.equals("Failed");
  }

  static boolean isReady(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  static int deletionCost(Pod pod) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    return Integer.parseInt(
        annotations == null ? "0" : annotations.getOrDefault(DELETION_COST, "0"));
  }
}
