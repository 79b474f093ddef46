package io.aicloudops.connect.ingest;

import io.javalin.http.Context;
import java.util.Locale;
import java.util.Objects;

/** What requests say of their bodies. */
public final class Bodies {

  private Bodies() {}

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
