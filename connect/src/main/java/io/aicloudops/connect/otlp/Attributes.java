package io.aicloudops.connect.otlp;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Attributes by key, as text.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/">Semantic conventions</a>
 */
record Attributes(Map<String, String> values) {

  private static final int DEEPEST = 4;

  static Attributes of(List<KeyValue> pairs) {
    Map<String, String> values = new HashMap<>();
    pairs.forEach(pair -> values.put(pair.getKey(), text(pair.getValue())));
    return new Attributes(values);
  }

  /** The first of the keys that has a value; empty if none has. */
  String first(String... keys) {
    for (String key : keys) {
      String value = values.getOrDefault(key, "");
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }

  /** A number; 0 if it is none. */
  int number(String... keys) {
    try {
      return Integer.parseInt(first(keys));
    } catch (NumberFormatException e) {
      return 0; // a status that is no number says nothing
    }
  }

  /** Any value as text; what has parts is written as {@code key=value key=value}. */
  static String text(AnyValue value) {
    return text(value, 0);
  }

  private static String text(AnyValue value, int depth) {
    if (depth > DEEPEST) {
      return "…";
    }
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case INT_VALUE -> Long.toString(value.getIntValue());
      case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
      case KVLIST_VALUE ->
          value.getKvlistValue().getValuesList().stream()
              .map(pair -> pair.getKey() + "=" + text(pair.getValue(), depth + 1))
              .collect(Collectors.joining(" "));
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream()
              .map(one -> text(one, depth + 1))
              .collect(Collectors.joining(" "));
      default -> "";
    };
  }
}
