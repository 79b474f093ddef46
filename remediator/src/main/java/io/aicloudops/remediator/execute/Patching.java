package io.aicloudops.remediator.execute;

import io.aicloudops.remediator.guard.ClusterRules;
import io.aicloudops.remediator.guard.Surroundings;
import io.aicloudops.remediator.guard.Verdict.Refused;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
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

  private static final String UNDO_PATH = "undo.path";
  private static final String UNDO_EXPECTS = "undo.expects";

  /** Fact with the patch that somebody may commit to the source of an object that Git owns. */
  private static final String GIT_PATCH = "git.patch";

  private final KubernetesClient client;
  private final Targets targets;
  private final SurroundingsReader surroundings;

  Patching(KubernetesClient client, Targets targets) {
    this.client = client;
    this.targets = targets;
    this.surroundings = new SurroundingsReader(client);
  }

  @Override
  public Attempt dryRun(Intent intent) {
    HasMetadata live = targets.require(intent);
    Comparison comparison = compare(intent, live);
    Map<String, String> facts = new HashMap<>(comparison.attempt().facts());
    comparison.around().ifPresent(around -> facts.putAll(around.toFacts()));
    if (comparison.around().filter(a -> !a.manager().isEmpty()).isPresent()) {
      facts.put(GIT_PATCH, comparison.change().orElseThrow().forGit(live));
    }
    return comparison.attempt().with(facts);
  }

  /**
   * What a dry run came to.
   *
   * @param change empty if nothing would change
   * @param around empty if nothing would change, or of a node
   */
  private record Comparison(
      Attempt attempt, Optional<Change> change, Optional<Surroundings> around) {

    static Comparison nothing(String why) {
      return new Comparison(Attempt.refused(why), Optional.empty(), Optional.empty());
    }
  }

  private Comparison compare(Intent intent, HasMetadata live) {
    Optional<Change> change = Changes.of(intent, live, client);
    if (change.isEmpty()) {
      return Comparison.nothing(
          "there is nothing to change: " + Changes.whyNothing(intent.getAction(), live));
    }
    HasMetadata then = patch(intent, live, change.get(), true);
    Diff diff = Diff.between(live.getKind() + " " + live.getMetadata().getName(), live, then);
    if (diff.text().isEmpty()) {
      return Comparison.nothing("the server says that nothing would change");
    }
    Map<String, String> undo = new HashMap<>(change.get().undo());
    if (!undo.isEmpty()) {
      undo.put(UNDO_PATH, change.get().path());
      undo.put(UNDO_EXPECTS, Change.valueHash(then, change.get().path()));
    }
    Optional<Surroundings> around =
        Workloads.is(live)
            ? Optional.of(surroundings.around(intent.getAction(), live, then))
            : Optional.empty();
    return new Comparison(
        new Attempt(OutcomeStatus.DONE, "the server accepts it", diff, undo), change, around);
  }

  @Override
  public Attempt execute(Intent intent) {
    HasMetadata live = targets.require(intent);
    if (carriedOut(intent, live)) {
      return Attempt.done("was carried out before");
    }
    Comparison now = compare(intent, live);
    if (now.attempt().status() != OutcomeStatus.DONE) {
      return now.attempt();
    }
    if (!now.attempt().diff().hash().equals(intent.getDiffHash())) {
      return Attempt.refused("the object has changed since the diff was approved");
    }
    Optional<Refused> against = now.around().flatMap(around -> against(intent, around));
    if (against.isPresent()) {
      return Attempt.refused(against.get());
    }
    Change change = now.change().orElseThrow();
    HasMetadata changed = patch(intent, live, change, false);
    Map<String, String> facts = new HashMap<>(now.attempt().facts());
    facts.put("generation", String.valueOf(changed.getMetadata().getGeneration()));
    return new Attempt(OutcomeStatus.DONE, change.summary(), now.attempt().diff(), facts);
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
    return RolloutStatus.of(targets.require(intent));
  }

  @Override
  public Attempt undo(Intent intent) {
    HasMetadata live = targets.require(intent);
    if (carriedOut(intent, live)) {
      return Attempt.done("was undone before");
    }
    String path = intent.getParams().getOrDefault(UNDO_PATH, "");
    String expected = intent.getParams().getOrDefault(UNDO_EXPECTS, "");
    if (!expected.isEmpty() && !expected.equals(Change.valueHash(live, path))) {
      return Attempt.refused("somebody else has changed it since");
    }
    Optional<Change> change = Changes.undoOf(intent, live, client);
    if (change.isEmpty()) {
      return Attempt.refused("there is nothing to undo");
    }
    patch(intent, live, change.get(), false);
    return Attempt.done(change.get().summary());
  }

  private static String mark(HasMetadata live) {
    Map<String, String> annotations = live.getMetadata().getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault(KubernetesCluster.MARK, "");
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
