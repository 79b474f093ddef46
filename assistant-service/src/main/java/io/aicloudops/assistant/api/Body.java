package io.aicloudops.assistant.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.http.Problem;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads a JSON body; what is wrong is answered with the field's name. */
final class Body {

  /** Longest text of one field, in characters. */
  private static final int LONGEST = 4_000;

  private static final ObjectMapper JSON = HttpServer.json();

  private final JsonNode root;

  /**
   * @param known the fields there are; any other is refused
   */
  Body(Context context, String... known) {
    String type = String.valueOf(context.contentType()).toLowerCase(Locale.ROOT);
    String text = context.body();
    if (!text.isEmpty() && !type.startsWith("application/json")) {
      throw Problem.unsupportedMedia("the body is to be application/json, not " + type);
    }
    this.root = text.isBlank() ? JSON.createObjectNode() : parse(text);
    if (!(root instanceof ObjectNode)) {
      throw Problem.badRequest("the body is to be a JSON object");
    }
    List<String> all = Arrays.asList(known);
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      String name = field.getKey();
      if (!all.contains(name)) {
        throw Problem.unknown("field", name, all);
      }
    }
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw Problem.badRequest("the body is not JSON: " + e.getOriginalMessage());
    }
  }

  /** The text of a field; empty if it is not there. */
  String text(String name) {
    return text(name, root.path(name));
  }

  private static String text(String name, JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isTextual()) {
      throw Problem.badField(name, "is to be text");
    }
    if (value.textValue().length() > LONGEST) {
      throw Problem.badField(name, "is longer than " + LONGEST + " characters");
    }
    return value.textValue();
  }

  /** The text of a field that has to be there. */
  String required(String name, String what) {
    String text = text(name).trim();
    if (text.isEmpty()) {
      throw Problem.badField(name, "is missing: " + what);
    }
    return text;
  }

  boolean flag(String name, boolean byDefault) {
    JsonNode value = root.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return byDefault;
    }
    if (!value.isBoolean()) {
      throw Problem.badField(name, "is to be true or false");
    }
    return value.booleanValue();
  }

  /** An object of texts; empty if it is not there. */
  Map<String, String> texts(String name) {
    JsonNode value = root.path(name);
    Map<String, String> texts = new LinkedHashMap<>();
    if (value.isMissingNode() || value.isNull()) {
      return texts;
    }
    if (!value.isObject()) {
      throw Problem.badField(name, "is to be an object of texts");
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      texts.put(field.getKey(), text(name + "." + field.getKey(), field.getValue()));
    }
    return texts;
  }
}
