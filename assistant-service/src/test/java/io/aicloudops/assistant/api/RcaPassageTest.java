package io.aicloudops.assistant.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.assistant.ApiServer;
import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.http.HttpSettings;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.runtime.http.Tokens;
import io.aicloudops.runtime.settings.Settings;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RcaPassageTest {

  private static final String PATH = "/api/v1/rca";
  private static final String SECRET = "a secret that both processes have";

  @TempDir Path directory;
  private final HttpSettings settings =
      Settings.of(Map.of("http.port", 0)).read(HttpSettings.SECTION);
  private final HttpServer rca =
      new HttpServer(
          settings,
          SECRET,
          new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
          Clock.systemUTC());
  private ApiServer api;

  @BeforeEach
  void start() {
    rca.add(config -> config.routes.post(PATH, RcaPassageTest::echo, Role.VIEWER));
    rca.start();
    api = passing(SECRET);
  }

  private ApiServer passing(String secret) {
    Tokens tokens = new Tokens(settings.auth(), secret, Clock.systemUTC());
    return new ApiServer(
        directory.resolve(secret), a -> List.of(new RcaPassage(rca.url() + "/", tokens)));
  }

  /** Says what arrived. */
  private static void echo(Context context) {
    if (context.body().equals("{}")) {
      throw Problem.badField("metrics", "is missing");
    }
    context.json(
        Map.of(
            "who", HttpServer.principal(context).name(),
            "role", HttpServer.principal(context).role().name(),
            "lang", String.valueOf(context.queryParam("lang")),
            "accepted", String.valueOf(context.header("Accept-Language")),
            "body", context.body()));
  }

  @AfterEach
  void stop() {
    api.close();
    rca.close();
  }

  @Test
  void passesTheQuestionOnUnderTheCallersName() throws Exception {
    String question = "{\"time_range\":\"30m\",\"namespace\":\"商店\"}";
    var answer =
        api.send(
            api.request(PATH + "?lang=en%26x", Role.ADMIN)
                .header("Content-Type", "application/json")
                .header("Accept-Language", "zh-CN")
                .POST(BodyPublishers.ofByteArray(question.getBytes(UTF_8)))
                .build());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            new ObjectMapper()
                .valueToTree(
                    Map.of(
                        "who", "ann",
                        "role", "VIEWER",
                        "lang", "en&x",
                        "accepted", "zh-CN",
                        "body", question)));
  }

  @Test
  void theHeaderSaysTheLanguageWhereTheQuestionDoesNot() throws Exception {
    var answer =
        api.send(
            api.request(PATH, Role.VIEWER)
                .header("Content-Type", "application/json")
                .header("Accept-Language", "en")
                .POST(BodyPublishers.ofString("{\"a\":1}"))
                .build());

    assertThat(answer.body().path("lang").asText()).isEqualTo("null");
    assertThat(answer.body().path("accepted").asText()).isEqualTo("en");
  }

  @Test
  void asksNobodyForThoseWhoMayNotRead() {
    assertThat(api.post(PATH, Role.ANYONE, "{\"a\":1}").status()).isEqualTo(401);
    assertThat(api.post(PATH, Role.INGEST, "{\"a\":1}").status()).isEqualTo(403);
  }

  @Test
  void givesBackWhatIsWrong() {
    assertThat(api.post(PATH, Role.VIEWER, "{}").field()).isEqualTo("metrics");
    assertThat(api.post(PATH + "?colour=red", Role.VIEWER, "{\"a\":1}").field())
        .isEqualTo("colour");
    rca.close();
    var away = api.post(PATH, Role.VIEWER, "{\"a\":1}");
    assertThat(away.status()).isEqualTo(502);
    assertThat(away.detail()).contains("does not answer");
  }

  @Test
  void saysThatTheSecretsDiffer() {
    try (ApiServer stranger = passing("a secret that one of them does not have")) {
      var answer = stranger.post(PATH, Role.VIEWER, "{\"a\":1}");
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.detail()).contains("http.auth");
    }
  }
}
