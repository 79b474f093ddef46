package io.aicloudops.rca.detect.entity;

import io.aicloudops.rca.detect.Episode;
import io.aicloudops.rca.detect.Severity;
import io.aicloudops.rca.detect.Verdict;
import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyKind;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.Direction;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A signal that always moves and now stands still, to the last digit: a stuck exporter, a process
 * that hangs. Tells of it once for each stand; only a signal that hardly ever repeats a value can
 * be missed moving.
 */
final class Stillness {

  private static final int LEARN_FIRST = 240;
  private static final double MEMORY = 500;
  private static final double ALWAYS_MOVES = 0.9;
  private static final int STANDS_AFTER = 120;

  /** Below {@link Verdict#THRESHOLD}: worth knowing beside other trouble, none of its own. */
  private static final double SCORE = 0.4;

  private double last = Double.NaN;
  private int values;
  private float moves;
  private int run;
  private long since;
  private long openedAt;

  boolean open() {
    return openedAt > 0;
  }

  @Nullable Anomaly next(Episode.Subject subject, long time, double value, Verdict verdict) {
    if (Double.isNaN(value)) {
      return null;
    }
    boolean moved = value != last;
    last = value;
    if (moved) {
      Anomaly closing = open() ? tell(subject, time, value, verdict, AnomalyStatus.CLOSED) : null;
      openedAt = 0;
      run = 0;
      since = time;
      learn(1);
      return closing;
    }
    run++;
    boolean livelyBefore = values >= LEARN_FIRST && moves >= ALWAYS_MOVES;
    if (!open() && livelyBefore && run == STANDS_AFTER) {
      openedAt = time;
      return tell(subject, time, value, verdict, AnomalyStatus.OPEN);
    }
    // A stand is one event however long it lasts.
    if (run == 1 || !livelyBefore) {
      learn(0);
    }
    return null;
  }

  /** Its workload reported without it: it does not stand still, it is gone. */
  @Nullable Anomaly missing(Episode.Subject subject, long time) {
    if (!open()) {
      return null;
    }
    Anomaly closing = tell(subject, time, last, new Verdict(), AnomalyStatus.CLOSED);
    openedAt = 0;
    run = 0;
    return closing;
  }

  private void learn(double moved) {
    values = Math.min(values + 1, Integer.MAX_VALUE - 1);
    moves += (float) ((moved - moves) / Math.min(values, MEMORY));
  }

  private Anomaly tell(
      Episode.Subject subject, long time, double value, Verdict verdict, AnomalyStatus status) {
    return Severity.weighed(
        Anomaly.newBuilder()
            .setId(Episode.id(subject.entity(), subject.signal() + "\nflat", openedAt))
            .setEntity(subject.entity())
            .setSignal(subject.signal())
            .setRole(subject.role())
            .setStatus(status)
            .setKind(AnomalyKind.FLATLINE)
            .setDirection(Direction.UNKNOWN)
            .setScore(SCORE)
            .setSince(Instant.ofEpochMilli(since))
            .setTime(Instant.ofEpochMilli(time))
            .setValue(value)
            .setExpected(verdict.expected)
            .setLower(verdict.lower)
            .setUpper(verdict.upper));
  }

  void write(Packer out) {
    out.d(last);
    out.n(values);
    out.f(moves);
    out.n(run);
    out.time(since);
    out.time(openedAt);
  }

  void read(Unpacker in) {
    last = in.d();
    values = in.count();
    moves = in.single();
    run = in.count();
    since = in.time();
    openedAt = in.time();
  }
}
