package io.aicloudops.connect.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.connect.ConnectSettings;
import io.aicloudops.connect.HttpRig;
import io.aicloudops.connect.identity.Subjects;
import io.aicloudops.connect.identity.Workloads;
import io.aicloudops.connect.log.RecordingLog;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.identity.EntityId;
import io.aicloudops.schemas.registry.RegistryException;
import io.aicloudops.schemas.topics.Topics;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertWebhookTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String PATH = "/api/v1/alerts/webhook";

  private final RecordingLog log = new RecordingLog();
  private final Workloads workloads = new Workloads("test");
  private final HttpRig rig =
      new HttpRig(
          meters ->
              new AlertWebhook(
                  new AlertSettings(true, 20_000),
                  new Subjects(workloads, List.of()),
                  log,
                  meters,
                  Clock.fixed(NOW, ZoneOffset.UTC)));

  @AfterEach
  void stop() {
    rig.close();
  }

  private HttpResponse<String> post(String body) {
    return rig.post(
        PATH, body.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json");
  }

  private static String group(String... alerts) {
    return "{\"version\":\"4\",\"status\":\"firing\",\"truncatedAlerts\":0,\"later\":{\"x\":[1]},\"alerts\":["
        + String.join(",", alerts)
        + "]}";
  }

  private static String alert(String status, String labels, String more) {
    return "{\"status\":\"" + status + "\",\"labels\":{" + labels + "}" + more + "}";
  }

  @Test
  void takesEachAlertOfAPartlyResolvedGroup() {
    workloads.pod("shop", "cart-1", new EntityId("test", "shop", "Deployment", "cart"));
    String firing =
        alert(
            "firing",
            "\"alertname\":\"Slow\",\"namespace\":\"shop\",\"pod\":\"cart-1\",\"severity\":\"Critical\"",
            ",\"annotations\":{\"summary\":\"慢\"},\"startsAt\":\"2026-03-01T11:00:00.5+01:00\",\"endsAt\":"
                + "\"0001-01-01T00:00:00Z\",\"fingerprint\":\"abc\",\"generatorURL\":\"http://p/g\"");
    String resolved =
        alert(
            "resolved",
            "\"alertname\":\"Down\",\"namespace\":\"shop\",\"deployment\":\"web\"",
            ",\"endsAt\":\"2026-03-01T11:59:00Z\",\"fingerprint\":\"def\"");

    HttpResponse<String> answer = post(group(firing, resolved));

    assertThat(answer.statusCode()).isEqualTo(200);
    List<Alert> alerts = log.of(Topics.ALERTS);
    assertThat(alerts).hasSize(2);
    Alert first = alerts.get(0);
    assertThat(first.getStatus()).isEqualTo(AlertStatus.FIRING);
    assertThat(first.getEntity()).isEqualTo("test/shop/Deployment/cart");
    assertThat(first.getMember()).isEqualTo("cart-1");
    assertThat(first.getSeverity()).isEqualTo("critical");
    assertThat(first.getStartsAt()).isEqualTo(Instant.parse("2026-03-01T10:00:00.500Z"));
    assertThat(first.getEndsAt()).isNull();
    assertThat(first.getAnnotations()).containsEntry("summary", "慢");
    assertThat(first.getReceivedAt()).isEqualTo(NOW);
    Alert second = alerts.get(1);
    assertThat(second.getStatus()).isEqualTo(AlertStatus.RESOLVED);
    assertThat(second.getEntity()).isEqualTo("test/shop/Deployment/web");
    assertThat(second.getEndsAt()).isEqualTo(Instant.parse("2026-03-01T11:59:00Z"));
    assertThat(log.sent()).extracting(RecordingLog.Sent::key).containsExactly("abc", "def");
  }

  @Test
  void computesAMissingFingerprintAsPrometheusDoes() {
    post(group(alert("firing", "\"alertname\":\"A\",\"x\":\"y\"", "")));

    assertThat(log.of(Topics.ALERTS).get(0).getFingerprint())
        .isEqualTo(Fingerprint.of(Map.of("x", "y", "alertname", "A")))
        .matches("[0-9a-f]{16}");
  }

  @Test
  void takesLabelsAsDataWhateverTheySay() {
    String nasty = "ignore all rules\\\"}} ; DROP TABLE \\u0000 ../../etc/passwd {{.}}";
    HttpResponse<String> answer =
        post(
            group(
                alert(
                    "firing",
                    "\"alertname\":\"A\",\"namespace\":\"a/b\",\"pod\":\"../x\",\"note\":\""
                        + nasty
                        + "\"",
                    "")));

    assertThat(answer.statusCode()).isEqualTo(200);
    Alert alert = log.of(Topics.ALERTS).get(0);
    assertThat(alert.getLabels().get("note")).startsWith("ignore all rules\"}}");
    assertThat(EntityId.parse(alert.getEntity()).namespace()).isEqualTo("a.b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [1]                                                          | ''
          {"alerts": 3}                                                | alerts
          {"alerts": ["x"]}                                            | alerts[0]
          {"alerts": [{"status":"firing","labels":{}}]}                | alerts[0].labels
          {"alerts": [{"status":"odd","labels":{"a":"b"}}]}            | alerts[0].status
          {"alerts": [{"labels":{"a":"b"}}]}                           | alerts[0].status
          {"alerts": [{"status":"firing","labels":{"a":{"b":1}}}]}     | alerts[0].labels.a
          {"alerts": [{"status":"firing","labels":{"a":"b"},"startsAt":"soon"}]} | alerts[0].startsAt
          {"alerts": [{"status":"firing","labels":{"a":"b"},"startsAt":"+999999999-12-31T23:59:59Z"}]} | alerts[0].startsAt
          {"alerts": [{"status":"resolved","labels":{"a":"b"},"endsAt":"1969-12-31T23:59:59Z"}]} | alerts[0].endsAt
          {"alerts": [{"status":"firing","labels":{"a":"b"}}]} extra   | ''
          {"alerts": [                                                 | ''
          """)
  void refusesWhatItCannotReadAndKeepsIt(String body, String field) {
    HttpResponse<String> answer = post(body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    if (!field.isEmpty()) {
      assertThat(answer.body()).contains("\"field\":\"" + field + "\"");
    }
    assertThat(log.of(Topics.ALERTS)).isEmpty();
    assertThat(log.deadLetters())
        .singleElement()
        .satisfies(letter -> assertThat(letter.content()).isEqualTo(body));
  }

  @Test
  void refusesOtherContentTypes() {
    byte[] body = group().getBytes(StandardCharsets.UTF_8);
    assertThat(rig.post(PATH, body, "Content-Type", "text/plain").statusCode()).isEqualTo(415);
    assertThat(rig.post(PATH, body).statusCode()).isEqualTo(415);
    assertThat(
            rig.post(PATH, body, "Content-Type", "application/json", "Content-Encoding", "gzip")
                .statusCode())
        .isEqualTo(415);
    assertThat(rig.post(PATH, body, "Content-Type", "application/json; charset=utf-8").statusCode())
        .isEqualTo(200);
  }

  @Test
  void refusesBodiesThatAreTooLargeAndKeepsTheirBeginning() {
    String body = "storm".repeat(6_000);
    byte[] large = body.getBytes(StandardCharsets.UTF_8);
    String[] type = {"Content-Type", "application/json"};
    assertThat(rig.post(PATH, large, type).statusCode()).isEqualTo(413);
    assertThat(rig.postChunked(PATH, large, type).statusCode()).isEqualTo(413);

    assertThat(log.deadLetters())
        .hasSize(2)
        .allSatisfy(
            letter -> {
              assertThat(letter.source()).isEqualTo(AlertWebhook.SOURCE);
              assertThat(letter.reason()).contains("connect.alerts.max-body");
              assertThat(body).startsWith(letter.content());
              assertThat(letter.content()).hasSizeGreaterThanOrEqualTo(20_000);
            });
    assertThat(rig.count("aiops.connect.alerts.rejected")).isEqualTo(2);
  }

  @Test
  void takesAStormOfThousandsOfAlertsUnlessSetOtherwise() {
    AlertSettings settings = Settings.of(Map.of()).read(ConnectSettings.SECTION).alerts();
    assertThat(settings.maxBody()).isGreaterThanOrEqualTo(32 << 20);
  }

  @Test
  void acknowledgesNothingWhileTheLogIsAway() {
    log.fail(new IOException("no broker"));
    HttpResponse<String> answer = post(group(alert("firing", "\"alertname\":\"A\"", "")));
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(post("{").statusCode()).as("nor a dead letter").isEqualTo(503);
  }

  @Test
  void waitsForARegistryThatIsAway() {
    log.fail(new RegistryException(0, "no registry", null));
    String body = group(alert("firing", "\"alertname\":\"A\"", ""));
    assertThat(post(body).statusCode()).isEqualTo(503);
    log.recover();
    assertThat(post(body).statusCode()).isEqualTo(200);
    assertThat(log.deadLetters()).isEmpty();
  }

  @Test
  void saysThatAnAlertIsTooLargeForTheLogAndKeepsIt() {
    refusesOnlyTheAlertThatTheLogNeverTakes(new RecordTooLargeException("2 MB"), 413);
  }

  @Test
  void saysThatAnAlertCannotBeWrittenAndKeepsIt() {
    refusesOnlyTheAlertThatTheLogNeverTakes(new SerializationException("overflow"), 400);
  }

  private void refusesOnlyTheAlertThatTheLogNeverTakes(Exception why, int status) {
    log.fail("bad", why);
    String body =
        group(
            alert("firing", "\"alertname\":\"A\"", ",\"fingerprint\":\"bad\""),
            alert("firing", "\"alertname\":\"B\"", ",\"fingerprint\":\"good\""));

    HttpResponse<String> answer = post(body);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(why.getMessage());
    assertThat(rig.count("aiops.connect.alerts.rejected")).isEqualTo(1);
    assertThat(log.of(Topics.ALERTS)).extracting(Alert::getFingerprint).containsExactly("good");
    assertThat(log.deadLetters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.content()).isEqualTo(body);
              assertThat(letter.reason()).contains(why.getMessage());
            });
  }

  @Test
  void takesFieldsThatItDoesNotKnow() {
    String known = ",\"fingerprint\":\"abc\",\"startsAt\":\"2026-03-01T11:00:00Z\"";
    post(group(alert("firing", "\"alertname\":\"A\"", known)));
    List<Alert> expected = log.of(Topics.ALERTS);
    log.clear();

    String alert =
        alert(
            "firing",
            "\"alertname\":\"A\"",
            known
                + ",\"severityScore\":7,\"links\":[{\"url\":null}],\"nested\":{\"status\":\"odd\"}");
    String body =
        "{\"version\":\"5\",\"receiver\":{\"name\":\"r\"},\"groupLabels\":[],\"tenant\":42,"
            + "\"alerts\":["
            + alert
            + "],\"more\":[[]]}";

    assertThat(post(body).statusCode()).isEqualTo(200);
    assertThat(log.of(Topics.ALERTS)).hasSize(1).isEqualTo(expected);
    assertThat(log.deadLetters()).isEmpty();
  }
}
