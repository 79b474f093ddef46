package io.aicloudops.connect.ingest;

import io.aicloudops.connect.log.EventLog;
import io.aicloudops.connect.log.Sends;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.kafka.LogUnavailableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Gives the log what a request brought, before its sender is answered. */
public final class Delivery {

  private Delivery() {}

  /**
   * Sends them and waits until the log has all of them. One that the log never takes keeps none of
   * the others out of it.
   *
   * @param letter keeps the request as a dead letter, by the reason, if the log never takes a part
   * @throws LogUnavailableException if the log or the registry of schemas is away; the sender
   *     should try again
   * @throws Problem 413 if a part is larger than the log ever takes, 400 if it cannot be written;
   *     trying again is no use
   */
  public static void deliver(
      EventLog log,
      List<Supplier<CompletableFuture<Void>>> sends,
      Function<String, CompletableFuture<Void>> letter) {
    List<CompletableFuture<Void>> begun = Sends.begin(sends);
    try {
      log.await(begun);
    } catch (LogUnavailableException e) {
      Throwable why = Sends.refusal(begun).orElseThrow(() -> e);
      log.await(List.of(letter.apply(String.valueOf(why.getMessage()))));
      throw why instanceof RecordTooLargeException
          ? Problem.tooLarge(
              "one part of the request is larger than Kafka takes: " + why.getMessage())
          : Problem.badRequest("one part of the request cannot be kept: " + why.getMessage());
    }
  }
}
