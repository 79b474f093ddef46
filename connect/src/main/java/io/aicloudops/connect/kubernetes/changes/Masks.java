package io.aicloudops.connect.kubernetes.changes;

import io.aicloudops.runtime.redact.Redactor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of what differs, as everybody who may look sees change records. What was taken
 * out ends like what was cut: nobody can restore it by the record.
 */
final class Masks {

  /** The end of what is not whole, as {@code FormerValues} knows it. */
  static final String CUT = "…";

  /**
   * Where people give names of their own, which may tell what a value is. Fields of Kubernetes are
   * none of these: a {@code secretName} is no secret.
   */
  private static final Pattern OWN_NAME =
      Pattern.compile(
          "configmap/[^\\[]*(?<map>\\[.*)"
              + "|(?:.*\\.)?env\\[(?<env>.*)]\\.value"
              + "|(?:.*\\.)?(?:annotations|labels)(?<note>[.\\[].*)",
          Pattern.DOTALL);

  private static final Redactor REDACTOR = new Redactor(false);

  private Masks() {}

  /** A value without secrets; itself if it has none. */
  static String value(String path, String value) {
    if (path.endsWith(".image")) {
      return value; // token-service:1.2 sets no token
    }
    String redacted = REDACTOR.redact(value);
    if (redacted.contains(Redactor.SECRET)) {
      return redacted + CUT;
    }
    String assignment = ownName(path).replaceAll("[\\[\\]]", " ") + ":" + value;
    return REDACTOR.redact(assignment).contains(Redactor.SECRET) ? Redactor.SECRET + CUT : value;
  }

  /** A path without secrets: a line of a config map that sets nothing is part of its path. */
  static String path(String path) {
    String redacted = REDACTOR.redact(path);
    return redacted.contains(Redactor.SECRET) ? redacted + CUT : path;
  }

  private static String ownName(String path) {
    Matcher matcher = OWN_NAME.matcher(path);
    if (!matcher.matches()) {
      return "";
    }
    for (String group : new String[] {"map", "env", "note"}) {
      String name = matcher.group(group);
      if (name != null) {
        return name;
      }
    }
    return "";
  }
}
