package io.aicloudops.runtime.http;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Links that log one browser in, once, within a time. A link made by a token is no better than that
 * token: its login ends with it. Safe for use by several threads.
 */
final class LoginLinks {

  private static final Duration VALID = Duration.ofHours(1);

  /** Older ones fall out: nobody has so many links open. */
  private static final int MOST = 10_000;

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /** The oldest first. */
  private final Map<String, Ticket> tickets = new LinkedHashMap<>();

  LoginLinks(Clock clock) {
    this.clock = clock;
  }

  private record Ticket(Login login, Instant until) {}

  /** A new code for a link; good once and for an hour. */
  synchronized String create(Login login) {
    Instant now = clock.instant();
    tickets.values().removeIf(ticket -> ticket.until().isBefore(now));
    if (tickets.size() >= MOST) {
      tickets.remove(tickets.keySet().iterator().next());
    }
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    tickets.put(code, new Ticket(login, login.until(now.plus(VALID)).until()));
    return code;
  }

  /** Who the code logs in; empty if it was used, is too old or never was. */
  synchronized Optional<Login> redeem(String code) {
    Ticket ticket = tickets.remove(code);
    return ticket == null || ticket.until().isBefore(clock.instant())
        ? Optional.empty()
        : Optional.of(ticket.login());
  }

  /** How many links nobody has used yet; those that are too old count until the next is made. */
  synchronized int open() {
    return tickets.size();
  }
}
