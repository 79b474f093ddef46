package io.aicloudops.remediator.execute;

import io.aicloudops.remediator.execute.Evictions.Meant;
import io.aicloudops.remediator.execute.around.SurroundingsReader;
import io.aicloudops.remediator.execute.edit.NotActedOnException;
import io.aicloudops.remediator.guard.ClusterRules;
import io.aicloudops.remediator.guard.Surroundings;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes pods away: the dry run names them, exactly those are approved, and exactly those are
 * evicted. Which pods, and what has to hold for it, is for the kinds of this to say.
 */
abstract class Removing implements Act {

  final KubernetesClient client;
  final Targets targets;
  private final Evictions evictions;
  private final SurroundingsReader surroundings;

  Removing(KubernetesClient client, Targets targets, SurroundingsReader surroundings) {
    this.client = client;
    this.targets = targets;
    this.evictions = new Evictions(client);
    this.surroundings = surroundings;
  }

  /**
   * The pods to take away, as things are now.
   *
   * @throws NotActedOnException if something speaks against it
   */
  abstract List<Pod> chosen(Intent intent, HasMetadata live);

  /** Whether a pod that was approved is still in the state for which it was. */
  abstract boolean still(Intent intent, Pod pod);

  /** What the guard has to know, where that is more than what was read. */
  abstract Surroundings around(Surroundings read, List<Pod> pods);

  /**
   * Whether disruption budgets have to allow it at the dry run. Where pods go one after the other,
   * a budget that allows one now allows another when the first has come back.
   */
  abstract boolean allowedAtOnce();

  /** What stood against it at the dry run may stand again: asked before the first eviction. */
  abstract void askAgain(Intent intent, HasMetadata live);

  /** What has to come when the pods are gone. */
  abstract Attempt whenGone(Intent intent);

  @Override
  public final Attempt dryRun(Intent intent) {
    HasMetadata live = targets.require(intent);
    List<Pod> pods = chosen(intent, live);
    long held = pods.stream().filter(pod -> !evictions.evict(Meant.of(pod), true)).count();
    if (held > 0 && allowedAtOnce()) {
      return Attempt.failed("a disruption budget forbids it now");
    }
    String lines = Evictions.lines(pods);
    Surroundings read = surroundings.around(intent.getAction(), live, live);
    Map<String, String> facts = new HashMap<>(around(read, pods).toFacts());
    facts.put(Evictions.PODS, lines);
    return new Attempt(OutcomeStatus.DONE, "the server accepts it", Evictions.diff(lines), facts);
  }

  @Override
  public final Attempt execute(Intent intent) {
    List<Meant> pods = Evictions.meant(intent.getParams());
    var diff = Evictions.diff(intent.getParams().getOrDefault(Evictions.PODS, ""));
    if (pods.isEmpty() || !diff.hash().equals(intent.getDiffHash())) {
      return Attempt.refused("these are not the pods that were approved");
    }
    HasMetadata live = targets.require(intent);
    var ban = ClusterRules.ban(surroundings.around(intent.getAction(), live, live));
    if (ban.isPresent()) {
      return Attempt.refused(ban.get());
    }
    List<Meant> left =
        pods.stream()
            .filter(m -> evictions.alive(m).filter(pod -> still(intent, pod)).isPresent())
            .toList();
    if (left.isEmpty()) {
      return new Attempt(OutcomeStatus.DONE, "was carried out before", diff, Map.of());
    }
    askAgain(intent, live);
    long held = left.stream().filter(meant -> !evictions.evict(meant, false)).count();
    return held > 0
        ? Attempt.failed("disruption budgets hold back " + held + " of " + pods.size() + " pods")
        : new Attempt(OutcomeStatus.DONE, "evicted " + left.size() + " pods", diff, Map.of());
  }

  @Override
  public final Attempt recognise(Intent intent) {
    return gone(intent)
        ? Attempt.done("was carried out before")
        : Attempt.refused("came too late; not all of the pods were evicted");
  }

  @Override
  public final Attempt check(Intent intent) {
    return gone(intent) ? whenGone(intent) : Attempt.pending("some of the pods are still there");
  }

  @Override
  public final Attempt undo(Intent intent) {
    return Attempt.refused("a pod that was taken away does not come back");
  }

  private boolean gone(Intent intent) {
    return Evictions.meant(intent.getParams()).stream()
        .noneMatch(meant -> evictions.alive(meant).isPresent());
  }
}
