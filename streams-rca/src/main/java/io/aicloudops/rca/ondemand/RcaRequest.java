package io.aicloudops.rca.ondemand;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.rca.analysis.RcaAnalysis.Question;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.time.Moments;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a request: {@code metrics} is a list of words, {@code time_range} either a length up to now
 * such as 30m or an object with {@code start} and {@code end}, {@code namespace} a name. All are
 * optional; any other field is refused.
 */
final class RcaRequest {

  private static final Pattern LENGTH = Pattern.compile("(\\d{1,6})\\s*([smhd])");
  private static final Duration USUAL = Duration.ofMinutes(30);
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final int MOST_METRICS = 100;

  private RcaRequest() {}

  /**
   * What the body asks.
   *
   * @param now the end of a range that gives only its length
   */
  static Question read(JsonNode body, Instant now) {
    if (!body.isObject()) {
      throw Problem.badRequest(
          "the body is an object with metrics, time_range and namespace, e.g."
              + " {\"metrics\": [\"cpu\"], \"time_range\": \"30m\", \"namespace\": \"default\"}");
    }
    known(body, "", "metrics", "time_range", "namespace");
    JsonNode range = body.path("time_range");
    Instant start;
    Instant end = now;
    if (range.isObject()) {
      known(range, "time_range.", "start", "end");
      start = instant(range.path("start"), "time_range.start");
      end = range.has("end") ? instant(range.path("end"), "time_range.end") : now;
    } else {
      start = now.minus(length(range));
    }
    if (!start.isBefore(end)) {
      throw Problem.badField("time_range", "start has to be before end");
    }
    return new Question(
        metrics(body.path("metrics")),
        start.toEpochMilli(),
        end.toEpochMilli(),
        namespace(body.path("namespace")));
  }

  private static void known(JsonNode object, String path, String... names) {
    List<String> all = List.of(names);
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!all.contains(field.getKey())) {
        throw Problem.unknown("field", path + field.getKey(), all);
      }
    }
  }

  private static List<String> metrics(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return List.of();
    }
    if (!node.isArray() || node.size() > MOST_METRICS) {
      throw Problem.badField(
          "metrics", "metrics is a list of at most " + MOST_METRICS + " names, e.g. [\"cpu\"]");
    }
    List<String> metrics = new ArrayList<>();
    for (JsonNode one : node) {
      if (!one.isTextual() || one.asText().isBlank()) {
        throw Problem.badField("metrics", "each of metrics is a name that is not empty");
      }
      metrics.add(one.asText().strip());
    }
    return metrics;
  }

  private static String namespace(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return "";
    }
    if (!node.isTextual()) {
      throw Problem.badField("namespace", "namespace is a name, e.g. \"default\"");
    }
    return node.asText();
  }

  private static Duration length(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return USUAL;
    }
    Matcher matcher = LENGTH.matcher(node.asText());
    if (!node.isTextual() || !matcher.matches()) {
      throw Problem.badField(
          "time_range",
          "time_range is a length such as 30m or 2h, or {\"start\": …, \"end\": …} in ISO 8601");
    }
    long count = Long.parseLong(matcher.group(1));
    Duration length =
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          default -> Duration.ofDays(count);
        };
    if (length.isZero() || length.compareTo(LONGEST) > 0) {
      throw Problem.badField("time_range", "time_range is more than 0 and at most 7d");
    }
    return length;
  }

  private static Instant instant(JsonNode node, String field) {
    try {
      return Moments.parse(node.asText());
    } catch (DateTimeException e) {
      throw Problem.badField(
          field, field + " is a time in ISO 8601, e.g. 2026-01-31T12:00:00Z, not " + node);
    }
  }
}
