package io.aicloudops.launcher.cli;

import io.aicloudops.launcher.process.ClientFile;
import io.aicloudops.launcher.process.ClientSettings;
import io.aicloudops.launcher.process.EmbeddedSettings;
import io.aicloudops.runtime.http.HttpSettings;
import io.aicloudops.runtime.http.LocalSecret;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.runtime.http.Tokens;
import io.aicloudops.runtime.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code aiops token}: a token signed with the secret of this installation. */
@Command(
    name = "token",
    description = {
      "Print a token for the API, for Prometheus or for Alertmanager.",
      "Signed with http.auth.hmac-secret, or with the secret of the process that runs on this",
      "machine, or with that in the data directory if none runs."
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

  @Option(
      names = "--login",
      description = "Print a link instead that logs a browser in to the running service, once.")
  private boolean login;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "With --login: the service; the one that runs on this machine if left out.")
  private @Nullable String url;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Settings settings = options.load(Map.of());
    EmbeddedSettings embedded = ConfigOptions.embedded(settings);
    HttpSettings http = settings.read(HttpSettings.SECTION);
    Optional<ClientFile> running =
        ClientFile.newest(List.of(embedded.data(), embedded.data().resolve("demo")));
    Path data = running.filter(ClientFile::answers).map(ClientFile::data).orElse(embedded.data());
    String secret = http.auth().hmacSecret().value().orElseGet(() -> LocalSecret.in(data));
    String token =
        new Tokens(http.auth(), secret, Clock.systemUTC())
            .issue(name, role, Duration.ofHours(hours));
    String printed = login ? link(running, token) : token;
    spec.commandLine().getOut().println(json ? json(printed) : printed);
    spec.commandLine().getOut().flush();
    return 0;
  }

  private String json(String printed) {
    Map<String, Object> told = new LinkedHashMap<>();
    if (login) {
      told.put("link", printed);
    } else {
      told.put("token", printed);
      told.put("name", name);
      told.put("role", role.id());
      told.put("hours", hours);
    }
    return Printing.json(told);
  }

  private String link(Optional<ClientFile> running, String token) {
    URI base =
        url == null
            ? running.map(ClientFile::url).orElse(URI.create("http://localhost:8080"))
            : address(url);
    return new ApiClient(base, token).post("/login/link", Map.of()).path("url").asText();
  }

  private URI address(String given) {
    try {
      return ClientSettings.address(given);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
    }
  }
}
