package io.aicloudops.remediator.execute;

import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.aicloudops.schemas.identity.EntityId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A real cluster through its API server. Each write is a patch under the field manager {@value
 * #MANAGER}, bound to the version of the object whose dry run was compared, and marked with the
 * intent's id, so that an intent that was carried out just before a crash is recognised afterwards.
 */
public final class KubernetesCluster implements Cluster {

  /** Annotation with the id of the last intent that changed the object. */
  public static final String MARK = "aiops.io/intent";

  /** Our field manager. */
  public static final String MANAGER = "ai-cloudops";

  private static final String UNDO_PATH = "undo.path";
  private static final String UNDO_EXPECTS = "undo.expects";

  private final KubernetesClient client;
  private final Set<String> namespaces;

  /**
   * @param client is closed with this
   * @param namespaces where to act; empty for everywhere
   */
  public KubernetesCluster(KubernetesClient client, Collection<String> namespaces) {
    this.client = client;
    this.namespaces = Set.copyOf(namespaces);
  }

  @Override
  public Attempt dryRun(Intent intent) {
    return guarded(() -> compare(intent, require(intent)));
  }

  private Attempt compare(Intent intent, HasMetadata live) {
    Optional<Change> change = Changes.of(intent, live, client);
    if (change.isEmpty()) {
      return Attempt.refused("there is nothing to change: " + Changes.whyNothing(intent, live));
    }
    HasMetadata then = patch(intent, live, change.get(), true);
    Diff diff = Diff.between(live.getKind() + " " + live.getMetadata().getName(), live, then);
    if (diff.text().isEmpty()) {
      return Attempt.refused("the server says that nothing would change");
    }
    Map<String, String> undo = new HashMap<>(change.get().undo());
    if (!undo.isEmpty()) {
      undo.put(UNDO_PATH, change.get().path());
      undo.put(UNDO_EXPECTS, Change.valueHash(then, change.get().path()));
    }
    return new Attempt(OutcomeStatus.DONE, "the server accepts it", diff, undo);
  }

  @Override
  public Attempt execute(Intent intent) {
    return guarded(
        () -> {
          HasMetadata live = require(intent);
          if (carriedOut(intent, live)) {
            return Attempt.done("was carried out before");
          }
          Attempt now = compare(intent, live);
          if (now.status() != OutcomeStatus.DONE) {
            return now;
          }
          if (!now.diff().hash().equals(intent.getDiffHash())) {
            return Attempt.refused("the object has changed since the diff was approved");
          }
          Change change = Changes.of(intent, live, client).orElseThrow();
          HasMetadata changed = patch(intent, live, change, false);
          Map<String, String> facts = new HashMap<>(now.facts());
          facts.put("generation", String.valueOf(changed.getMetadata().getGeneration()));
          return new Attempt(OutcomeStatus.DONE, change.summary(), now.diff(), facts);
        });
  }

  @Override
  public Attempt recognise(Intent intent) {
    return guarded(
        () ->
            carriedOut(intent, require(intent))
                ? Attempt.done("was carried out before")
                : Attempt.refused("came too late; nothing was written"));
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
    return guarded(() -> RolloutStatus.of(require(intent)));
  }

  @Override
  public Attempt undo(Intent intent) {
    return guarded(
        () -> {
          HasMetadata live = require(intent);
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
        });
  }

  private static String mark(HasMetadata live) {
    Map<String, String> annotations = live.getMetadata().getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault(MARK, "");
  }

  private HasMetadata patch(Intent intent, HasMetadata live, Change change, boolean dryRun) {
    PatchContext.Builder how =
        new PatchContext.Builder().withPatchType(PatchType.JSON).withFieldManager(MANAGER);
    if (dryRun) {
      how.withDryRun(List.of("All"));
    }
    return resource(intent)
        .patch(how.build(), change.jsonPatch(live, dryRun ? "" : intent.getId()));
  }

  private HasMetadata require(Intent intent) {
    HasMetadata live = resource(intent).get();
    if (live == null) {
      throw new NotActedOnException(
          EntityId.parse(intent.getEntity()).display() + " does not exist");
    }
    return live;
  }

  private Resource<? extends HasMetadata> resource(Intent intent) {
    EntityId entity = EntityId.parse(intent.getEntity());
    if (!namespaces.isEmpty() && !namespaces.contains(entity.namespace())) {
      throw new NotActedOnException(
          "the namespace " + entity.namespace() + " is not ours to change");
    }
    return switch (entity.kind()) {
      case "Deployment" ->
          client.apps().deployments().inNamespace(entity.namespace()).withName(entity.name());
      case "StatefulSet" ->
          client.apps().statefulSets().inNamespace(entity.namespace()).withName(entity.name());
      case "DaemonSet" ->
          client.apps().daemonSets().inNamespace(entity.namespace()).withName(entity.name());
      default -> throw new NotActedOnException(entity.kind() + " is no kind that is acted on");
    };
  }

  private interface Call {
    Attempt run();
  }

  /** What cannot be helped by trying again is a refusal; what can is a failure. */
  private static Attempt guarded(Call call) {
    try {
      return call.run();
    } catch (NotActedOnException e) {
      return Attempt.refused(String.valueOf(e.getMessage()));
    } catch (KubernetesClientException e) {
      return answer(e);
    }
  }

  /** What the server's error means for us. */
  static Attempt answer(KubernetesClientException e) {
    String said =
        e.getStatus() == null
            ? String.valueOf(e.getMessage())
            : Objects.requireNonNullElse(e.getStatus().getMessage(), "");
    String message = "the API server answered " + e.getCode() + ": " + said;
    return switch (e.getCode()) {
      case 400, 401, 403, 404, 405, 410, 415, 422 -> Attempt.refused(message);
      default -> Attempt.failed(message);
    };
  }

  private static final class NotActedOnException extends RuntimeException {
    NotActedOnException(String message) {
      super(message);
    }
  }

  /** Replicas that a workload asks for; 1 if it does not say. */
  static int replicas(HasMetadata workload) {
    Integer replicas = null;
    if (workload instanceof Deployment deployment) {
      replicas = deployment.getSpec().getReplicas();
    } else if (workload instanceof StatefulSet set) {
      replicas = set.getSpec().getReplicas();
    }
    return replicas == null ? 1 : replicas;
  }

  @Override
  public void close() {
    client.close();
  }
}
