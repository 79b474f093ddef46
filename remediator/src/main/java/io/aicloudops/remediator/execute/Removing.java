package io.aicloudops.remediator.execute;

import io.aicloudops.remediator.execute.Evictions.Meant;
import io.aicloudops.remediator.execute.around.PodState;
import io.aicloudops.remediator.execute.around.SurroundingsReader;
import io.aicloudops.remediator.execute.edit.NotActedOnException;
import io.aicloudops.remediator.guard.ClusterRules;
import io.aicloudops.remediator.guard.Surroundings;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes pods away: the dry run names them, exactly those are approved, and exactly those are
 * evicted. Which pods, and what has to hold for it, is for the kinds of this to say.
 */
abstract class Removing implements Act {

  final KubernetesClient client;
  final Targets targets;
  private final Evictions evictions;
  private final SurroundingsReader surroundings;
  private final Clock clock;

  /**
   * @param clock tells which pods have outlived their grace
   */
  Removing(KubernetesClient client, Targets targets, SurroundingsReader surroundings, Clock clock) {
    this.client = client;
    this.targets = targets;
    this.evictions = new Evictions(client);
    this.surroundings = surroundings;
    this.clock = clock;
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

  /**
   * What it means that pods are still on their way out.
   *
   * @param late all of them have outlived their grace
   * @param said how many they are, for people
   */
  Attempt whileLeaving(Intent intent, List<Pod> leaving, boolean late, String said) {
    return Attempt.pending(said);
  }

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
            .filter(m -> staying(m).filter(pod -> still(intent, pod)).isPresent())
            .toList();
    if (left.isEmpty()) {
      return new Attempt(OutcomeStatus.DONE, "was carried out before", diff, Map.of());
    }
    askAgain(intent, live);
    long held = left.stream().filter(meant -> !evictions.evict(meant, false)).count();
    return held > 0
        ? Attempt.pending("disruption budgets hold back " + held + " of " + pods.size() + " pods")
        : new Attempt(OutcomeStatus.DONE, "evicted " + left.size() + " pods", diff, Map.of());
  }

  /** Carried out is what was asked for: pods that are leaving were evicted. */
  @Override
  public final Attempt recognise(Intent intent) {
    List<Meant> pods = Evictions.meant(intent.getParams());
    long staying = pods.stream().filter(meant -> staying(meant).isPresent()).count();
    if (staying == 0) {
      return Attempt.done("was carried out before");
    }
    String late = "came too late; " + staying + " of " + pods.size() + " pods were not evicted";
    return staying < pods.size() ? Attempt.failed(late) : Attempt.refused(late);
  }

  /** Complete is only what is gone: until its kubelet has ended a pod, the pod may run. */
  @Override
  public final Attempt check(Intent intent) {
    List<Meant> pods = Evictions.meant(intent.getParams());
    List<Pod> there = pods.stream().flatMap(meant -> evictions.there(meant).stream()).toList();
    if (there.isEmpty()) {
      return whenGone(intent);
    }
    String of = " of " + pods.size() + " pods ";
    long staying = there.stream().filter(pod -> !PodState.leaving(pod)).count();
    if (staying > 0) {
      return Attempt.pending(staying + of + "are still there");
    }
    long late = there.stream().filter(this::late).count();
    String said = there.size() + of + "are still leaving, " + late + " for longer than their grace";
    return whileLeaving(intent, there, late == there.size(), said);
  }

  @Override
  public final Attempt undo(Intent intent) {
    return Attempt.refused("a pod that was taken away does not come back");
  }

  private Optional<Pod> staying(Meant meant) {
    return evictions.there(meant).filter(pod -> !PodState.leaving(pod));
  }

  /** The server writes down by when the pod has to have ended. */
  private boolean late(Pod leaving) {
    String until = leaving.getMetadata().getDeletionTimestamp();
    return Instant.parse(until).isBefore(clock.instant());
  }
}
