package io.aicloudops.launcher.system;

import io.aicloudops.launcher.cli.ApiClient;
import io.aicloudops.launcher.process.EmbeddedLog;
import io.aicloudops.launcher.process.EmbeddedSettings;
import io.aicloudops.launcher.process.Installation;
import io.aicloudops.launcher.process.Services;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.runtime.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** An installation on an embedded log for system tests. */
final class Rig implements AutoCloseable {

  static final String SECRET = "system-test-secret-of-32-characters!";

  final EmbeddedLog log;
  final Installation installation;

  private Rig(EmbeddedLog log, Installation installation) {
    this.log = log;
    this.installation = installation;
  }

  static Rig start(Path data, Set<Services> services, Map<String, ?> more) {
    EmbeddedLog log = EmbeddedLog.start(EmbeddedSettings.local(data));
    try {
      return new Rig(log, installation(log, data, services, more));
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  /** One more process on the same log. */
  static Installation installation(
      EmbeddedLog log, Path data, Set<Services> services, Map<String, ?> more) {
    Map<String, Object> values = new HashMap<>(log.settings());
    values.put("http.port", 0);
    values.put("http.auth.hmac-secret", SECRET);
    values.put("http.rate-per-second", 1000);
    values.put("http.rate-burst", 1000);
    values.putAll(more);
    Settings settings = Settings.of(values);
    settings.check(Services.sections());
    Installation installation = new Installation(settings, services, data, Clock.systemUTC());
    installation.start();
    return installation;
  }

  ApiClient api(Role role) {
    return api(installation, role);
  }

  static ApiClient api(Installation installation, Role role) {
    return new ApiClient(
        installation.http().url(),
        installation.http().tokens().issue("tester", role, Duration.ofHours(1)));
  }

  @Override
  public void close() {
    installation.close();
    log.close();
  }
}
