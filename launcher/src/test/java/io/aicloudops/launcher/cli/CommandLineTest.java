package io.aicloudops.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.launcher.broker.EmbeddedBroker;
import io.aicloudops.launcher.process.ClientFile;
import io.aicloudops.runtime.http.HttpSettings;
import io.aicloudops.runtime.http.LocalSecret;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.runtime.http.Tokens;
import io.aicloudops.runtime.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  private static final Path DOCS = Path.of("../docs");

  @TempDir Path directory;

  private static CliRun run(String... args) {
    return CliRun.of(args);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "up",
        "run",
        "incidents",
        "explain",
        "approve",
        "reject",
        "inspect",
        "feedback",
        "audit",
        "ask",
        "token",
        "topics",
        "metrics",
        "doctor",
        "config",
        "backtest",
        "replay",
        "load"
      })
  void explainsEachCommand(String command) {
    CliRun help = run(command, "--help");

    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("Usage: aiops " + command);
  }

  @Test
  void refusesABadConfigurationWithEveryPathAndCodeTwo() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("bad.yaml"),
            "http:\n  port: many\nkafka:\n  bootstraps: x\nremediator:\n  policy:\n    default-mode: yolo\n");

    CliRun ran = run("up", "--config", file.toString());

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .contains("http.port: \"many\" is not a whole number")
        .contains("kafka.bootstraps: unknown")
        .contains("remediator.policy.default-mode: \"yolo\" is not one of off, observe, ask, auto");
  }

  @Test
  void refusesAServiceNobodyKnows() {
    CliRun ran = run("run", "teapot");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .contains(
            "teapot is no service; there are connect, rca, forecast, remediator, assistant, all");
  }

  @Test
  void oneProcessDoesNotPassQuestionsOnToAnother() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("both.yaml"),
            "assistant:\n  rca-url: http://rca:8080\nembedded:\n  data: "
                + directory.resolve("data"));

    CliRun ran = run("run", "assistant", "rca", "--config", file.toString());

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("assistant.rca-url: must be empty here");
  }

  @Test
  void saysWhoIsNotThere() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    CliRun ran = run("incidents", "--url", "http://localhost:" + port, "--token", "x");

    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err()).contains("does not answer").contains("aiops demo");
  }

  @Test
  void signsTokensThatTheServiceAccepts() {
    CliRun ran =
        run("token", "--role", "operator", "--name", "ann", "--data", directory.toString());

    Tokens tokens =
        new Tokens(
            Settings.of(Map.of()).read(HttpSettings.SECTION).auth(),
            LocalSecret.in(directory),
            Clock.systemUTC());
    assertThat(tokens.verify(ran.out().trim()).role()).isEqualTo(Role.OPERATOR);
    assertThat(tokens.verify(ran.out().trim()).name()).isEqualTo("ann");
  }

  @Test
  void signsTokensOfTheProcessThatRuns() throws IOException {
    Path demo = Files.createDirectories(directory.resolve("demo"));
    HttpSettings.Auth auth = Settings.of(Map.of()).read(HttpSettings.SECTION).auth();
    try (ServerSocket running = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      new ClientFile(demo, URI.create("http://localhost:" + running.getLocalPort())).write();
      String token = run("token", "--data", directory.toString()).out().trim();
      assertThat(new Tokens(auth, LocalSecret.in(demo), Clock.systemUTC()).verify(token).name())
          .isEqualTo("cli");
    }
    String later = run("token", "--data", directory.toString()).out().trim();
    assertThat(new Tokens(auth, LocalSecret.in(directory), Clock.systemUTC()).verify(later).name())
        .as("a demo that is over signs nothing")
        .isEqualTo("cli");
  }

  @Test
  void looksWhetherEverythingIsThere() {
    CliRun ran =
        run(
            "doctor",
            "--data",
            directory.toString(),
            "-D",
            "kafka.bootstrap.servers=localhost:1",
            "-D",
            "http.host=0.0.0.0",
            "-D",
            "http.auth.enabled=false",
            "-D",
            "kubernetes.url=http://localhost:1",
            "-D",
            "connect.cdc.enabled=true",
            "-D",
            "connect.cdc.port=1",
            "-D",
            "assistant.prometheus-url=http://localhost:1",
            "-D",
            "assistant.llm.provider=openai",
            "-D",
            "assistant.llm.model=m",
            "-D",
            "assistant.llm.base-url=http://localhost:1/v1",
            "-D",
            "assistant.store=chroma",
            "-D",
            "assistant.chroma.url=http://localhost:1");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out())
        .contains("ok    configuration")
        .contains("warn  kafka.bootstrap.servers localhost:1: nobody answers")
        .contains("warn  http.auth.enabled: off")
        .contains("without http.tls")
        .contains("bad   kubernetes.url http://localhost:1")
        .contains("bad   connect.cdc localhost:1/postgres: cannot be used")
        .contains("bad   assistant.prometheus-url http://localhost:1: no Prometheus answers")
        .contains("bad   assistant.llm.base-url http://localhost:1/v1: does not answer")
        .contains("bad   assistant.chroma.url http://localhost:1: does not answer");
  }

  @Test
  void failsClearlyWithoutABroker() {
    CliRun ran = run("topics", "-D", "kafka.bootstrap.servers=nobody.invalid:9092");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("nobody.invalid:9092");
  }

  @Test
  void listsEveryKey() {
    assertThat(run("config").out())
        .contains("http.port")
        .contains("remediator.policy.default-mode")
        .contains("connect.scrape.interval");
  }

  /**
   * Regenerate with: bin/aiops topics --markdown > docs/topics.md; bin/aiops config --markdown >
   * docs/configuration.md; bin/aiops metrics --markdown > docs/metrics.md
   */
  @Test
  void hasDocumentationThatIsNotStale() throws IOException {
    assertThat(Files.readString(DOCS.resolve("topics.md")))
        .isEqualTo(run("topics", "--markdown").out());
    assertThat(Files.readString(DOCS.resolve("configuration.md")))
        .isEqualTo(run("config", "--markdown").out());
    assertThat(Files.readString(DOCS.resolve("metrics.md")))
        .isEqualTo(run("metrics", "--markdown").out());
  }

  @Test
  void backtestsFilesOfOnesOwn() throws IOException {
    Path in = Files.createDirectories(directory.resolve("in"));
    StringBuilder rows = new StringBuilder("timestamp,value\n");
    StringBuilder trace = new StringBuilder("timestamp,requests\n");
    StringBuilder series = new StringBuilder("s1");
    for (int i = 0; i < 400; i++) {
      double value = 100 + 20 * Math.sin(i * 2 * Math.PI / 24);
      rows.append(1_700_000_000L + 300L * i)
          .append(',')
          .append(i == 350 ? 900 : value)
          .append('\n');
      trace.append(1_700_000_000L + 60L * i).append(',').append(value).append('\n');
      series.append(',').append(value);
    }
    Files.writeString(in.resolve("a.csv"), rows);
    Path traceFile = Files.writeString(directory.resolve("trace.csv"), trace);
    Path seriesFile = Files.writeString(directory.resolve("series.csv"), series + "\n");
    Path out = directory.resolve("out");

    CliRun detect = run("backtest", "detect", "--in", in.toString(), "--out", out.toString());
    CliRun forecast =
        run(
            "backtest",
            "forecast",
            "--train",
            seriesFile.toString(),
            "--horizon",
            "12",
            "--step",
            "1h",
            "--out",
            out.toString());
    CliRun capacity =
        run(
            "backtest",
            "capacity",
            "--trace",
            traceFile.toString(),
            "--capacity",
            "50",
            "--lag",
            "5",
            "--out",
            out.resolve("plan.csv").toString());

    assertThat(detect.out()).contains("1 files, 400 rows");
    assertThat(Files.readAllLines(out.resolve("a.csv")))
        .hasSize(401)
        .first()
        .asString()
        .isEqualTo("timestamp,value,anomaly_score,anomaly");
    assertThat(forecast.out()).contains("1 series");
    assertThat(Files.readString(out.resolve("point.csv")).split(",")).hasSize(13);
    assertThat(capacity.out()).contains("400 minutes");
    assertThat(
            run(
                    "backtest",
                    "forecast",
                    "--train",
                    seriesFile.toString(),
                    "--horizon",
                    "12",
                    "--step",
                    "soon",
                    "--out",
                    out.toString())
                .code())
        .isEqualTo(2);
  }

  @Test
  void aScriptOfAFaultThatThereIsNotDoesNotStart() {
    CliRun run = CliRun.of("demo", "--script", "--only", "bad-rollout,typo");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("there is no fault typo", "load-wobble");
  }

  @Test
  void aSecondDemoLeavesTheDataOfTheFirstAlone(@TempDir Path data) {
    try (EmbeddedBroker first = new EmbeddedBroker(data.resolve("kafka"), 0)) {
      first.start();
      CliRun second = CliRun.of("demo", "--data", data.toString());
      assertThat(second.code()).isEqualTo(2);
      assertThat(second.err()).contains("embedded.data", "another process works in", "--data");
    }
  }
}
