package io.aicloudops.runtime.http;

import io.javalin.security.RouteRole;
import java.util.Locale;
import java.util.Optional;

/**
 * Who may use a route. Each role may do what those before it may, except that INGEST may only
 * ingest.
 */
public enum Role implements RouteRole {
  /** No token needed. */
  ANYONE,
  /** May send metrics and alerts, nothing else. */
  INGEST,
  /** May read. */
  VIEWER,
  /** May approve, reject, silence and ask for remediations. */
  OPERATOR,
  /** May pause the system and change rules and settings. */
  ADMIN;

  /** True if a caller of this role may use a route that asks for the other. */
  public boolean covers(Role asked) {
    if (asked == ANYONE || this == asked) {
      return true;
    }
    if (this == INGEST) {
      return false;
    }
    return asked == INGEST ? compareTo(OPERATOR) >= 0 : compareTo(asked) >= 0;
  }

  /** The name in tokens: lower case. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of a name; empty for a name nobody knows. */
  public static Optional<Role> ofId(String id) {
    for (Role role : values()) {
      if (role.id().equals(id)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
