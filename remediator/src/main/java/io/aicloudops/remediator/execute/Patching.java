package io.aicloudops.remediator.execute;

import io.aicloudops.remediator.execute.around.SurroundingsReader;
import io.aicloudops.remediator.execute.edit.Change;
import io.aicloudops.remediator.execute.edit.Diff;
import io.aicloudops.remediator.execute.edit.Edits;
import io.aicloudops.remediator.guard.ClusterRules;
import io.aicloudops.remediator.guard.Surroundings;
import io.aicloudops.remediator.guard.Verdict.Refused;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes one value of an object with a patch under our field manager, bound to the version of the
 * object whose dry run was compared, and marked with the intent's id, so that an intent that was
 * carried out just before a crash is recognised afterwards.
 */
final class Patching implements Act {

  /** Fact with the patch that somebody may commit to the source of an object that Git owns. */
  private static final String GIT_PATCH = "git.patch";

  private final Targets targets;
  private final Edits edits;
  private final SurroundingsReader surroundings;

  Patching(KubernetesClient client, Targets targets, SurroundingsReader surroundings) {
    this.targets = targets;
    this.edits = new Edits(client);
    this.surroundings = surroundings;
  }

  /** What a dry run came to; nothing would change if the diff is empty. */
  private record Comparison(
      Change change, Diff diff, Map<String, String> undo, Surroundings around) {}

  private Comparison compare(Intent intent, HasMetadata live) {
    Change change = edits.of(intent, live);
    HasMetadata then = patch(intent, live, change, true);
    return new Comparison(
        change,
        Diff.between(live.getKind() + " " + live.getMetadata().getName(), live, then),
        change.undo(live, then),
        surroundings.around(intent.getAction(), live, then));
  }

  private static Attempt nothing() {
    return Attempt.refused("the server says that nothing would change");
  }

  @Override
  public Attempt dryRun(Intent intent) {
    HasMetadata live = targets.require(intent);
    Comparison found = compare(intent, live);
    if (found.diff().text().isEmpty()) {
      return nothing();
    }
    Map<String, String> facts = new HashMap<>(found.undo());
    facts.putAll(found.around().toFacts());
    if (!found.around().manager().isEmpty()) {
      facts.put(GIT_PATCH, found.change().forGit(live));
    }
    return new Attempt(OutcomeStatus.DONE, "the server accepts it", found.diff(), facts);
  }

  @Override
  public Attempt execute(Intent intent) {
    HasMetadata live = targets.require(intent);
    if (carriedOut(intent, live)) {
      return Attempt.done("was carried out before");
    }
    Comparison now = compare(intent, live);
    if (now.diff().text().isEmpty()) {
      return nothing();
    }
    if (!now.diff().hash().equals(intent.getDiffHash())) {
      return Attempt.refused("the object has changed since the diff was approved");
    }
    Optional<Refused> against = against(intent, now.around());
    if (against.isPresent()) {
      return Attempt.refused(against.get());
    }
    HasMetadata changed = patch(intent, live, now.change(), false);
    Map<String, String> facts = new HashMap<>(now.undo());
    facts.put("generation", String.valueOf(changed.getMetadata().getGeneration()));
    return new Attempt(OutcomeStatus.DONE, now.change().summary(), now.diff(), facts);
  }

  /** The rules about the surroundings once more, as these may have changed since the dry run. */
  private static Optional<Refused> against(Intent intent, Surroundings around) {
    if (!around.manager().isEmpty()) {
      return Optional.of(new Refused("gitops", "it is managed by " + around.manager() + " now"));
    }
    String least = intent.getParams().get("leastReady");
    return ClusterRules.ban(around)
        .or(
            () ->
                least == null
                    ? Optional.empty()
                    : ClusterRules.brake(
                        intent.getAction(), growth(intent), around, Double.parseDouble(least)));
  }

  private static int growth(Intent intent) {
    Map<String, String> params = intent.getParams();
    return Integer.compare(
        Integer.parseInt(params.getOrDefault("replicas", "0")),
        Integer.parseInt(params.getOrDefault("fromReplicas", "0")));
  }

  @Override
  public Attempt recognise(Intent intent) {
    return carriedOut(intent, targets.require(intent))
        ? Attempt.done("was carried out before")
        : Attempt.refused("came too late; nothing was written");
  }

  /**
   * True if the object carries the intent's own mark, or, for an execution, a later mark of the
   * same remediation: its undo, say. Each remediation executes once.
   */
  private static boolean carriedOut(Intent intent, HasMetadata live) {
    String mark = mark(live);
    return mark.equals(intent.getId())
        || (intent.getKind() == IntentKind.EXECUTE
            && mark.startsWith(intent.getRemediationId() + "/"));
  }

  @Override
  public Attempt check(Intent intent) {
    HasMetadata written = targets.require(intent);
    // What was written for a workload is done when its rollout is; a volume when it has grown.
    boolean volume = written instanceof PersistentVolumeClaim;
    return RolloutStatus.of(volume ? written : targets.requireEntity(intent));
  }

  @Override
  public Attempt undo(Intent intent) {
    HasMetadata live = targets.require(intent);
    if (carriedOut(intent, live)) {
      return Attempt.done("was undone before");
    }
    Change change = Change.undoing(intent.getParams(), live);
    patch(intent, live, change, false);
    return Attempt.done(change.summary());
  }

  private static String mark(HasMetadata live) {
    Map<String, String> annotations = live.getMetadata().getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault(Change.MARK, "");
  }

  private HasMetadata patch(Intent intent, HasMetadata live, Change change, boolean dryRun) {
    PatchContext.Builder how =
        new PatchContext.Builder()
            .withPatchType(PatchType.JSON)
            .withFieldManager(KubernetesCluster.MANAGER);
    if (dryRun) {
      how.withDryRun(List.of("All"));
    }
    return targets
        .resource(intent)
        .patch(how.build(), change.jsonPatch(live, dryRun ? "" : intent.getId()));
  }
}
