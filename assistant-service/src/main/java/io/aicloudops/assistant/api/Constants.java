package io.aicloudops.assistant.api;

import io.aicloudops.assistant.json.EventJson;
import io.aicloudops.runtime.http.Problem;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Enums as the API writes them: in lower case, without the UNKNOWN of newer versions. */
final class Constants {

  private Constants() {}

  /**
   * Reads one.
   *
   * @throws Problem 400 that names the field and the constants there are
   */
  static <E extends Enum<E>> E read(String field, String text, Class<E> type) {
    List<E> all =
        Stream.of(Objects.requireNonNull(type.getEnumConstants()))
            .filter(constant -> !constant.name().equals("UNKNOWN"))
            .toList();
    return all.stream()
        .filter(constant -> EventJson.text(constant).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.badField(
                    field,
                    "is one of "
                        + String.join(", ", all.stream().map(EventJson::text).toList())
                        + ", not "
                        + text));
  }
}
