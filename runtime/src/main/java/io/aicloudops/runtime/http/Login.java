package io.aicloudops.runtime.http;

import java.time.Instant;

/**
 * Somebody who showed a token.
 *
 * @param until when the token ends; {@link Instant#MAX} if it never does
 */
record Login(Principal principal, Instant until) {

  /** One that ends earlier, or as it did. */
  Login until(Instant latest) {
    return latest.isBefore(until) ? new Login(principal, latest) : this;
  }
}
