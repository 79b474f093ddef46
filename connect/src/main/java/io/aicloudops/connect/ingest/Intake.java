package io.aicloudops.connect.ingest;

import io.aicloudops.connect.log.EventLog;
import io.aicloudops.connect.log.Sends;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.kafka.LogUnavailableException;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * From a request's body to the log: what no retry can mend is counted and kept as a dead letter
 * before its sender hears of it.
 */
public final class Intake {

  /** So much of a body that is too large is kept, in bytes. */
  private static final int BEGINNING = 512 << 10;

  /** Bodies are read into one array. */
  private static final long LARGEST = 1 << 30;

  private final String source;
  private final EventLog log;
  private final Counter rejected;
  private final long largest;
  private final String setting;

  /**
   * @param source names the dead letters
   * @param rejected counts the requests that are refused
   * @param largest how large a body may be, in bytes; more than 1 GiB is 1 GiB
   * @param setting the name of the setting that could be raised
   */
  public Intake(String source, EventLog log, Counter rejected, long largest, String setting) {
    this.source = source;
    this.log = log;
    this.rejected = rejected;
    this.largest = Math.min(largest, LARGEST);
    this.setting = setting;
  }

  /**
   * The whole body, also of a request that does not say its length.
   *
   * @param kept false if the dead letter of a body that is too large must have nothing of it
   * @throws Problem 413 if there is more than may be
   */
  public byte[] body(Context context, boolean kept, Instant now) {
    boolean tooLarge = context.req().getContentLengthLong() > largest;
    byte[] body;
    try {
      int most = tooLarge ? BEGINNING : (int) largest + 1;
      body = context.req().getInputStream().readNBytes(most);
    } catch (IOException e) {
      throw Problem.badRequest("the body was cut off: " + e.getMessage());
    }
    if (tooLarge || body.length > largest) {
      String why = "the body is larger than " + largest + " bytes; " + setting + " can be raised";
      throw refused(kept ? body : new byte[0], Problem.tooLarge(why), now);
    }
    return body;
  }

  /**
   * Sends what a request brought and waits until the log has all of it. One part that the log never
   * takes keeps none of the others out of it.
   *
   * @param body what is kept as a dead letter if the log never takes a part
   * @throws LogUnavailableException if the log or the registry of schemas is away; the sender
   *     should try again
   * @throws Problem 413 if a part is larger than the log ever takes, 400 if it cannot be written;
   *     trying again is no use
   */
  public void deliver(List<Supplier<CompletableFuture<Void>>> sends, byte[] body, Instant now) {
    List<CompletableFuture<Void>> begun = Sends.begin(sends);
    try {
      log.await(begun);
    } catch (LogUnavailableException e) {
      Throwable why = Sends.refusal(begun).orElseThrow(() -> e);
      Problem problem =
          why instanceof RecordTooLargeException
              ? Problem.tooLarge(
                  "one part of the request is larger than Kafka takes: " + why.getMessage())
              : Problem.badRequest("one part of the request cannot be kept: " + why.getMessage());
      throw refused(body, problem, now);
    }
  }

  /**
   * Counts a request that cannot be used and keeps it; as much of it as a dead letter holds.
   *
   * @return the problem, to be thrown
   */
  public Problem refused(byte[] body, Problem problem, Instant now) {
    rejected.increment();
    log.await(List.of(log.deadLetter(source, body, String.valueOf(problem.getMessage()), now)));
    return problem;
  }
}
