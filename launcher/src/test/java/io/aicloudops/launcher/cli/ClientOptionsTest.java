package io.aicloudops.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.launcher.process.ClientFile;
import io.aicloudops.runtime.http.HttpSettings;
import io.aicloudops.runtime.http.LocalSecret;
import io.aicloudops.runtime.http.Tokens;
import io.aicloudops.runtime.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a command asks, and in whose name. */
class ClientOptionsTest {

  @TempDir Path data;

  @Test
  void theAuditHearsWhoActs() {
    try (CannedService service = new CannedService()) {
      service.says("/incidents", 200, "{\"items\":[],\"total\":0}");
      new ClientFile(data, service.url()).write();

      CliRun run = CliRun.of("incidents", "--data", data.toString());

      assertThat(run.code()).as(run.err()).isZero();
      Tokens tokens =
          new Tokens(
              Settings.of(Map.of()).read(HttpSettings.SECTION).auth(),
              LocalSecret.in(data),
              Clock.systemUTC());
      assertThat(service.tokens)
          .singleElement()
          .satisfies(
              token ->
                  assertThat(tokens.verify(token).name())
                      .isEqualTo(ClientOptions.nameOf(System.getProperty("user.name", ""))));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ann,cli:ann",
    "a.b-c_d@e,cli:a.b-c_d@e",
    "李雷,cli:李雷",
    "?,cli",
    "'a b=c\u001b',cli:abc"
  })
  void aNameOfTheMachineIsWithoutWhatWouldConfuse(String user, String name) {
    assertThat(ClientOptions.nameOf(user)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost:8080", "//localhost:8080", "ftp://localhost", "http://", "http://a b"})
  void anAddressWithoutHttpIsRefusedWithTheFix(String url) {
    CliRun run = CliRun.of("incidents", "--url", url, "--token", "t");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("url has to be like http://localhost:8080", "not " + url)
        .doesNotContain("\tat ");
    CliRun login = CliRun.of("token", "--login", "--data", data.toString(), "--url", url);
    assertThat(login.code()).isEqualTo(2);
    assertThat(login.err()).contains("--url has to be like http").doesNotContain("\tat ");
  }
}
