package io.aicloudops.connect.kubernetes;

import io.aicloudops.simulator.pods.PodRuntime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Containers that do what their image's name says: those of "crash" end with code 3, those of "oom"
 * are killed for their memory, those of "missing" cannot be pulled, all others serve.
 */
final class ScriptedPods implements PodRuntime {

  private final Map<String, Listener> running = new ConcurrentHashMap<>();

  @Override
  public boolean imageExists(String image) {
    return !image.contains("missing");
  }

  @Override
  public void start(Launch launch, Listener listener) {
    if (launch.image().contains("crash")) {
      listener.exited(3, "Error", "cannot connect to the store");
    } else if (launch.image().contains("oom")) {
      listener.exited(137, "OOMKilled", "allocating");
    } else {
      running.put(launch.podUid(), listener);
      listener.serving("127.0.0.1", 9);
      listener.ready(true);
    }
  }

  @Override
  public void stop(String podUid) {
    running.remove(podUid);
  }

  @Override
  public Usage usage(String podUid) {
    return new Usage(0, 0);
  }
}
