package io.aicloudops.simulator.controllers.kubelet;

import io.aicloudops.simulator.controllers.Cluster;
import io.aicloudops.simulator.kube.store.ObjectKey;
import io.aicloudops.simulator.kube.types.ResourceTypes;
import io.aicloudops.simulator.pods.PodRuntime;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The life of one pod on its node. All but {@link #log} runs on the kubelet's thread. */
final class PodWorker {

  private static final Duration MOMENT = Duration.ofSeconds(1);
  private static final Duration CONFIG_RETRY = Duration.ofSeconds(5);
  private static final Duration HEALTHY_AFTER = Duration.ofMinutes(10);

  /** Time for endpoints and load balancers to forget the pod before its process is told to end. */
  private static final Duration DRAIN = Duration.ofSeconds(1);

  /** Of a process that ends because it was asked to, 128 + SIGTERM. */
  private static final int ASKED_TO_END = 143;

  private final Kubelet.Tools tools;
  private final String uid;
  private final ObjectKey key;
  private final BackOff crashes = new BackOff();
  private final BackOff pulls = new BackOff();
  private final PodStatuses statuses;
  private Pod pod;
  private boolean begun;
  private boolean ending;
  private boolean running;
  private boolean wasReady;
  private int launches;
  private Instant startedAt = Instant.EPOCH;
  private volatile String log = "";
  private volatile String previousLog = "";

  PodWorker(Kubelet.Tools tools, Pod pod) {
    this.tools = tools;
    this.pod = pod;
    this.uid = pod.getMetadata().getUid();
    this.key = Cluster.key(pod);
    this.statuses = new PodStatuses(tools.cluster(), pod);
  }

  String uid() {
    return uid;
  }

  String log(boolean previous) {
    return previous ? previousLog : log;
  }

  /** Does what the pod as it is now asks for. */
  void sync(Pod now) {
    String image = image();
    pod = now;
    if (now.getMetadata().getDeletionTimestamp() != null) {
      end();
    } else if (!begun) {
      begun = true;
      start();
    } else if (running && !image.equals(image())) {
      say(
          "Normal",
          "Killing",
          "Container " + container().getName() + " definition changed, will be restarted");
      launches++;
      running = false;
      tools.runtime().stop(uid);
      statuses.ended(terminated(137, "Error"));
      restart();
    }
  }

  /** The pod is gone from the API without a graceful end. */
  void kill() {
    ending = true;
    launches++;
    tools.stopper().execute(() -> tools.runtime().stop(uid));
  }

  void stopNow() {
    ending = true;
    launches++;
    tools.runtime().stop(uid);
  }

  private void start() {
    if (ending) {
      return;
    }
    if (!tools.runtime().imageExists(image())) {
      pullFailed();
      return;
    }
    pulled();
    Map<String, String> environment;
    try {
      environment = tools.environment().of(pod, container());
    } catch (PodEnvironment.MissingException e) {
      statuses.waiting("CreateContainerConfigError", String.valueOf(e.getMessage()));
      say("Warning", "Failed", "Error: " + e.getMessage());
      later(CONFIG_RETRY, this::start);
      return;
    }
    say("Normal", "Created", "Created container: " + container().getName());
    int launch = ++launches;
    running = true;
    wasReady = false;
    startedAt = tools.cluster().now();
    statuses.started(PodContainer.running(startedAt), containerId());
    say("Normal", "Started", "Started container " + container().getName());
    tools.runtime().start(described().launch(tools, environment), new Ear(launch));
  }

  private void pulled() {
    if (pulls.isReset() && launches > 0 && !"Always".equals(container().getImagePullPolicy())) {
      say("Normal", "Pulled", "Container image \"" + image() + "\" already present on machine");
    } else {
      say("Normal", "Pulling", "Pulling image \"" + image() + "\"");
      say(
          "Normal",
          "Pulled",
          "Successfully pulled image \"" + image() + "\" in 120ms (120ms including waiting)");
    }
    pulls.reset();
  }

  private void pullFailed() {
    String why =
        "failed to pull and unpack image \""
            + image()
            + "\": failed to resolve reference \""
            + image()
            + "\": "
            + image()
            + ": not found";
    String error = "rpc error: code = NotFound desc = " + why;
    say("Normal", "Pulling", "Pulling image \"" + image() + "\"");
    say("Warning", "Failed", "Failed to pull image \"" + image() + "\": " + error);
    say("Warning", "Failed", "Error: ErrImagePull");
    statuses.waiting("ErrImagePull", error);
    later(
        MOMENT,
        () -> {
          String backOff = "Back-off pulling image \"" + image() + "\"";
          say("Normal", "BackOff", backOff);
          say("Warning", "Failed", "Error: ImagePullBackOff");
          statuses.waiting("ImagePullBackOff", backOff + ": ErrImagePull: " + error);
          later(pulls.next(false), this::start);
        });
  }

  private void exited(int exitCode, String reason, String lastLog) {
    running = false;
    log = lastLog;
    statuses.ended(terminated(exitCode, reason));
    if (ending) {
      return;
    }
    String policy = pod.getSpec().getRestartPolicy();
    if (policy.equals("Never") || (policy.equals("OnFailure") && exitCode == 0)) {
      statuses.finished(exitCode == 0 ? "Succeeded" : "Failed");
      return;
    }
    Duration lived = Duration.between(startedAt, tools.cluster().now());
    if (lived.compareTo(tools.pace().of(HEALTHY_AFTER)) > 0) {
      crashes.reset();
    }
    Duration wait = crashes.next(true);
    if (wait.isZero()) {
      later(MOMENT, this::restart);
      return;
    }
    later(
        MOMENT,
        () -> {
          String name = container().getName();
          String where = key.name() + "_" + key.namespace() + "(" + uid + ")";
          say(
              "Warning",
              "BackOff",
              "Back-off restarting failed container " + name + " in pod " + where);
          statuses.crashLoop(
              "back-off "
                  + PodContainer.text(wait)
                  + " restarting failed container="
                  + name
                  + " pod="
                  + where);
          later(wait, this::restart);
        });
  }

  private void restart() {
    previousLog = log;
    log = "";
    statuses.restarted();
    start();
  }

  private void end() {
    if (ending) {
      return;
    }
    ending = true;
    Long grace = pod.getMetadata().getDeletionGracePeriodSeconds();
    if (!running) {
      tools.cluster().deleteNow(ResourceTypes.PODS, key);
      return;
    }
    say("Normal", "Killing", "Stopping container " + container().getName());
    Duration drain = grace != null && grace == 0 ? Duration.ZERO : DRAIN;
    tools
        .loop()
        .after(
            tools.pace().of(drain),
            () ->
                tools
                    .stopper()
                    .execute(
                        () -> {
                          tools.runtime().stop(uid);
                          tools.loop().execute(this::ended);
                        }));
  }

  /** How the container ended is written before the pod goes, as a kubelet does. */
  private void ended() {
    if (running) { // else it ended by itself meanwhile, and has said how
      running = false;
      statuses.ended(terminated(ASKED_TO_END, "Error"));
    }
    statuses.finished("Failed");
    tools.cluster().deleteNow(ResourceTypes.PODS, key);
  }

  /** Hears what becomes of one launch; what comes of an earlier one is no longer of interest. */
  private final class Ear implements PodRuntime.Listener {

    private final int launch;

    Ear(int launch) {
      this.launch = launch;
    }

    @Override
    public void serving(String ip, int port) {
      heard(() -> statuses.serving(ip, port));
    }

    @Override
    public void ready(boolean ready) {
      heard(
          () -> {
            if (wasReady && !ready) {
              say(
                  "Warning",
                  "Unhealthy",
                  "Readiness probe failed: HTTP probe failed with statuscode: 503");
            }
            wasReady = ready;
            statuses.ready(ready);
          });
    }

    @Override
    public void exited(int exitCode, String reason, String lastLog) {
      heard(() -> PodWorker.this.exited(exitCode, reason, lastLog));
    }

    private void heard(Runnable reaction) {
      tools
          .loop()
          .execute(
              () -> {
                if (launch == launches && running) {
                  reaction.run();
                }
              });
    }
  }

  private void later(Duration real, Runnable work) {
    tools
        .loop()
        .after(
            tools.pace().of(real),
            () -> {
              if (!ending) {
                work.run();
              }
            });
  }

  private void say(String type, String reason, String message) {
    tools
        .events()
        .write(pod, type, reason, message, "spec.containers{" + container().getName() + "}");
  }

  private Container container() {
    return described().container();
  }

  private String image() {
    return container().getImage();
  }

  private String containerId() {
    return PodContainer.id(uid, launches);
  }

  private PodContainer described() {
    return new PodContainer(pod);
  }

  private ContainerState terminated(int exitCode, String reason) {
    return described()
        .terminated(exitCode, reason, startedAt, tools.cluster().now(), containerId(), log);
  }
}
