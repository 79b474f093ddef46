package io.aicloudops.connect.kubernetes.inspection;

import io.aicloudops.simulator.pods.PodRuntime;

/** Pods that are never started: an inspection looks at objects. */
final class NoProcesses implements PodRuntime {

  @Override
  public boolean imageExists(String image) {
    return true;
  }

  @Override
  public void start(Launch launch, Listener listener) {}

  @Override
  public void stop(String podUid) {}

  @Override
  public Usage usage(String podUid) {
    return new Usage(0, 0);
  }
}
