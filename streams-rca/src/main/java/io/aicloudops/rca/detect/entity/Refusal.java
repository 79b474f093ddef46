package io.aicloudops.rca.detect.entity;

import io.aicloudops.rca.detect.Episode;
import io.aicloudops.rca.detect.Severity;
import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyKind;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.Direction;
import io.aicloudops.schemas.event.SignalRole;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells that a workload has more series or signals than it may have, a label that explodes for the
 * most part, so that somebody learns what is not watched. One episode until an hour has passed
 * without a refusal.
 */
final class Refusal {

  /** The signal such an anomaly is about. */
  static final String SIGNAL = "series:refused";

  private static final long OVER_AFTER_MS = 3_600_000;
  private static final double SCORE = 0.4;

  private long told;
  private long grewAt;
  private long openedAt;

  /**
   * @param refused series and signals refused so far
   */
  @Nullable Anomaly next(String entity, long time, long refused) {
    boolean grew = refused > told;
    told = refused;
    grewAt = grew ? time : grewAt;
    if (grew && openedAt == 0) {
      openedAt = time;
      return tell(entity, time, AnomalyStatus.OPEN);
    }
    if (openedAt == 0 || time - grewAt < OVER_AFTER_MS) {
      return null;
    }
    Anomaly closing = tell(entity, time, AnomalyStatus.CLOSED);
    openedAt = 0;
    return closing;
  }

  private Anomaly tell(String entity, long time, AnomalyStatus status) {
    return Severity.weighed(
        Anomaly.newBuilder()
            .setId(Episode.id(entity, SIGNAL, openedAt))
            .setEntity(entity)
            .setSignal(SIGNAL)
            .setRole(SignalRole.OTHER)
            .setStatus(status)
            .setKind(AnomalyKind.LEVEL_SHIFT)
            .setDirection(Direction.UP)
            .setScore(SCORE)
            .setSince(Instant.ofEpochMilli(openedAt))
            .setTime(Instant.ofEpochMilli(time))
            .setValue((double) told)
            .setExpected(0)
            .setLower(0)
            .setUpper(0));
  }

  void write(Packer out) {
    out.l(told);
    out.l(grewAt);
    out.l(openedAt);
  }

  void read(Unpacker in) {
    told = in.l();
    grewAt = in.l();
    openedAt = in.l();
  }
}
