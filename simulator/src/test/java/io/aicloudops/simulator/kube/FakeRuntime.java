package io.aicloudops.simulator.kube;

import io.aicloudops.simulator.pods.PodRuntime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Containers that do what their image says: "crash" exits 1 at once, "oom" 137, "unready" never
 * gets ready, others serve.
 */
final class FakeRuntime implements PodRuntime {

  final List<Launch> launches = new CopyOnWriteArrayList<>();
  final Map<String, Listener> running = new ConcurrentHashMap<>();
  final Set<String> missingImages = ConcurrentHashMap.newKeySet();
  private final AtomicInteger ports = new AtomicInteger(20_000);

  @Override
  public boolean imageExists(String image) {
    return !missingImages.contains(image);
  }

  @Override
  public void start(Launch launch, Listener listener) {
    launches.add(launch);
    if (launch.image().contains("crash")) {
      listener.exited(1, "Error", "line 1\nconfig key FOO is missing");
      return;
    }
    running.put(launch.podUid(), listener);
    listener.serving("127.0.0.1", ports.incrementAndGet());
    if (!launch.image().contains("unready")) {
      listener.ready(true);
    }
    if (launch.image().contains("oom")) {
      exit(launch.podUid(), 137, "OOMKilled");
    }
  }

  @Override
  public void stop(String podUid) {
    running.remove(podUid);
  }

  @Override
  public Usage usage(String podUid) {
    return running.containsKey(podUid) ? new Usage(50_000_000, 1.5) : new Usage(0, 0);
  }

  void exit(String podUid, int code, String reason) {
    Listener listener = running.remove(podUid);
    if (listener != null) {
      listener.exited(code, reason, "killed");
    }
  }

  /** Images of the containers that run now. */
  List<String> images() {
    return launches.stream()
        .filter(launch -> running.containsKey(launch.podUid()))
        .map(Launch::image)
        .toList();
  }
}
