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
        int registryPort,
    @Setting(
            value =
                "Name or address under which clients reach the embedded broker; unless it is localhost, broker and registry listen on all interfaces, without authentication.",
            byDefault = "localhost")
        String advertisedHost) {

  private static final String LOCAL = "localhost";

  /** Checks what no type checks. */
  public EmbeddedSettings {
    if (!advertisedHost.matches("[\\w.-]+|\\[[0-9a-fA-F:]+\\]")
        || advertisedHost.matches("0\\.0\\.0\\.0|127\\..*|\\[::1?\\]")) {
      throw new IllegalArgumentException(
          "advertised-host: is localhost, or a name or an address of this machine that others reach, without a port, not '"
              + advertisedHost
              + "'");
    }
  }

  /** Where the settings stand. */
  public static final Section<EmbeddedSettings> SECTION =
      new Section<>("embedded", EmbeddedSettings.class);

  /** On free ports, for this machine alone. */
  public static EmbeddedSettings local(Path data) {
    return new EmbeddedSettings(data, 0, 0, LOCAL);
  }

  /** True if other machines and containers reach the broker and the registry. */
  public boolean exposed() {
    return !advertisedHost.equals(LOCAL);
  }

  /** Where the broker and the registry listen. */
  String bindHost() {
    return exposed() ? "0.0.0.0" : LOCAL;
  }
}
