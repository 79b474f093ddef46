package io.aicloudops.launcher.cli;

/** The query service refused; the message is what it said. */
final class ClientException extends RuntimeException {
  ClientException(String message) {
    super(message);
  }
}
