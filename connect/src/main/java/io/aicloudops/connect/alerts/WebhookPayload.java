package io.aicloudops.connect.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.connect.identity.Subject;
import io.aicloudops.connect.identity.Subjects;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.time.Moments;
import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.AlertStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a webhook's payload. Unknown fields are ignored; labels and annotations are data, whatever
 * they contain.
 *
 * @see <a
 *     href="https://prometheus.io/docs/alerting/latest/configuration/#webhook_config">webhook_config</a>
 */
final class WebhookPayload {

  private static final String SOURCE = "alertmanager";

  /** Go's zero time, which stands for "not yet". */
  private static final String NOT_YET = "0001-01-01T00:00:00";

  private final Subjects subjects;
  private final Instant received;

  WebhookPayload(Subjects subjects, Instant received) {
    this.subjects = subjects;
    this.received = received.truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * The alerts of a payload.
   *
   * @throws Problem 400 that names the field at fault
   */
  List<Alert> alerts(JsonNode payload) {
    if (!payload.isObject()) {
      throw Problem.badField("", "the body should be a JSON object as Alertmanager sends it");
    }
    JsonNode list = payload.path("alerts");
    if (!list.isArray()) {
      throw Problem.badField("alerts", "should be the list of alerts of the group");
    }
    List<Alert> alerts = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      alerts.add(alert(list.get(i), "alerts[" + i + "]"));
    }
    return alerts;
  }

  private Alert alert(JsonNode alert, String path) {
    if (!alert.isObject()) {
      throw Problem.badField(path, "should be an object");
    }
    Map<String, String> labels = texts(alert.path("labels"), path + ".labels");
    if (labels.isEmpty()) {
      throw Problem.badField(path + ".labels", "an alert has at least one label");
    }
    AlertStatus status = status(alert.path("status"), path + ".status");
    Instant starts = time(alert.path("startsAt"), path + ".startsAt");
    Instant ends = time(alert.path("endsAt"), path + ".endsAt");
    Subject subject = subjects.ofAlert(labels);
    return Alert.newBuilder()
        .setFingerprint(fingerprint(alert, path, labels))
        .setStatus(status)
        .setName(labels.getOrDefault("alertname", ""))
        .setSeverity(labels.getOrDefault("severity", "").toLowerCase(Locale.ROOT))
        .setEntity(subject.entity().toString())
        .setMember(subject.member())
        .setLabels(labels)
        .setAnnotations(texts(alert.path("annotations"), path + ".annotations"))
        .setStartsAt(starts == null ? received : starts)
        .setEndsAt(status == AlertStatus.RESOLVED && ends == null ? received : ends)
        .setGeneratorUrl(text(alert.path("generatorURL"), path + ".generatorURL"))
        .setSource(SOURCE)
        .setReceivedAt(received)
        .build();
  }

  private static String fingerprint(JsonNode alert, String path, Map<String, String> labels) {
    String given = text(alert.path("fingerprint"), path + ".fingerprint");
    return given.isEmpty() ? Fingerprint.of(labels) : given;
  }

  private static AlertStatus status(JsonNode status, String path) {
    return switch (text(status, path)) {
      case "firing" -> AlertStatus.FIRING;
      case "resolved" -> AlertStatus.RESOLVED;
      default -> throw Problem.badField(path, "should be \"firing\" or \"resolved\"");
    };
  }

  /** Null if it is not given or not yet known. */
  private static @Nullable Instant time(JsonNode node, String path) {
    String text = text(node, path);
    if (text.isEmpty() || text.startsWith(NOT_YET)) {
      return null;
    }
    try {
      return Moments.parse(text).truncatedTo(ChronoUnit.MILLIS);
    } catch (DateTimeException e) {
      throw Problem.badField(
          path, "should be a time such as 2026-01-31T12:00:00Z, of the years 1970 to 9999");
    }
  }

  private static Map<String, String> texts(JsonNode node, String path) {
    Map<String, String> texts = new TreeMap<>();
    if (node.isMissingNode() || node.isNull()) {
      return texts;
    }
    if (!node.isObject()) {
      throw Problem.badField(path, "should be an object of texts");
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      texts.put(entry.getKey(), text(entry.getValue(), path + "." + entry.getKey()));
    }
    return texts;
  }

  private static String text(JsonNode node, String path) {
    if (node.isMissingNode() || node.isNull()) {
      return "";
    }
    if (!node.isTextual()) {
      throw Problem.badField(path, "should be a text");
    }
    return node.textValue();
  }
}
