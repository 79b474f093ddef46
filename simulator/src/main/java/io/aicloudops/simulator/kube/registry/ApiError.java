package io.aicloudops.simulator.kube.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.simulator.kube.types.ResourceType;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A request that is refused, as the API says it: an HTTP code and a Status object. */
public final class ApiError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int code;
  private final transient ObjectNode status;

  private ApiError(int code, ObjectNode status) {
    super(status.path("message").asText());
    this.code = code;
    this.status = status;
  }

  /**
   * Why one field is refused.
   *
   * @param reason FieldValueRequired, FieldValueInvalid, FieldValueForbidden, FieldValueDuplicate,
   *     FieldManagerConflict, …
   */
  public record Cause(String reason, String message, String field) {}

  /** The HTTP status code. */
  public int code() {
    return code;
  }

  /** The Status object to answer with. */
  public ObjectNode status() {
    return status;
  }

  public static ApiError notFound(ResourceType type, String name) {
    return of(404, "NotFound", type.qualified() + " \"" + name + "\" not found", type, name);
  }

  public static ApiError noSuchPath() {
    return of(404, "NotFound", "the server could not find the requested resource", null, "");
  }

  public static ApiError badRequest(String message) {
    return of(400, "BadRequest", message, null, "");
  }

  /** A query parameter has a value that is not allowed. */
  public static ApiError invalidOption(String message) {
    return of(422, "Invalid", message, null, "");
  }

  /** The server fails; never the client's fault. */
  public static ApiError internal(String message) {
    return of(500, "InternalError", "Internal error occurred: " + message, null, "");
  }

  /** Nothing can be served now, as while the server starts or its store is away. */
  public static ApiError unavailable() {
    String message = "the server is currently unable to handle the request";
    return of(503, "ServiceUnavailable", message, null, "");
  }

  /** The store or a webhook did not answer in time; the write may have been done. */
  public static ApiError timeout() {
    String message = "Timeout: request did not complete within requested timeout";
    return of(504, "Timeout", message, null, "");
  }

  /** A server of which nothing more is known than the code of its answer: a proxy's, say. */
  public static ApiError unknown(int code) {
    return of(code, "Unknown", "an error on the server has prevented the request", null, "");
  }

  public static ApiError unauthorized() {
    return of(401, "Unauthorized", "Unauthorized", null, "");
  }

  public static ApiError forbidden(ResourceType type, String name, String why) {
    String message =
        type.qualified() + (name.isEmpty() ? "" : " \"" + name + "\"") + " is forbidden: " + why;
    return of(403, "Forbidden", message, type, name);
  }

  public static ApiError methodNotAllowed() {
    String message = "the server does not allow this method on the requested resource";
    return of(405, "MethodNotAllowed", message, null, "");
  }

  public static ApiError unsupportedMediaType(String given, String accepted) {
    String message =
        "the body of the request was in an unknown format - accepted media types include: "
            + accepted;
    return of(415, "UnsupportedMediaType", message + " (got " + given + ")", null, "");
  }

  public static ApiError alreadyExists(ResourceType type, String name) {
    return of(
        409, "AlreadyExists", type.qualified() + " \"" + name + "\" already exists", type, name);
  }

  /** The object changed since it was read, or a precondition does not hold. */
  public static ApiError conflict(ResourceType type, String name, String why) {
    String message =
        "Operation cannot be fulfilled on " + type.qualified() + " \"" + name + "\": " + why;
    return of(409, "Conflict", message, type, name);
  }

  /** Server-side apply met fields of other managers. */
  public static ApiError applyConflict(List<Cause> causes) {
    String each =
        causes.stream().map(c -> c.message() + ": " + c.field()).collect(Collectors.joining(", "));
    String count = causes.size() == 1 ? "1 conflict: " : causes.size() + " conflicts: ";
    ApiError error = of(409, "Conflict", "Apply failed with " + count + each, null, "");
    addCauses(error, causes);
    return error;
  }

  /** The object breaks rules of its kind. */
  public static ApiError invalid(ResourceType type, String name, List<Cause> causes) {
    String each =
        causes.stream().map(c -> c.field() + ": " + c.message()).collect(Collectors.joining(", "));
    String kind = type.group().isEmpty() ? type.kind() : type.kind() + "." + type.group();
    String all = causes.size() == 1 ? each : "[" + each + "]";
    ApiError error = of(422, "Invalid", kind + " \"" + name + "\" is invalid: " + all, type, name);
    addCauses(error, causes);
    return error;
  }

  /** An eviction that a disruption budget does not allow now. */
  public static ApiError disruptionBudget(String budget, int healthy, int desired) {
    String message = "Cannot evict pod as it would violate the pod's disruption budget.";
    ApiError error = of(429, "TooManyRequests", message, null, "");
    String why =
        "The disruption budget "
            + budget
            + " needs "
            + desired
            + " healthy pods and has "
            + healthy
            + " currently";
    addCauses(error, List.of(new Cause("DisruptionBudget", why, "")));
    return error;
  }

  /** An eviction of which the server does not know yet what the budget allows. */
  public static ApiError budgetInProcess(String budget, int retryAfterSeconds) {
    String message = "Cannot evict pod as it would violate the pod's disruption budget.";
    ApiError error = of(429, "TooManyRequests", message, null, "");
    String why = "The disruption budget " + budget + " is still being processed by the server.";
    addCauses(error, List.of(new Cause("DisruptionBudget", why, "")));
    error.status.withObjectProperty("details").put("retryAfterSeconds", retryAfterSeconds);
    return error;
  }

  /** The resource version lies too far back to go on from. */
  public static ApiError expired(String message) {
    return of(410, "Expired", message, null, "");
  }

  private static ApiError of(
      int code, String reason, String message, @Nullable ResourceType type, String name) {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
    status.put("status", "Failure").put("message", message).put("reason", reason);
    ObjectNode details = status.putObject("details");
    if (type != null) {
      details.put("name", name).put("kind", type.plural());
      if (!type.group().isEmpty()) {
        details.put("group", type.group());
      }
    }
    status.put("code", code);
    return new ApiError(code, status);
  }

  private static void addCauses(ApiError error, List<Cause> causes) {
    var list = error.status.withObjectProperty("details").putArray("causes");
    for (Cause cause : causes) {
      ObjectNode item =
          list.addObject().put("reason", cause.reason()).put("message", cause.message());
      if (!cause.field().isEmpty()) {
        item.put("field", cause.field());
      }
    }
  }
}
