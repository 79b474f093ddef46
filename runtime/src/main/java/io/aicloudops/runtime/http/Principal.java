package io.aicloudops.runtime.http;

/**
 * Who asks.
 *
 * @param name as the token says; {@code anonymous} without one
 * @param role what they may do
 */
public record Principal(String name, Role role) {

  /** Somebody without a token. */
  public static final Principal ANONYMOUS = new Principal("anonymous", Role.ANYONE);
}
