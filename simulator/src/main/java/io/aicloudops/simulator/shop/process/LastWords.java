package io.aicloudops.simulator.shop.process;

import io.aicloudops.simulator.pods.PodRuntime;
import io.aicloudops.simulator.shop.model.Images;
import java.util.Locale;

/** What a process that dies wrote last. */
final class LastWords {

  private LastWords() {}

  static String crash(Images.Image image) {
    String name = image.service().name();
    String key = name.toUpperCase(Locale.ROOT) + "_SESSION_KEY";
    return """
        INFO  starting %s %s
        INFO  reading configuration from environment
        ERROR configuration: required key %s is not set (new in %s)
        FATAL start failed, exiting with code 1
        """
        .formatted(name, image.version(), key, image.version());
  }

  static String outOfMemory(PodRuntime.Launch launch) {
    long limitMib = launch.memoryLimitBytes() >> 20;
    return """
        WARN  heap is 92%% full after collection, memory limit %d MiB
        WARN  allocation stalled for 480 ms
        """
        .formatted(limitMib);
  }
}
