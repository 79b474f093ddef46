package io.aicloudops.connect.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.aicloudops.connect.identity.Subjects;
import io.aicloudops.connect.ingest.Bodies;
import io.aicloudops.connect.ingest.Intake;
import io.aicloudops.connect.log.EventLog;
import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.runtime.metrics.OwnMeter;
import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.topics.Topics;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * {@code POST /api/v1/alerts/webhook}: answers 200 when the log has all alerts of the group, so
 * that Alertmanager tries again whenever it has not.
 */
public final class AlertWebhook implements HttpModule {

  /** Names the dead letters. */
  static final String SOURCE = "alertmanager-webhook";

  private final Subjects subjects;
  private final EventLog log;
  private final Clock clock;
  private final Counter accepted;
  private final Intake intake;
  private final ObjectReader json =
      HttpServer.json().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** A webhook that writes to the log. */
  public AlertWebhook(
      AlertSettings settings, Subjects subjects, EventLog log, MeterRegistry meters, Clock clock) {
    this.subjects = subjects;
    this.log = log;
    this.clock = clock;
    this.accepted = OwnMeter.ALERTS.counter(meters);
    this.intake =
        new Intake(
            SOURCE,
            log,
            OwnMeter.ALERTS_REJECTED.counter(meters),
            settings.maxBody(),
            "connect.alerts.max-body");
  }

  @Override
  public void configure(JavalinConfig config) {
    config.routes.post("/api/v1/alerts/webhook", this::receive, Role.INGEST);
  }

  private void receive(Context context) {
    if (!Bodies.mediaType(context).equals("application/json")) {
      throw Problem.unsupportedMedia("send the alerts as application/json");
    }
    if (context.header("Content-Encoding") != null) {
      throw Problem.unsupportedMedia("send the alerts without a content encoding");
    }
    Instant now = clock.instant();
    byte[] body = intake.body(context, true, now);
    List<Alert> alerts;
    try {
      alerts = new WebhookPayload(subjects, now).alerts(parse(body));
    } catch (Problem problem) {
      throw intake.refused(body, problem, now);
    }
    List<Supplier<CompletableFuture<Void>>> sends = new ArrayList<>(alerts.size());
    for (Alert alert : alerts) {
      sends.add(
          () -> log.send(Topics.ALERTS, alert.getFingerprint(), alert, alert.getReceivedAt()));
    }
    intake.deliver(sends, body, now);
    accepted.increment(alerts.size());
    context.status(200).json(new Answer(alerts.size()));
  }

  private JsonNode parse(byte[] body) {
    try {
      return json.readTree(body);
    } catch (JsonProcessingException e) {
      throw Problem.badField("", "the body is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw Problem.badRequest("the body cannot be read: " + e.getMessage());
    }
  }

  /** What the sender hears. */
  record Answer(int accepted) {}
}
