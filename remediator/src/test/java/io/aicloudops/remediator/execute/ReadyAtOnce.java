package io.aicloudops.remediator.execute;

import io.aicloudops.simulator.pods.PodRuntime;
import java.util.concurrent.atomic.AtomicInteger;

/** Every container serves at once. */
final class ReadyAtOnce implements PodRuntime {

  private final AtomicInteger ports = new AtomicInteger(20_000);

  @Override
  public boolean imageExists(String image) {
    return true;
  }

  @Override
  public void start(Launch launch, Listener listener) {
    listener.serving("127.0.0.1", ports.incrementAndGet());
    listener.ready(true);
  }

  @Override
  public void stop(String podUid) {}

  @Override
  public Usage usage(String podUid) {
    return new Usage(0, 0);
  }
}
