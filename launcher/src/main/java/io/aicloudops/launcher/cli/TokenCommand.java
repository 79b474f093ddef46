package io.aicloudops.launcher.cli;

import io.aicloudops.launcher.process.EmbeddedSettings;
import io.aicloudops.runtime.http.HttpSettings;
import io.aicloudops.runtime.http.LocalSecret;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.runtime.http.Tokens;
import io.aicloudops.runtime.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aiops token}: a token signed with the secret of this installation. */
@Command(
    name = "token",
    description = {
      "Print a token for the API, for Prometheus or for Alertmanager.",
      "Signed with http.auth.hmac-secret, or with the secret in the data directory."
    },
    mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {

  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "ingest, viewer, operator or admin (default: ${DEFAULT-VALUE}).",
      defaultValue = "viewer")
  private Role role = Role.VIEWER;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Whose it is; stands in the audit (default: ${DEFAULT-VALUE}).",
      defaultValue = "cli")
  private String name = "cli";

  @Option(
      names = "--hours",
      paramLabel = "N",
      description = "How long it is valid (default: ${DEFAULT-VALUE}).",
      defaultValue = "24")
  private int hours = 24;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Settings settings = options.load(Map.of());
    EmbeddedSettings embedded = ConfigOptions.embedded(settings);
    HttpSettings http = settings.read(HttpSettings.SECTION);
    String secret =
        http.auth().hmacSecret().value().orElseGet(() -> LocalSecret.in(embedded.data()));
    spec.commandLine()
        .getOut()
        .println(
            new Tokens(http.auth(), secret, Clock.systemUTC())
                .issue(name, role, Duration.ofHours(hours)));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
