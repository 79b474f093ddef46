package io.aicloudops.remediator.execute;

import io.aicloudops.remediator.execute.around.Room;
import io.aicloudops.remediator.execute.around.SurroundingsReader;
import io.aicloudops.remediator.execute.edit.NotActedOnException;
import io.aicloudops.remediator.guard.Surroundings;
import io.aicloudops.schemas.event.Intent;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Evicts the pods of a cordoned node, as kubectl drain does: not those of daemon sets, nor static
 * ones. Stops where it would lose something: a pod that no controller brings back, no room
 * elsewhere, or too many other nodes in trouble.
 */
final class Draining extends Removing {

  private static final String MIRROR = "kubernetes.io/config.mirror";
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  /** With more than this share of the other nodes down, moving load does harm. */
  private static final double MOST_DOWN = 1.0 / 3;

  Draining(KubernetesClient client, Targets targets, SurroundingsReader surroundings) {
    super(client, targets, surroundings);
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
      throw new NotActedOnException("no other node has room for the pod " + homeless.get());
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
        .filter(pod -> controller(pod).isEmpty())
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
    boolean daemon = controller(pod).filter(o -> o.getKind().equals("DaemonSet")).isPresent();
    boolean ended = pod.getStatus() != null && ENDED.contains(pod.getStatus().getPhase());
    boolean leaving = pod.getMetadata().getDeletionTimestamp() != null;
    return !mirror && !daemon && !ended && !leaving;
  }

  private static Optional<OwnerReference> controller(Pod pod) {
    return pod.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .findFirst();
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
}
