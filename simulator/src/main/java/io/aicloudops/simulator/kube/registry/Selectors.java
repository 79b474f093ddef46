package io.aicloudops.simulator.kube.registry;

import com.fasterxml.jackson.databind.JsonNode;

/** Label selectors as objects have them: matchLabels and matchExpressions. */
public final class Selectors {

  private Selectors() {}

  /**
   * True if a selector selects what has these labels; an empty selector selects everything, a
   * missing one nothing.
   */
  public static boolean matches(JsonNode selector, JsonNode labels) {
    if (!selector.isObject()) {
      return false;
    }
    for (var wanted : selector.path("matchLabels").properties()) {
      if (!wanted.getValue().equals(labels.path(wanted.getKey()))) {
        return false;
      }
    }
    for (JsonNode expression : selector.path("matchExpressions")) {
      if (!matchesExpression(expression, labels)) {
        return false;
      }
    }
    return true;
  }

  private static boolean matchesExpression(JsonNode expression, JsonNode labels) {
    JsonNode label = labels.path(expression.path("key").asText());
    boolean listed = false;
    for (JsonNode value : expression.path("values")) {
      listed |= value.equals(label);
    }
    return switch (expression.path("operator").asText()) {
      case "In" -> listed;
      case "NotIn" -> !listed;
      case "Exists" -> !label.isMissingNode();
      case "DoesNotExist" -> label.isMissingNode();
      default -> false;
    };
  }
}
