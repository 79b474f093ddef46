package io.aicloudops.runtime.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An answer that says what went wrong, as RFC 9457 problem+json. Thrown by handlers. */
public final class Problem extends RuntimeException {

  private final int status;
  private final String title;
  private final String field;

  private Problem(int status, String title, String detail, String field) {
    super(detail);
    this.status = status;
    this.title = title;
    this.field = field;
  }

  /** 400: a field of the request is wrong; says which and how to mend it. */
  public static Problem badField(String field, String detail) {
    return new Problem(400, "Bad request", detail, field);
  }

  /**
   * 400: the request names something that there is not.
   *
   * @param what "field" or "parameter"
   * @param all what there is
   */
  public static Problem unknown(String what, String name, List<String> all) {
    return badField(
        name,
        "there is no "
            + what
            + " "
            + name
            + (all.isEmpty() ? " here" : "; there are " + String.join(", ", all)));
  }

  /** 400: the request as a whole is wrong. */
  public static Problem badRequest(String detail) {
    return new Problem(400, "Bad request", detail, "");
  }

  /** 401: a token is missing or not valid. */
  public static Problem unauthorized(String detail) {
    return new Problem(401, "Unauthorized", detail, "");
  }

  /** 403: the caller may not do this. */
  public static Problem forbidden(String detail) {
    return new Problem(403, "Forbidden", detail, "");
  }

  /** 404: there is no such thing. */
  public static Problem notFound(String detail) {
    return new Problem(404, "Not found", detail, "");
  }

  /** 409: not in this state. */
  public static Problem conflict(String detail) {
    return new Problem(409, "Conflict", detail, "");
  }

  /** 413: the body is larger than allowed. */
  public static Problem tooLarge(String detail) {
    return new Problem(413, "Content too large", detail, "");
  }

  /** 415: the body's type or encoding is not understood. */
  public static Problem unsupportedMedia(String detail) {
    return new Problem(415, "Unsupported media type", detail, "");
  }

  /** 422: readable, but it makes no sense. */
  public static Problem unprocessable(String field, String detail) {
    return new Problem(422, "Unprocessable content", detail, field);
  }

  /** 503: try again later; nothing was accepted. */
  public static Problem unavailable(String detail) {
    return new Problem(503, "Service unavailable", detail, "");
  }

  /** Any other status. */
  public static Problem of(int status, String title, String detail) {
    return new Problem(status, title, detail, "");
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The fields of the problem+json document. */
  public Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "about:blank");
    document.put("title", title);
    document.put("status", status);
    document.put("detail", getMessage());
    if (!field.isEmpty()) {
      document.put("field", field);
    }
    return document;
  }
}
