package io.aicloudops.schemas.registry;

import org.jspecify.annotations.Nullable;

/** The registry refused, or could not be reached. */
public final class RegistryException extends RuntimeException {

  private final int errorCode;

  /**
   * @param errorCode the registry's own code (40401, 40403, 409, 42201, …), or 0 if it could not be
   *     reached
   * @param message what to tell a person
   * @param cause what lay behind it, if anything
   */
  public RegistryException(int errorCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.errorCode = errorCode;
  }

  /** The registry's own error code, or 0 if it could not be reached. */
  public int errorCode() {
    return errorCode;
  }

  /** True if the registry answered that it does not know the id, subject or schema. */
  public boolean notFound() {
    return errorCode == 404 || errorCode / 100 == 404;
  }

  /**
   * True if asking again later can help: unreachable, overloaded, or an error inside the registry.
   */
  public boolean retriable() {
    return errorCode == 0 || errorCode == 429 || errorCode / 100 == 500 || errorCode / 100 == 5;
  }
}
