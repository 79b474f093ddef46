package io.aicloudops.runtime.http;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Links that log one browser in, once, within a time. */
public final class LoginLinks {

  private static final Duration VALID = Duration.ofHours(1);

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Ticket> tickets = new ConcurrentHashMap<>();

  LoginLinks(Clock clock) {
    this.clock = clock;
  }

  private record Ticket(Principal principal, Instant until) {}

  /** A new code for a link; good once and for an hour. */
  public String create(Principal principal) {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    tickets.put(code, new Ticket(principal, clock.instant().plus(VALID)));
    return code;
  }

  /** Who the code logs in; empty if it was used, is too old or never was. */
  Optional<Principal> redeem(String code) {
    Ticket ticket = tickets.remove(code);
    return ticket == null || ticket.until().isBefore(clock.instant())
        ? Optional.empty()
        : Optional.of(ticket.principal());
  }
}
