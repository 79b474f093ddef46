package io.aicloudops.remediator.execute;

import io.aicloudops.remediator.execute.Evictions.Meant;
import io.aicloudops.remediator.execute.around.Room;
import io.aicloudops.remediator.execute.around.SurroundingsReader;
import io.aicloudops.remediator.execute.edit.NotActedOnException;
import io.aicloudops.remediator.guard.ClusterRules;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Evicts the pods of a cordoned node, as kubectl drain does: not those of daemon sets, nor static
 * ones. Stops where it would lose something: a pod that no controller brings back, no room
 * elsewhere, or too many other nodes in trouble.
 */
final class Draining implements Act {

  private static final String MIRROR = "kubernetes.io/config.mirror";
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  /** With more than this share of the other nodes down, moving load does harm. */
  private static final double MOST_DOWN = 1.0 / 3;

  private final KubernetesClient client;
  private final Targets targets;
  private final Evictions evictions;
  private final SurroundingsReader surroundings;

  Draining(KubernetesClient client, Targets targets, SurroundingsReader surroundings) {
    this.client = client;
    this.targets = targets;
    this.evictions = new Evictions(client);
    this.surroundings = surroundings;
  }

  @Override
  public Attempt dryRun(Intent intent) {
    HasMetadata node = targets.require(intent);
    List<Pod> pods = movable(intent, node);
    // A budget that allows one pod now allows another when the first has come back, so what counts
    // in the dry run is that the server would take the request at all.
    pods.forEach(pod -> evictions.evict(Meant.of(pod), true));
    String lines = Evictions.lines(pods);
    Map<String, String> facts =
        new HashMap<>(surroundings.around(intent.getAction(), node, node).toFacts());
    facts.put(Evictions.PODS, lines);
    return new Attempt(OutcomeStatus.DONE, "the server accepts it", Evictions.diff(lines), facts);
  }

  /** The pods to evict, when nothing speaks against it. */
  private List<Pod> movable(Intent intent, HasMetadata live) {
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
  public Attempt execute(Intent intent) {
    List<Meant> pods = Evictions.meant(intent.getParams());
    var diff = Evictions.diff(intent.getParams().getOrDefault(Evictions.PODS, ""));
    if (pods.isEmpty() || !diff.hash().equals(intent.getDiffHash())) {
      return Attempt.refused("these are not the pods that were approved");
    }
    HasMetadata node = targets.require(intent);
    var ban = ClusterRules.ban(surroundings.around(intent.getAction(), node, node));
    if (ban.isPresent()) {
      return Attempt.refused(ban.get());
    }
    List<Meant> left = pods.stream().filter(m -> evictions.alive(m).isPresent()).toList();
    if (left.isEmpty()) {
      return new Attempt(OutcomeStatus.DONE, "was carried out before", diff, Map.of());
    }
    movable(intent, node); // what stood against it a minute ago may stand again
    long held = left.stream().filter(meant -> !evictions.evict(meant, false)).count();
    return held > 0
        ? Attempt.failed("disruption budgets hold back " + held + " of " + pods.size() + " pods")
        : new Attempt(OutcomeStatus.DONE, "evicted " + left.size() + " pods", diff, Map.of());
  }

  @Override
  public Attempt recognise(Intent intent) {
    return gone(intent)
        ? Attempt.done("was carried out before")
        : Attempt.refused("came too late; not all of the pods were evicted");
  }

  @Override
  public Attempt check(Intent intent) {
    return gone(intent)
        ? Attempt.done("the pods are gone from the node")
        : Attempt.pending("some of the pods are still there");
  }

  @Override
  public Attempt undo(Intent intent) {
    return Attempt.refused("pods that were evicted do not come back to their node");
  }

  private boolean gone(Intent intent) {
    return Evictions.meant(intent.getParams()).stream()
        .noneMatch(meant -> evictions.alive(meant).isPresent());
  }
}
