package io.aicloudops.launcher.cli;

import io.aicloudops.launcher.process.ClientFile;
import io.aicloudops.launcher.process.ClientSettings;
import io.aicloudops.runtime.http.HttpSettings;
import io.aicloudops.runtime.http.LocalSecret;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.runtime.http.Tokens;
import io.aicloudops.runtime.settings.Environment;
import io.aicloudops.runtime.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that asks a running service. */
final class ClientOptions {

  private static final Duration VALID = Duration.ofMinutes(10);

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The query service; the one that runs on this machine if left out.")
  private @Nullable String url;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "Bearer token; better in the environment as AIOPS_CLIENT__TOKEN.")
  private @Nullable String token;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data directory of the process on this machine.")
  private @Nullable Path data;

  @Option(names = "--json", description = "Print the service's own JSON.")
  private boolean json;

  boolean json() {
    return json;
  }

  /** A client with the least role that the command needs. */
  ApiClient client(Role role) {
    Map<String, Object> overrides = new LinkedHashMap<>();
    if (url != null) {
      overrides.put("client.url", url);
    }
    if (token != null) {
      overrides.put("client.token", token);
    }
    Settings settings = Settings.load(null, Environment.variables(), overrides);
    ClientSettings client = settings.read(ClientSettings.SECTION);
    Optional<ClientFile> local = ClientFile.newest(directories());
    URI base =
        client.url().isEmpty()
            ? local.map(ClientFile::url).orElse(URI.create("http://localhost:8080"))
            : ClientSettings.address(client.url());
    String bearer =
        client.token().value().or(() -> local.map(f -> sign(settings, f.data(), role))).orElse("");
    return new ApiClient(base, bearer);
  }

  private List<Path> directories() {
    if (data != null) {
      return List.of(data);
    }
    Path home = Environment.home();
    return List.of(home.resolve("data"), home.resolve("data/demo"));
  }

  private static String sign(Settings settings, Path data, Role role) {
    HttpSettings http = settings.read(HttpSettings.SECTION);
    String secret = http.auth().hmacSecret().value().orElseGet(() -> LocalSecret.in(data));
    String name = nameOf(System.getProperty("user.name", ""));
    return new Tokens(http.auth(), secret, Clock.systemUTC()).issue(name, role, VALID);
  }

  /** Who acts, for the audit: the user of this machine, without what would confuse who reads it. */
  static String nameOf(String user) {
    String plain = user.replaceAll("[^\\p{L}\\p{N}._@-]", "");
    return plain.isEmpty() ? "cli" : "cli:" + plain;
  }
}
