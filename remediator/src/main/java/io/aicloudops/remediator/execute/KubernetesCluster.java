package io.aicloudops.remediator.execute;

import io.aicloudops.remediator.execute.around.SurroundingsReader;
import io.aicloudops.remediator.execute.edit.NotActedOnException;
import io.aicloudops.schemas.event.Intent;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;

/**
 * A real cluster through its API server: objects are patched under the field manager {@value
 * #MANAGER}, pods are evicted, and what the server answers becomes an outcome.
 */
public final class KubernetesCluster implements Cluster {

  /** Our field manager. */
  public static final String MANAGER = "ai-cloudops";

  private final KubernetesClient client;
  private final Act patching;
  private final Act evicting;
  private final Act draining;
  private final Act retrying;
  private final Throttle throttle;

  /**
   * @param client tries each request once; is closed with this
   * @param throttle sees the answers to this client
   * @param namespaces where to act; empty for everywhere
   * @param clock for what happened lately and what is late
   */
  public KubernetesCluster(
      KubernetesClient client, Throttle throttle, Collection<String> namespaces, Clock clock) {
    this.client = client;
    this.throttle = throttle;
    Targets targets = new Targets(client, namespaces);
    SurroundingsReader around = new SurroundingsReader(client, clock);
    this.patching = new Patching(client, targets, around);
    this.evicting = new Evicting(client, targets, around, clock);
    this.draining = new Draining(client, targets, around, clock);
    this.retrying = new Retrying(client, targets, around);
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
      case DRAIN -> draining;
      case RETRY_JOB -> retrying;
      default -> patching;
    };
  }

  private interface Call {
    Attempt run();
  }

  /** What cannot be helped by trying again is a refusal; what can is a failure. */
  private Attempt guarded(Call call) {
    Optional<Duration> wait = throttle.waiting();
    if (wait.isPresent()) {
      return Attempt.failed(
          "the API server asked to be left alone for " + wait.get().toSeconds() + " s yet");
    }
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
      case 400, 404, 405, 410, 415, 422 -> Attempt.refused(message);
      case 403 -> starting(said) ? Attempt.failed(message) : Attempt.refused(message);
      default -> Attempt.failed(message);
    };
  }

  /** A server that starts denies what it has not read the roles of yet, and names them. */
  private static boolean starting(String denial) {
    return denial.contains("RBAC:") && denial.contains("not found");
  }

  @Override
  public void close() {
    client.close();
  }
}
