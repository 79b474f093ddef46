package io.aicloudops.remediator.execute.edit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A field of a spec as change records name it: {@code ports[http].targetPort}, where an element of
 * a list is found by its name or else its index, and a key with other characters than letters
 * stands in brackets, too.
 */
final class FieldPath {

  private static final Pattern STEP = Pattern.compile("\\.?([\\p{L}\\p{Nd}_]+)|\\[([^\\]]+)]");

  /** As JSON writes it, so that it reads the same when it is a text again. */
  private static final Pattern INTEGER = Pattern.compile("0|-?[1-9]\\d{0,8}");

  private final String path;
  private final List<String> steps = new ArrayList<>();

  FieldPath(String path) {
    this.path = path;
    Matcher matcher = STEP.matcher(path);
    int end = 0;
    while (matcher.lookingAt()) {
      String plain = matcher.group(1);
      steps.add(plain == null ? matcher.group(2) : plain);
      end = matcher.end();
      matcher.region(end, path.length());
    }
    if (steps.isEmpty() || end != path.length()) {
      throw new NotActedOnException(path + " is no path of a field");
    }
  }

  /**
   * Gives the field its former value, if it has the latter now. The record has texts only, and
   * those of digits become numbers here, as what may be either is a number then; where a field is a
   * text, its model makes one of it again.
   */
  void restore(ObjectNode spec, FormerState.Step step) {
    JsonNode parent = spec;
    for (String name : steps.subList(0, steps.size() - 1)) {
      parent = child(parent, name);
    }
    String last = steps.get(steps.size() - 1);
    JsonNode now = child(parent, last);
    String text = now.isMissingNode() || now.isNull() ? null : now.asText();
    if (!Objects.equals(text, step.latter())) {
      throw FormerState.different(path);
    }
    put(parent, last, value(step.former()));
  }

  private static JsonNode child(JsonNode parent, String name) {
    if (parent instanceof ArrayNode list) {
      for (JsonNode element : list) {
        if (element.path("name").asText("").equals(name)) {
          return element;
        }
      }
      return name.matches("\\d{1,6}")
          ? list.path(Integer.parseInt(name))
          : list.path(Integer.MAX_VALUE);
    }
    return parent.path(name);
  }

  private void put(JsonNode parent, String name, @Nullable JsonNode value) {
    if (parent instanceof ObjectNode object) {
      if (value == null) {
        object.remove(name);
      } else {
        object.set(name, value);
      }
    } else if (parent instanceof ArrayNode list && value != null && name.matches("\\d{1,6}")) {
      list.set(Integer.parseInt(name), value);
    } else {
      throw new NotActedOnException(path + " is part of a list that was made longer or shorter");
    }
  }

  private static @Nullable JsonNode value(@Nullable String text) {
    if (text == null) {
      return null;
    }
    return INTEGER.matcher(text).matches()
        ? IntNode.valueOf(Integer.parseInt(text))
        : TextNode.valueOf(text);
  }
}
