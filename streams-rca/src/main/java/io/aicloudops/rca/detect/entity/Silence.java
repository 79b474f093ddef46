package io.aicloudops.rca.detect.entity;

import io.aicloudops.rca.detect.Episode;
import io.aicloudops.rca.detect.Severity;
import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyKind;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.Direction;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.SignalRole;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a workload that used to report has stopped. One episode for the workload, not one
 * for each of its signals.
 */
final class Silence {

  /** The signal such an anomaly is about. */
  static final String SIGNAL = "samples:present";

  private static final int MISSED = 5;
  private static final long AT_LEAST_MS = 5_000;
  private static final long FORGET_MS = 24 * 3_600_000L;
  private static final double SCORE = 0.9;

  /**
   * Nobody's report: what is made of spans and lines is told on while there are none, and
   * Prometheus writes these series of an alert only while it fires.
   */
  private static final List<String> MADE_OF_OTHERS =
      List.of("trace_", "log_", "ALERTS{", "ALERTS_FOR_STATE{");

  private long openedAt;
  private long since;

  /** When it is to be looked at again; Long.MAX_VALUE if nothing was ever heard. */
  long due(long newest, long intervalMs) {
    if (newest == 0 || intervalMs == 0) {
      return Long.MAX_VALUE;
    }
    return openedAt > 0 ? newest + FORGET_MS : newest + patience(intervalMs);
  }

  /** When a workload is forgotten that never reported by itself; Long.MAX_VALUE if never. */
  static long forgetAt(long newest) {
    return newest > 0 ? newest + FORGET_MS : Long.MAX_VALUE;
  }

  /** True if the workload itself reports in a batch, and not only what others say of it. */
  static boolean endedBy(MetricBatch batch) {
    for (String series : batch.getSeries()) {
      if (MADE_OF_OTHERS.stream().noneMatch(series::startsWith)) {
        return true;
      }
    }
    return false;
  }

  boolean forgotten(long newest, long streamTime) {
    return newest > 0 && streamTime - newest >= FORGET_MS;
  }

  private static long patience(long intervalMs) {
    return Math.max(AT_LEAST_MS, MISSED * intervalMs);
  }

  @Nullable Anomaly check(String entity, long newest, long intervalMs, long streamTime) {
    boolean silent = newest > 0 && intervalMs > 0 && streamTime - newest >= patience(intervalMs);
    if (openedAt > 0) {
      return forgotten(newest, streamTime) ? close(entity, streamTime) : null;
    }
    if (!silent) {
      return null;
    }
    openedAt = streamTime;
    since = newest + intervalMs;
    return tell(entity, streamTime, AnomalyStatus.OPEN, 0);
  }

  /** Something came in. */
  @Nullable Anomaly heard(String entity, long time) {
    return openedAt > 0 ? close(entity, time) : null;
  }

  private Anomaly close(String entity, long time) {
    Anomaly closing = tell(entity, time, AnomalyStatus.CLOSED, 1);
    openedAt = 0;
    return closing;
  }

  private Anomaly tell(String entity, long time, AnomalyStatus status, double value) {
    return Severity.weighed(
        Anomaly.newBuilder()
            .setId(Episode.id(entity, SIGNAL, openedAt))
            .setEntity(entity)
            .setSignal(SIGNAL)
            .setRole(SignalRole.AVAILABILITY)
            .setStatus(status)
            .setKind(AnomalyKind.MISSING)
            .setDirection(Direction.DOWN)
            .setScore(SCORE)
            .setSince(Instant.ofEpochMilli(since))
            .setTime(Instant.ofEpochMilli(time))
            .setValue(value)
            .setExpected(1)
            .setLower(1)
            .setUpper(1));
  }

  void write(Packer out) {
    out.l(openedAt);
    out.l(since);
  }

  void read(Unpacker in) {
    openedAt = in.l();
    since = in.l();
  }
}
