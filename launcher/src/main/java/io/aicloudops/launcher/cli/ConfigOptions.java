package io.aicloudops.launcher.cli;

import io.aicloudops.launcher.process.EmbeddedSettings;
import io.aicloudops.launcher.process.Services;
import io.aicloudops.runtime.logs.Logs;
import io.aicloudops.runtime.settings.Environment;
import io.aicloudops.runtime.settings.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that reads the configuration. */
final class ConfigOptions {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Configuration in HOCON, JSON or YAML; see docs/configuration.md.")
  private @Nullable Path file;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Directory of everything that has to survive a restart (embedded.data).")
  private @Nullable Path data;

  @Option(
      names = {"-D", "--set"},
      paramLabel = "KEY=VALUE",
      description = "One setting, stronger than file and environment; may be repeated.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  /**
   * The configuration, checked as a whole, and logging set up by it.
   *
   * @param builtIn values by path for what is not configured
   */
  Settings load(Map<String, ?> builtIn) {
    Map<String, Object> strongest = new LinkedHashMap<>(overrides);
    if (data != null) {
      strongest.put("embedded.data", data.toString());
    }
    Settings settings =
        Settings.load(file, Environment.variables(), strongest).withDefaults(builtIn);
    settings.check(Services.sections());
    Logs.configure(settings.read(Logs.SECTION));
    return settings;
  }

  /** Whether the data directory was given as an option. */
  boolean dataGiven() {
    return data != null;
  }

  /** The data directory; a relative one lies in the product's home. */
  static EmbeddedSettings embedded(Settings settings) {
    EmbeddedSettings embedded = settings.read(EmbeddedSettings.SECTION);
    return new EmbeddedSettings(
        Environment.home().resolve(embedded.data()),
        embedded.kafkaPort(),
        embedded.registryPort(),
        embedded.advertisedHost());
  }
}
