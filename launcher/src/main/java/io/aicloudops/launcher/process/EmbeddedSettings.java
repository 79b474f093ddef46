package io.aicloudops.launcher.process;

import io.aicloudops.runtime.settings.Section;
import io.aicloudops.runtime.settings.Setting;
import java.nio.file.Path;

/** What this process brings itself, when it runs without a Kafka cluster. */
public record EmbeddedSettings(
    @Setting(value = "Directory of everything that has to survive a restart.", byDefault = "data")
        Path data,
    @Setting(
            value = "Port of the embedded broker; 0 takes a free one and keeps it.",
            byDefault = "9092")
        int kafkaPort,
    @Setting(
            value = "Port of the embedded schema registry; 0 takes any free one.",
            byDefault = "8081")
        int registryPort) {

  /** Where the settings stand. */
  public static final Section<EmbeddedSettings> SECTION =
      new Section<>("embedded", EmbeddedSettings.class);
}
