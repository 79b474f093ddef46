package io.aicloudops.launcher.cli;

import io.aicloudops.launcher.process.ClientFile;
import io.aicloudops.launcher.process.EmbeddedLog;
import io.aicloudops.launcher.process.EmbeddedSettings;
import io.aicloudops.launcher.process.Installation;
import io.aicloudops.launcher.process.Services;
import io.aicloudops.launcher.process.Shutdown;
import io.aicloudops.runtime.http.Principal;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.runtime.settings.Settings;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code aiops up}: all services on an embedded broker, against your Prometheus, Alertmanager and
 * cluster.
 */
@Command(
    name = "up",
    description = {
      "Run all services in this process on an embedded Kafka broker.",
      "Point Prometheus' remote_write at /api/v1/metrics/write and Alertmanager's webhook at /api/v1/alerts/webhook; the cluster is that of"
          + " the kubeconfig unless kubernetes.* names another."
    },
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

  @Mixin private final ConfigOptions options = new ConfigOptions();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Settings configured = options.load(Map.of());
    EmbeddedSettings embedded = ConfigOptions.embedded(configured);
    try (Shutdown shutdown = new Shutdown()) {
      EmbeddedLog log = shutdown.closeLast(EmbeddedLog.start(embedded));
      Settings settings = configured.withDefaults(log.settings());
      Installation installation =
          shutdown.closeLast(
              new Installation(
                  settings, EnumSet.allOf(Services.class), embedded.data(), Clock.systemUTC()));
      installation.start();
      new ClientFile(embedded.data(), installation.http().url()).write();
      var out = spec.commandLine().getOut();
      out.println(
          "Dashboard        "
              + installation.http().loginLink(new Principal("admin", Role.ADMIN))
              + "  (once, within an hour)");
      out.println("Kafka            " + log.bootstrapServers());
      out.println("Schema registry  " + log.registryUrl());
      out.flush();
      shutdown.awaitSignal();
    }
    return 0;
  }
}
