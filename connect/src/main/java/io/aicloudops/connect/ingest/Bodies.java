package io.aicloudops.connect.ingest;

import io.aicloudops.runtime.http.Problem;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;

/** The bodies of requests. */
public final class Bodies {

  private Bodies() {}

  /**
   * The whole body, also of a request that does not say its length.
   *
   * @param largest in bytes
   * @param setting the name of the setting that could be raised
   * @throws Problem 413 if there is more
   */
  public static byte[] read(Context context, long largest, String setting) {
    long announced = context.req().getContentLengthLong();
    byte[] body = new byte[0];
    try {
      if (announced <= largest) {
        body = context.req().getInputStream().readNBytes((int) Math.min(largest, 1 << 30) + 1);
      }
    } catch (IOException e) {
      throw Problem.badRequest("the body was cut off: " + e.getMessage());
    }
    if (announced > largest || body.length > largest) {
      throw Problem.tooLarge(
          "the body is larger than " + largest + " bytes; " + setting + " can be raised");
    }
    return body;
  }

  /** The media type of the request without its parameters, in lower case; empty if it has none. */
  public static String mediaType(Context context) {
    String type = Objects.requireNonNullElse(context.req().getContentType(), "");
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).trim().toLowerCase(Locale.ROOT);
  }

  /** A parameter of the request's media type without quotes; empty if it is not there. */
  public static String mediaParameter(Context context, String name) {
    String type = Objects.requireNonNullElse(context.req().getContentType(), "");
    for (String part : type.split(";", -1)) {
      String[] pair = part.trim().split("=", 2);
      if (pair.length == 2 && pair[0].trim().equalsIgnoreCase(name)) {
        return pair[1].trim().replace("\"", "");
      }
    }
    return "";
  }
}
