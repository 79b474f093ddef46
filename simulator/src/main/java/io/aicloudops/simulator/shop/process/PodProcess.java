package io.aicloudops.simulator.shop.process;

import io.aicloudops.simulator.pods.PodRuntime;
import io.aicloudops.simulator.shop.model.Images;
import org.jspecify.annotations.Nullable;

/** A container the runtime was asked to run, and what runs of it so far. Guarded by the runtime. */
final class PodProcess {

  final PodRuntime.Launch launch;
  final PodRuntime.Listener listener;
  final Images.Image image;
  @Nullable Instance instance;
  @Nullable InstanceServer server;
  boolean ready;

  PodProcess(PodRuntime.Launch launch, PodRuntime.Listener listener, Images.Image image) {
    this.launch = launch;
    this.listener = listener;
    this.image = image;
  }

  /** The name its callers find it by: the label {@code app}, as a Service selects it. */
  String serviceName() {
    return launch.podLabels().getOrDefault("app", launch.workload());
  }
}
