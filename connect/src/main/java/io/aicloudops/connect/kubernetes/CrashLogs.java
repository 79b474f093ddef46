package io.aicloudops.connect.kubernetes;

import io.aicloudops.connect.kubernetes.states.PodStates;
import io.aicloudops.runtime.redact.Redactor;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the last lines of a container that has ended, without secrets and personal data, if that
 * is permitted.
 */
final class CrashLogs implements PodStates.LastWords, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CrashLogs.class);
  private static final int LINES = 20;
  private static final int LONGEST = 2000;

  /** A secret that is cut off its name is not known as one: what is looked at is longer. */
  private static final int LOOKED_AT = 8 * LONGEST;

  private static final int PATIENCE_SECONDS = 2;

  /** A server that starts, or a role that is new, may deny for a while what is permitted. */
  private static final Duration ASK_AGAIN = Duration.ofMinutes(5);

  private final Redactor redactor = new Redactor(false);
  private final KubernetesClient client;
  private final boolean wanted;
  private final Consumer<Runnable> owner;
  private final ExecutorService fetchers;
  private final Clock clock;
  private volatile Instant deniedUntil = Instant.MIN;

  /**
   * Logs by the client.
   *
   * @param owner runs what has to run in the thread that asked
   * @param clock for when to ask again after a denial
   */
  CrashLogs(KubernetesClient client, boolean wanted, Consumer<Runnable> owner, Clock clock) {
    this.client = client;
    this.wanted = wanted;
    this.owner = owner;
    this.clock = clock;
    this.fetchers =
        Executors.newFixedThreadPool(
            2,
            task -> {
              Thread thread = new Thread(task, "crash-logs");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of it
  public void fetch(Pod pod, String container, Consumer<String> then) {
    if (!wanted || denied()) {
      then.accept("");
      return;
    }
    CompletableFuture.supplyAsync(() -> read(pod, container), fetchers)
        .completeOnTimeout("", PATIENCE_SECONDS, TimeUnit.SECONDS)
        .exceptionally(error -> "")
        .thenAccept(log -> owner.accept(() -> then.accept(log)));
  }

  /** The container may be started again at any moment; then its log becomes the previous one. */
  private String read(Pod pod, String container) {
    String log = tail(pod, container, true);
    if (log.isEmpty()) {
      log = tail(pod, container, false);
    }
    return log.isEmpty() ? tail(pod, container, true) : log;
  }

  /** Asks by the plain path: the client's own method would first wait for the pod to be ready. */
  private String tail(Pod pod, String container, boolean previous) {
    if (denied()) {
      return "";
    }
    String path =
        "/api/v1/namespaces/"
            + pod.getMetadata().getNamespace()
            + "/pods/"
            + pod.getMetadata().getName()
            + "/log?tailLines="
            + LINES
            + "&container="
            + container
            + (previous ? "&previous=true" : "");
    try {
      String log = client.raw(path);
      String text = log == null ? "" : log.strip();
      return end(redactor.redact(end(text, LOOKED_AT)), LONGEST);
    } catch (KubernetesClientException e) {
      if (e.getCode() == 401 || e.getCode() == 403) {
        deny();
      }
      return ""; // there is no log of a container that never ran
    }
  }

  private boolean denied() {
    return clock.instant().isBefore(deniedUntil);
  }

  private synchronized void deny() {
    if (deniedUntil.equals(Instant.MIN)) {
      LOG.info(
          "Logs of crashed containers are not read: the cluster does not permit it;"
              + " it is asked again every {} min",
          ASK_AGAIN.toMinutes());
    }
    deniedUntil = clock.instant().plus(ASK_AGAIN);
  }

  private static String end(String text, int longest) {
    return text.length() <= longest ? text : text.substring(text.length() - longest);
  }

  @Override
  public void close() {
    fetchers.shutdownNow();
  }
}
