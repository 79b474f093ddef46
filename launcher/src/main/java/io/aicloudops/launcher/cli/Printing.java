package io.aicloudops.launcher.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** How answers are shown on a terminal. */
final class Printing {

  private Printing() {}

  /** The list in an answer: the answer itself, or its field {@code name} or {@code items}. */
  static JsonNode items(JsonNode answer, String name) {
    if (answer.isArray()) {
      return answer;
    }
    return answer.has(name) ? answer.path(name) : answer.path("items");
  }

  /** Records, maps and lists as JSON over several lines. */
  static String json(Object value) {
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the answer cannot be written as JSON", e);
    }
  }

  /** Text from logs and alerts may hold control characters that would steer the terminal. */
  static String plain(JsonNode text) {
    return text.asText("").replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?");
  }

  /** Says so if replicas did not answer, as something may be missing then; whether that is so. */
  static boolean incomplete(JsonNode answer, PrintWriter out) {
    if (!answer.path("partial").asBoolean()) {
      return false;
    }
    List<String> away = new ArrayList<>();
    answer.path("missing").forEach(host -> away.add(plain(host)));
    out.println("incomplete: " + String.join(", ", away) + " do not answer");
    return true;
  }
}
