package io.aicloudops.remediator.execute;

import io.aicloudops.remediator.execute.Targets.NotActedOnException;
import io.aicloudops.schemas.event.Intent;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collection;
import java.util.Objects;

/**
 * A real cluster through its API server: objects are patched under the field manager {@value
 * #MANAGER}, pods are evicted, and what the server answers becomes an outcome.
 */
public final class KubernetesCluster implements Cluster {

  /** Annotation with the id of the last intent that changed the object. */
  public static final String MARK = "aiops.io/intent";

  /** Our field manager. */
  public static final String MANAGER = "ai-cloudops";

  private final KubernetesClient client;
  private final Act patching;
  private final Act evicting;

  /**
   * @param client is closed with this
   * @param namespaces where to act; empty for everywhere
   */
  public KubernetesCluster(KubernetesClient client, Collection<String> namespaces) {
    this.client = client;
    Targets targets = new Targets(client, namespaces);
    this.patching = new Patching(client, targets);
    this.evicting = new Evicting(client, targets);
  }

  @Override
  public Attempt dryRun(Intent intent) {
    return guarded(() -> act(intent).dryRun(intent));
  }

  @Override
  public Attempt execute(Intent intent) {
    return guarded(() -> act(intent).execute(intent));
  }

  @Override
  public Attempt recognise(Intent intent) {
    return guarded(() -> act(intent).recognise(intent));
  }

  @Override
  public Attempt check(Intent intent) {
    return guarded(() -> act(intent).check(intent));
  }

  @Override
  public Attempt undo(Intent intent) {
    return guarded(() -> act(intent).undo(intent));
  }

  private Act act(Intent intent) {
    return switch (intent.getAction()) {
      case DELETE_POD, DELETE_EVICTED_PODS -> evicting;
      default -> patching;
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

  @Override
  public void close() {
    client.close();
  }
}
