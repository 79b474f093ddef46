package io.aicloudops.connect.ingest;

import io.aicloudops.connect.log.EventLog;
import io.aicloudops.connect.log.Sends;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.kafka.LogUnavailableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Gives the log what a request brought, before its sender is answered. */
public final class Delivery {

  private Delivery() {}

  /**
   * Sends them and waits until the log has all of them; with the first that the log does not take
   * the sender is answered.
   *
   * @throws LogUnavailableException if the log is away; the sender should try again
   * @throws Problem 413 if one of them is larger than the log ever takes; trying again is no use
   */
  public static void deliver(EventLog log, List<Supplier<CompletableFuture<Void>>> sends) {
    try {
      log.await(Sends.begin(sends));
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
