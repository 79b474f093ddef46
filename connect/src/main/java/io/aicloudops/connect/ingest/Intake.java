package io.aicloudops.connect.ingest;

import io.aicloudops.connect.log.EventLog;
import io.aicloudops.runtime.http.Problem;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * The bodies that a receiver takes: what no retry can mend is counted and kept as a dead letter
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

  /**
   * @param source names the dead letters
   * @param rejected counts the requests that are refused
   */
  public Intake(String source, EventLog log, Counter rejected) {
    this.source = source;
    this.log = log;
    this.rejected = rejected;
  }

  /**
   * The whole body, also of a request that does not say its length.
   *
   * @param limit how much is taken
   * @param kept false if the dead letter of a body that is too large must have nothing of it
   * @throws Problem 413 if there is more
   */
  public byte[] body(Context context, Limit limit, boolean kept, Instant now) {
    long announced = context.req().getContentLengthLong();
    boolean tooLarge = announced > limit.bytes();
    byte[] body;
    try {
      int most = tooLarge ? BEGINNING : (int) Math.min(limit.bytes(), LARGEST) + 1;
      body = context.req().getInputStream().readNBytes(most);
    } catch (IOException e) {
      throw Problem.badRequest("the body was cut off: " + e.getMessage());
    }
    if (tooLarge || body.length > limit.bytes()) {
      Problem problem =
          Problem.tooLarge(
              "the body is larger than "
                  + limit.bytes()
                  + " bytes; "
                  + limit.setting()
                  + " can be raised");
      throw refused(kept ? body : new byte[0], problem, now);
    }
    return body;
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

  /**
   * How large a body may be.
   *
   * @param setting the name of the setting that could be raised
   */
  public record Limit(long bytes, String setting) {}
}
