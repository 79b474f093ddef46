package io.aicloudops.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;

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

  /** Text from logs and alerts may hold control characters that would steer the terminal. */
  static String plain(JsonNode text) {
    return text.asText("").replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?");
  }
}
