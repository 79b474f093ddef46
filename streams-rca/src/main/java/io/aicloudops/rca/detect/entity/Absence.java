package io.aicloudops.rca.detect.entity;

import io.aicloudops.rca.detect.Episode;
import io.aicloudops.rca.detect.Severity;
import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyKind;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.Direction;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One signal that came with every tick and no longer does, while its workload goes on reporting: an
 * exporter lost a part, or the series has another name since a release. After an hour that is how
 * it is, and the episode closes.
 */
final class Absence {

  private static final int REGULAR_AFTER = 240;
  private static final int MISSED_TICKS = 20;
  private static final long AT_LEAST_MS = 300_000;
  private static final long ACCEPTED_MS = 3_600_000;

  /** Supports other evidence and is no trouble of its own. */
  private static final double SCORE = 0.4;

  private int seen;
  private long openedAt;
  private long since;

  boolean open() {
    return openedAt > 0;
  }

  /** It came. */
  @Nullable Anomaly here(Episode.Subject subject, long time) {
    seen = Math.min(seen + 1, REGULAR_AFTER);
    return open() ? close(subject, time, 1) : null;
  }

  /** The workload reported without it. */
  @Nullable Anomaly missing(Episode.Subject subject, long lastSeen, long time, long intervalMs) {
    if (open()) {
      return time - openedAt >= ACCEPTED_MS ? close(subject, time, 0) : null;
    }
    boolean gone = time - lastSeen >= Math.max(AT_LEAST_MS, MISSED_TICKS * intervalMs);
    if (seen < REGULAR_AFTER || !gone) {
      return null;
    }
    seen = 0;
    openedAt = time;
    since = lastSeen + intervalMs;
    return tell(subject, time, AnomalyStatus.OPEN, 0);
  }

  private Anomaly close(Episode.Subject subject, long time, double value) {
    Anomaly closing = tell(subject, time, AnomalyStatus.CLOSED, value);
    openedAt = 0;
    return closing;
  }

  private Anomaly tell(Episode.Subject subject, long time, AnomalyStatus status, double present) {
    return Severity.weighed(
        Anomaly.newBuilder()
            .setId(Episode.id(subject.entity(), subject.signal() + "\nmissing", openedAt))
            .setEntity(subject.entity())
            .setSignal(subject.signal())
            .setRole(subject.role())
            .setStatus(status)
            .setKind(AnomalyKind.MISSING)
            .setDirection(Direction.DOWN)
            .setScore(SCORE)
            .setSince(Instant.ofEpochMilli(since))
            .setTime(Instant.ofEpochMilli(time))
            .setValue(present)
            .setExpected(1)
            .setLower(1)
            .setUpper(1));
  }

  void write(Packer out) {
    out.n(seen);
    out.time(openedAt);
    out.time(since);
  }

  void read(Unpacker in) {
    seen = in.count();
    openedAt = in.time();
    since = in.time();
  }
}
