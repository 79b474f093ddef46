package io.aicloudops.assistant.graphql;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.runtime.http.Problem;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A GraphQL operation as clients send it. */
record Operation(String query, @Nullable String name, Map<String, Object> variables) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads one.
   *
   * @throws Problem 400 if it is none
   */
  static Operation of(JsonNode body) {
    JsonNode query = body.path("query");
    if (!query.isTextual() || query.textValue().isBlank()) {
      throw Problem.badField("query", "is missing: the GraphQL document as text");
    }
    JsonNode variables = body.path("variables");
    boolean none = variables.isMissingNode() || variables.isNull();
    if (!none && !variables.isObject()) {
      throw Problem.badField("variables", "is to be an object");
    }
    JsonNode name = body.path("operationName");
    return new Operation(
        query.textValue(),
        name.isTextual() ? name.textValue() : null,
        none ? Map.of() : JSON.convertValue(variables, new TypeReference<>() {}));
  }
}
