package io.aicloudops.connect.ingest;

import io.aicloudops.connect.log.EventLog;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.kafka.LogUnavailableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Waits for the log before a sender is answered. */
public final class Delivery {

  private Delivery() {}

  /**
   * Waits until the log has all of them.
   *
   * @throws LogUnavailableException if the log is away; the sender should try again
   * @throws Problem 413 if one of them is larger than the log ever takes; trying again is no use
   */
  public static void await(EventLog log, List<CompletableFuture<Void>> sends) {
    try {
      log.await(sends);
    } catch (LogUnavailableException e) {
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof RecordTooLargeException) {
          throw Problem.tooLarge(
              "one part of the request is larger than Kafka takes: " + cause.getMessage());
        }
      }
      throw e;
    }
  }
}
