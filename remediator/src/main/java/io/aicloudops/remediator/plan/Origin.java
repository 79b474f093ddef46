package io.aicloudops.remediator.plan;

import java.util.Locale;

/** Who asked for a plan. */
public enum Origin {
  /** An incident's likeliest cause. */
  INCIDENT,
  /** A recommendation of instances: never urgent, and it comes again. */
  RECOMMENDATION,
  /** A person. */
  REQUEST;

  /** The name in events: lower case. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The origin of a name; a request for a name that is not known. */
  public static Origin ofId(String id) {
    for (Origin origin : values()) {
      if (origin.id().equals(id)) {
        return origin;
      }
    }
    return REQUEST;
  }
}
