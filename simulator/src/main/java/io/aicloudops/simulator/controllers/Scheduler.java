package io.aicloudops.simulator.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.simulator.kube.registry.Part;
import io.aicloudops.simulator.kube.registry.WriteOptions;
import io.aicloudops.simulator.kube.store.Change;
import io.aicloudops.simulator.kube.store.ObjectKey;
import io.aicloudops.simulator.kube.types.ResourceTypes;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Assigns pods to nodes: the fitting one with the fewest pods. */
public final class Scheduler implements Reconciler {

  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Cluster cluster;
  private final EventRecorder events;
  private final ControlLoop loop;
  private final Pace pace;

  public Scheduler(Cluster cluster, ControlLoop loop, Pace pace) {
    this.cluster = cluster;
    this.events = new EventRecorder(cluster, "default-scheduler");
    this.loop = loop;
    this.pace = pace;
  }

  @Override
  public void affected(Change change, Consumer<ObjectKey> keys) {
    if (Cluster.concerns(change, ResourceTypes.PODS) && change.kind() == Change.Kind.ADDED) {
      keys.accept(change.key());
    }
  }

  @Override
  public void reconcile(ObjectKey key) {
    cluster
        .find(ResourceTypes.PODS, key, Pod.class)
        .filter(Scheduler::waits)
        .ifPresent(this::assign);
  }

  private static boolean waits(Pod pod) {
    String node = pod.getSpec().getNodeName();
    return (node == null || node.isEmpty()) && pod.getMetadata().getDeletionTimestamp() == null;
  }

  private void assign(Pod pod) {
    ObjectKey key = Cluster.key(pod);
    List<Node> nodes = cluster.list(ResourceTypes.NODES, "", Node.class);
    List<Pod> pods = cluster.list(ResourceTypes.PODS, "", Pod.class);
    Map<String, Integer> refusals = new TreeMap<>();
    List<Node> fitting =
        nodes.stream()
            .filter(
                node -> {
                  String refusal = refusal(pod, node, pods);
                  if (!refusal.isEmpty()) {
                    refusals.merge(refusal, 1, Integer::sum);
                  }
                  return refusal.isEmpty();
                })
            .toList();
    if (fitting.isEmpty()) {
      String why =
          refusals.entrySet().stream()
              .map(refusal -> refusal.getValue() + " " + refusal.getKey())
              .collect(Collectors.joining(", "));
      String message = "0/" + nodes.size() + " nodes are available: " + why + ".";
      events.warning(pod, "FailedScheduling", message);
      condition(key, "False", "Unschedulable", message);
      loop.after(pace.of(RETRY), this, key);
      return;
    }
    String node =
        fitting.stream()
            .min(
                Comparator.comparingLong((Node n) -> on(n, pods).size())
                    .thenComparing(n -> n.getMetadata().getName()))
            .orElseThrow()
            .getMetadata()
            .getName();
    condition(key, "True", null, null);
    bind(key, node);
    String where = key.namespace() + "/" + key.name();
    events.normal(pod, "Scheduled", "Successfully assigned " + where + " to " + node);
  }

  private void bind(ObjectKey key, String node) {
    cluster
        .registry()
        .modify(
            ResourceTypes.PODS,
            key,
            Part.MAIN,
            before -> {
              ObjectNode bound = before.deepCopy();
              bound.withObjectProperty("spec").put("nodeName", node);
              return bound;
            },
            WriteOptions.by(cluster.manager()));
  }

  private void condition(
      ObjectKey key, String status, @Nullable String reason, @Nullable String message) {
    String now = cluster.now().truncatedTo(ChronoUnit.SECONDS).toString();
    cluster.status(
        ResourceTypes.PODS,
        key,
        Pod.class,
        pod -> {
          var conditions = pod.getStatus().getConditions();
          boolean same =
              conditions.stream()
                  .anyMatch(
                      c ->
                          c.getType().equals("PodScheduled")
                              && c.getStatus().equals(status)
                              && Objects.equals(c.getMessage(), message));
          if (!same) {
            conditions.removeIf(c -> c.getType().equals("PodScheduled"));
            conditions.add(
                new PodConditionBuilder()
                    .withType("PodScheduled")
                    .withStatus(status)
                    .withReason(reason)
                    .withMessage(message)
                    .withLastTransitionTime(now)
                    .build());
          }
        });
  }

  /** Why a pod cannot go to a node; empty if it can. */
  private static String refusal(Pod pod, Node node, List<Pod> pods) {
    if (Boolean.TRUE.equals(node.getSpec().getUnschedulable())) {
      return "node(s) were unschedulable";
    }
    for (Taint taint : node.getSpec().getTaints()) {
      if (!taint.getEffect().equals("PreferNoSchedule") && !tolerates(pod, taint)) {
        return "node(s) had untolerated taint {"
            + taint.getKey()
            + ": "
            + Objects.requireNonNullElse(taint.getValue(), "")
            + "}";
      }
    }
    boolean ready =
        node.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    if (!ready) {
      return "node(s) had untolerated taint {node.kubernetes.io/not-ready: }";
    }
    Map<String, String> selector = pod.getSpec().getNodeSelector();
    Map<String, String> labels = node.getMetadata().getLabels();
    if (selector != null
        && !(labels == null
            ? selector.isEmpty()
            : labels.entrySet().containsAll(selector.entrySet()))) {
      return "node(s) didn't match Pod's node affinity/selector";
    }
    List<Pod> there = on(node, pods);
    for (String resource : List.of("cpu", "memory")) {
      BigDecimal used =
          there.stream().map(p -> requested(p, resource)).reduce(BigDecimal.ZERO, BigDecimal::add);
      Quantity has = node.getStatus().getAllocatable().get(resource);
      if (has != null
          && used.add(requested(pod, resource)).compareTo(Quantity.getAmountInBytes(has)) > 0) {
        return "Insufficient " + resource;
      }
    }
    return "";
  }

  private static boolean tolerates(Pod pod, Taint taint) {
    return pod.getSpec().getTolerations().stream().anyMatch(t -> tolerates(t, taint));
  }

  private static boolean tolerates(Toleration toleration, Taint taint) {
    boolean key = toleration.getKey() == null || toleration.getKey().equals(taint.getKey());
    boolean effect =
        toleration.getEffect() == null || toleration.getEffect().equals(taint.getEffect());
    boolean value =
        "Exists".equals(toleration.getOperator())
            || Objects.equals(toleration.getValue(), taint.getValue());
    return key && effect && value;
  }

  private static List<Pod> on(Node node, List<Pod> pods) {
    String name = node.getMetadata().getName();
    return pods.stream()
        .filter(pod -> name.equals(pod.getSpec().getNodeName()))
        .filter(pod -> !List.of("Succeeded", "Failed").contains(pod.getStatus().getPhase()))
        .toList();
  }

  private static BigDecimal requested(Pod pod, String resource) {
    BigDecimal sum = BigDecimal.ZERO;
    for (var container : pod.getSpec().getContainers()) {
      var resources = container.getResources();
      Quantity amount =
          resources == null || resources.getRequests() == null
              ? null
              : resources.getRequests().get(resource);
      if (amount != null) {
        sum = sum.add(Quantity.getAmountInBytes(amount));
      }
    }
    return sum;
  }
}
