package io.aicloudops.connect.cdc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/**
 * A row of a table.
 *
 * @param values by column
 * @param columns our names of columns that are called otherwise
 */
record Row(JsonNode values, Map<String, String> columns) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A column's text; the default if it is null, empty or not there. */
  String text(String name, String byDefault) {
    String text = values.path(columns.getOrDefault(name, name)).asText("");
    return text.isEmpty() || text.equals("null") ? byDefault : text;
  }

  /**
   * A column that holds JSON, or an array of the database.
   *
   * @throws JsonProcessingException if it holds neither
   */
  JsonNode json(String name) throws JsonProcessingException {
    JsonNode value = values.path(columns.getOrDefault(name, name));
    return value.isTextual() ? JSON.readTree(value.textValue()) : value;
  }

  /** A column's time: with a zone, without one (then UTC), or empty. */
  Optional<Instant> time(String name) {
    String text = text(name, "");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      boolean zoned = text.endsWith("Z") || text.matches(".*[+-]\\d\\d:?\\d\\d$");
      return Optional.of(
          zoned
              ? OffsetDateTime.parse(text).toInstant()
              : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
