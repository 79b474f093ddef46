package io.aicloudops.launcher.system;

import io.aicloudops.simulator.pods.PodRuntime;
import java.util.concurrent.atomic.AtomicInteger;

/** Containers that do what their image and settings say. */
final class RowRuntime implements PodRuntime {

  /** What a container of the image {@code hungry} needs. */
  private static final long HUNGER = 160L << 20;

  private final AtomicInteger ports = new AtomicInteger(20_000);

  @Override
  public boolean imageExists(String image) {
    return !image.contains("missing");
  }

  @Override
  public void start(Launch launch, Listener listener) {
    String image = launch.image();
    boolean starves = launch.memoryLimitBytes() > 0 && launch.memoryLimitBytes() < HUNGER;
    if (image.contains("crash")) {
      listener.exited(1, "Error", "cannot start");
    } else if (image.contains("wrong-command")) {
      listener.exited(127, "Error", "executable file not found in $PATH");
    } else if ("bad".equals(launch.env().get("LEVEL"))) {
      listener.exited(1, "Error", "LEVEL=bad is no level");
    } else if (image.contains("hungry") && starves) {
      listener.serving("127.0.0.1", ports.incrementAndGet());
      listener.exited(137, "OOMKilled", "killed");
    } else {
      listener.serving("127.0.0.1", ports.incrementAndGet());
      if (!image.contains("unready")) {
        listener.ready(true);
      }
    }
  }

  @Override
  public void stop(String podUid) {
    // Nothing runs that would have to be stopped.
  }

  @Override
  public Usage usage(String podUid) {
    return new Usage(50_000_000, 1.5);
  }
}
