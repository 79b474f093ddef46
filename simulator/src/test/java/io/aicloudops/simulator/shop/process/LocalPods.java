package io.aicloudops.simulator.shop.process;

import io.aicloudops.simulator.pods.PodRuntime;
import io.aicloudops.simulator.shop.model.ServiceSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Runs pods without a cluster and remembers what became of them. */
final class LocalPods {

  final Map<String, Integer> ports = new ConcurrentHashMap<>();
  final Map<String, Boolean> ready = new ConcurrentHashMap<>();
  final List<Exit> exits = new CopyOnWriteArrayList<>();
  private final ShopRuntime runtime;

  LocalPods(ShopRuntime runtime) {
    this.runtime = runtime;
  }

  void startAll(List<ServiceSpec> services) {
    for (ServiceSpec service : services) {
      for (int i = 0; i < service.replicas(); i++) {
        start(service, service.name() + "-" + i, service.versions().stable());
      }
    }
  }

  void start(ServiceSpec service, String podUid, String version) {
    runtime.start(
        new PodRuntime.Launch(
            podUid,
            "shop",
            podUid,
            service.name(),
            service.name(),
            service.image(version),
            Map.of(),
            Map.of("app", service.name()),
            service.memoryLimitBytes(),
            service.cpuLimitCores()),
        new PodRuntime.Listener() {
          @Override
          public void serving(String ip, int port) {
            ports.put(podUid, port);
          }

          @Override
          public void ready(boolean isReady) {
            ready.put(podUid, isReady);
          }

          @Override
          public void exited(int exitCode, String reason, String lastLog) {
            exits.add(new Exit(podUid, exitCode, reason, lastLog));
          }
        });
  }

  boolean exited(String podUid) {
    return exits(podUid) > 0;
  }

  long exits(String podUid) {
    return exits.stream().filter(e -> e.podUid().equals(podUid)).count();
  }

  Exit exit(String podUid) {
    return exits.stream().filter(e -> e.podUid().equals(podUid)).findFirst().orElseThrow();
  }

  record Exit(String podUid, int code, String reason, String lastLog) {}
}
