package io.aicloudops.simulator.controllers.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.simulator.controllers.Cluster;
import io.aicloudops.simulator.controllers.EventRecorder;
import io.aicloudops.simulator.controllers.Reconciler;
import io.aicloudops.simulator.kube.registry.Part;
import io.aicloudops.simulator.kube.registry.WriteOptions;
import io.aicloudops.simulator.kube.store.Change;
import io.aicloudops.simulator.kube.store.ObjectKey;
import io.aicloudops.simulator.kube.types.ResourceType;
import io.aicloudops.simulator.kube.types.ResourceTypes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * StatefulSets and DaemonSets in their simplest form: pods with fixed names, one after another or
 * one a node; a changed template replaces them one at a time.
 */
public final class PodSetController implements Reconciler {

  private static final String REVISION_LABEL = "controller-revision-hash";

  private final Cluster cluster;
  private final EventRecorder events;
  private final ResourceType type;

  /**
   * @param type statefulsets or daemonsets
   */
  public PodSetController(Cluster cluster, ResourceType type) {
    this.cluster = cluster;
    this.type = type;
    this.events = new EventRecorder(cluster, type.kind().toLowerCase(Locale.ROOT) + "-controller");
  }

  @Override
  public void affected(Change change, Consumer<ObjectKey> keys) {
    if (Cluster.concerns(change, type)) {
      keys.accept(change.key());
    } else if (Cluster.concerns(change, ResourceTypes.PODS)) {
      Pods.ownerOf(change.object(), type.kind()).ifPresent(keys);
    }
  }

  @Override
  public void reconcile(ObjectKey key) {
    ObjectNode set = cluster.registry().store().get(type.qualified(), key);
    if (set == null || set.path("metadata").has("deletionTimestamp")) {
      return;
    }
    HasMetadata owner = cluster.read(set, type.model());
    String revision = Revisions.hash(Revisions.template(set));
    Map<String, String> wanted = wanted(set);
    Map<String, Pod> present = new HashMap<>();
    for (Pod pod : cluster.controlled(ResourceTypes.PODS, owner, Pod.class)) {
      present.put(pod.getMetadata().getName(), pod);
    }
    step(set, owner, revision, wanted, present);
    status(key, wanted.size(), revision);
  }

  /** Names of the pods to be, and the node each must go to; empty for any. */
  private Map<String, String> wanted(ObjectNode set) {
    String name = set.at("/metadata/name").asText();
    Map<String, String> wanted = new LinkedHashMap<>();
    if (type.equals(ResourceTypes.STATEFUL_SETS)) {
      for (int i = 0; i < set.at("/spec/replicas").asInt(); i++) {
        wanted.put(name + "-" + i, "");
      }
    } else {
      for (Node node : cluster.list(ResourceTypes.NODES, "", Node.class)) {
        String host = node.getMetadata().getName();
        wanted.put(name + "-" + host, host);
      }
    }
    return wanted;
  }

  /**
   * Does the next thing: a surplus pod goes, a missing one comes, an outdated one is replaced once
   * the others are ready.
   */
  private void step(
      ObjectNode set,
      HasMetadata owner,
      String revision,
      Map<String, String> wanted,
      Map<String, Pod> present) {
    Optional<Pod> surplus =
        present.values().stream()
            .filter(pod -> !wanted.containsKey(pod.getMetadata().getName()) && Pods.isActive(pod))
            .findFirst();
    if (surplus.isPresent()) {
      remove(owner, surplus.get());
      return;
    }
    boolean inOrder = set.at("/spec/podManagementPolicy").asText("").equals("OrderedReady");
    for (var each : wanted.entrySet()) {
      Pod pod = present.get(each.getKey());
      if (pod == null) {
        create(set, owner, revision, each.getKey(), each.getValue());
      }
      if (inOrder && (pod == null || !Pods.isReady(pod))) {
        return;
      }
    }
    List<Pod> pods = List.copyOf(present.values());
    if (pods.stream().allMatch(pod -> Pods.isReady(pod) && Pods.isActive(pod))) {
      pods.stream()
          .filter(pod -> !revision.equals(pod.getMetadata().getLabels().get(REVISION_LABEL)))
          .findFirst()
          .ifPresent(outdated -> remove(owner, outdated));
    }
  }

  private void create(
      ObjectNode set, HasMetadata owner, String revision, String name, String node) {
    PodTemplateSpec template =
        cluster.read(set.withObject("/spec/template"), PodTemplateSpec.class);
    Pod pod = Pods.fromTemplate(owner, template);
    pod.getMetadata().setName(name);
    pod.getMetadata().getLabels().put(REVISION_LABEL, revision);
    if (!node.isEmpty()) {
      pod.getSpec().setNodeName(node);
    }
    cluster.create(ResourceTypes.PODS, pod);
    events.normal(
        owner,
        "SuccessfulCreate",
        "create Pod "
            + name
            + " in "
            + type.kind()
            + " "
            + owner.getMetadata().getName()
            + " successful");
  }

  private void remove(HasMetadata owner, Pod pod) {
    cluster.delete(ResourceTypes.PODS, Cluster.key(pod));
    events.normal(
        owner,
        "SuccessfulDelete",
        "delete Pod "
            + pod.getMetadata().getName()
            + " in "
            + type.kind()
            + " "
            + owner.getMetadata().getName()
            + " successful");
  }

  private void status(ObjectKey key, int wanted, String revision) {
    cluster
        .registry()
        .modify(
            type,
            key,
            Part.STATUS,
            before -> {
              ObjectNode after = before.deepCopy();
              fill(after, wanted, revision);
              return after;
            },
            WriteOptions.by(cluster.manager()));
  }

  private void fill(ObjectNode set, int wanted, String revision) {
    List<Pod> pods =
        cluster.controlled(ResourceTypes.PODS, cluster.read(set, type.model()), Pod.class).stream()
            .filter(Pods::isActive)
            .toList();
    int ready = (int) pods.stream().filter(Pods::isReady).count();
    int updated =
        (int)
            pods.stream()
                .filter(pod -> revision.equals(pod.getMetadata().getLabels().get(REVISION_LABEL)))
                .count();
    JsonNode generation = set.at("/metadata/generation");
    ObjectNode status = set.putObject("status").put("observedGeneration", generation.asLong());
    if (type.equals(ResourceTypes.STATEFUL_SETS)) {
      status
          .put("replicas", pods.size())
          .put("readyReplicas", ready)
          .put("availableReplicas", ready);
      status.put("currentReplicas", pods.size() - updated).put("updatedReplicas", updated);
      status.put("updateRevision", key(set, revision));
    } else {
      status.put("desiredNumberScheduled", wanted).put("currentNumberScheduled", pods.size());
      status.put("numberReady", ready).put("numberAvailable", ready).put("numberMisscheduled", 0);
      status.put("updatedNumberScheduled", updated).put("numberUnavailable", wanted - ready);
    }
  }

  private static String key(ObjectNode set, String revision) {
    return set.at("/metadata/name").asText() + "-" + revision;
  }
}
