package io.aicloudops.remediator.execute;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps to the waiting times that the API server asks for: after an answer 429 or 503 with {@code
 * Retry-After} (in seconds; RFC 9110, 10.2.3) nothing is asked of it until then. A pod's disruption
 * budget speaks for its pod alone and holds up nothing else.
 */
public final class Throttle implements Interceptor {

  private static final String EVICTION = "/eviction";

  /** A server that asks for longer than this is asked anew. */
  private static final long LONGEST_SECONDS = 60;

  private final Clock clock;
  private volatile Instant until = Instant.MIN;

  /** By this clock. */
  public Throttle(Clock clock) {
    this.clock = clock;
  }

  /** How long to wait yet; empty if the server may be asked. */
  Optional<Duration> waiting() {
    Instant now = clock.instant();
    return now.isBefore(until) ? Optional.of(Duration.between(now, until)) : Optional.empty();
  }

  @Override
  public void after(
      HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> body) {
    boolean asked = response.code() == 429 || response.code() == 503;
    String seconds = response.header("Retry-After");
    if (asked
        && seconds != null
        && seconds.matches("\\d{1,6}")
        && !request.uri().getPath().endsWith(EVICTION)) {
      until = clock.instant().plusSeconds(Math.min(LONGEST_SECONDS, Long.parseLong(seconds)));
    }
  }
}
