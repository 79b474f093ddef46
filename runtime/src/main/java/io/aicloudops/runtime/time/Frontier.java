package io.aicloudops.runtime.time;

/**
 * How far time has come for all workloads of a task, as far as more than one batch says so.
 *
 * <p>The passing of time makes workloads silent and, in the end, forgotten. So a single clock that
 * is wrong must not move it for all others: a leap ahead waits until another workload is there too,
 * or until so many batches of the one followed each other that nobody else is left to ask. What is
 * behind moves nothing. Like all of detection it knows no other clock than that of the batches.
 */
public final class Frontier {

  private static final long LEAP_MS = 900_000;
  private static final int ALONE = 20;

  private long now;
  private String claimant = "";
  private long claim;
  private int claims;

  /** Event time, in milliseconds; 0 while nothing is certain. */
  public long now() {
    return now;
  }

  /**
   * A batch was taken.
   *
   * @param time of the batch: event time in milliseconds, above 0
   * @return true if time went on
   */
  public boolean heard(String entity, long time) {
    if (time <= now) {
      claims = 0;
      return false;
    }
    if (now > 0 && time - now <= LEAP_MS) {
      claims = 0;
      now = time;
      return true;
    }
    return leap(entity, time);
  }

  private boolean leap(String entity, long time) {
    boolean near = claims > 0 && Math.abs(time - claim) <= LEAP_MS;
    boolean another = near && !entity.equals(claimant);
    claims = !near ? 1 : time > claim ? claims + 1 : claims;
    claim = near ? Math.max(claim, time) : time;
    claimant = entity;
    if (!another && claims < ALONE) {
      return false;
    }
    now = claim;
    claims = 0;
    return true;
  }
}
