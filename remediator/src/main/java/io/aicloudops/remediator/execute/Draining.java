package io.aicloudops.remediator.execute;

import io.aicloudops.remediator.execute.around.PodState;
import io.aicloudops.remediator.execute.around.Room;
import io.aicloudops.remediator.execute.around.SurroundingsReader;
import io.aicloudops.remediator.execute.edit.NotActedOnException;
import io.aicloudops.remediator.guard.Surroundings;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.identity.EntityId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Evicts the pods of a cordoned node, as kubectl drain does: not those of daemon sets, nor static
 * ones. Stops where it would lose something: a pod that no controller brings back, no room
 * elsewhere, or too many other nodes in trouble.
 *
 * <p>It is complete when the pods are gone from the server. A kubelet that does not answer ends no
 * pod, so that on a dead node they stay on their way out until the node is back or deleted, and we
 * delete none by force: two of them could run. There it is complete when all have outlived their
 * grace and their replica sets are whole on other nodes, which is what the drain was for. A
 * stateful set makes no other pod of a name before the first is gone: its pods keep the drain from
 * being complete, so that a person hears of them at the deadline.
 */
final class Draining extends Removing {

  private static final String MIRROR = "kubernetes.io/config.mirror";

  /** With more than this share of the other nodes down, moving load does harm. */
  private static final double MOST_DOWN = 1.0 / 3;

  Draining(KubernetesClient client, Targets targets, SurroundingsReader surroundings, Clock clock) {
    super(client, targets, surroundings, clock);
  }

  @Override
  List<Pod> chosen(Intent intent, HasMetadata live) {
    if (!(live instanceof Node node) || !Boolean.TRUE.equals(node.getSpec().getUnschedulable())) {
      throw new NotActedOnException("the node has to be cordoned before it is drained");
    }
    String name = node.getMetadata().getName();
    List<Node> others =
        client.nodes().list().getItems().stream()
            .filter(n -> !n.getMetadata().getName().equals(name))
            .toList();
    long down = others.stream().filter(n -> !Room.ready(n)).count();
    if (down > MOST_DOWN * others.size()) {
      throw new NotActedOnException(
          "storm: " + down + " of " + others.size() + " other nodes are not ready");
    }
    List<Pod> all = client.pods().inAnyNamespace().list().getItems();
    List<Pod> pods = all.stream().filter(pod -> name.equals(Room.node(pod))).toList();
    List<Pod> movable = pods.stream().filter(Draining::moves).toList();
    refuse(intent, movable);
    Optional<String> homeless = Room.on(others, all).without(movable);
    if (homeless.isPresent()) {
      throw new NotActedOnException(
          "no other node that takes the pod " + homeless.get() + " has room for it");
    }
    return movable;
  }

  private static void refuse(Intent intent, List<Pod> movable) {
    if (movable.isEmpty()) {
      throw new NotActedOnException("there is no pod on the node to evict");
    }
    int ceiling = Integer.parseInt(intent.getParams().getOrDefault("ceiling", "0"));
    if (movable.size() > ceiling) {
      throw new NotActedOnException(
          movable.size() + " pods would be evicted, more than the ceiling of " + ceiling);
    }
    movable.stream()
        .filter(pod -> PodState.controller(pod).isEmpty())
        .findFirst()
        .ifPresent(
            pod -> {
              throw new NotActedOnException(
                  "no controller would bring the pod " + pod.getMetadata().getName() + " back");
            });
  }

  private static boolean moves(Pod pod) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    boolean mirror = annotations != null && annotations.containsKey(MIRROR);
    boolean daemon =
        PodState.controller(pod).filter(o -> o.getKind().equals("DaemonSet")).isPresent();
    return !mirror && !daemon && !PodState.ended(pod) && !PodState.leaving(pod);
  }

  @Override
  boolean still(Intent intent, Pod pod) {
    return true;
  }

  @Override
  Surroundings around(Surroundings read, List<Pod> pods) {
    return read;
  }

  @Override
  boolean allowedAtOnce() {
    return false;
  }

  @Override
  void askAgain(Intent intent, HasMetadata live) {
    var unused = chosen(intent, live);
  }

  @Override
  Attempt whenGone(Intent intent) {
    return Attempt.done("the pods are gone from the node");
  }

  @Override
  Attempt whileLeaving(Intent intent, List<Pod> leaving, boolean late, String said) {
    String name = EntityId.parse(intent.getEntity()).name();
    Node node = client.nodes().withName(name).get();
    if (node != null && Room.ready(node)) {
      return Attempt.pending(said);
    }
    String dead = said + "; the node is not ready, so that nothing confirms that they ended";
    return late && leaving.stream().allMatch(pod -> replaced(pod, name))
        ? Attempt.done(dead + "; their replica sets are whole on other nodes")
        : Attempt.pending(dead);
  }

  /** Whether the pod's replica set has all that it asks for, ready on other nodes. */
  private boolean replaced(Pod pod, String node) {
    String namespace = pod.getMetadata().getNamespace();
    Optional<String> controller =
        PodState.controller(pod)
            .filter(owner -> owner.getKind().equals("ReplicaSet"))
            .map(OwnerReference::getUid);
    if (controller.isEmpty()) {
      return false;
    }
    int wanted =
        client.apps().replicaSets().inNamespace(namespace).list().getItems().stream()
            .filter(set -> controller.get().equals(set.getMetadata().getUid()))
            .findFirst()
            .map(set -> Objects.requireNonNullElse(set.getSpec().getReplicas(), 1))
            .orElse(0); // a set that was deleted asks for none
    long elsewhere =
        client.pods().inNamespace(namespace).list().getItems().stream()
            .filter(other -> PodState.ready(other) && !PodState.leaving(other))
            .filter(other -> !Room.node(other).equals(node))
            .filter(
                other -> PodState.controller(other).map(OwnerReference::getUid).equals(controller))
            .count();
    return elsewhere >= wanted;
  }
}
