package io.aicloudops.rca.detect.entity;

import io.aicloudops.rca.detect.Episode;
import io.aicloudops.rca.detect.Severity;
import io.aicloudops.rca.detect.Verdict;
import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.rca.signals.SignalTick;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyKind;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.Direction;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One pod that differs from its peers for a while. What a pod usually differs by is learned as a
 * slowly falling maximum, so that a leader among followers is not reported for ever.
 */
final class PeerEpisode {

  private static final double LEAST = 8;
  private static final double OVER_USUAL = 1.5;
  private static final double FORGET = 0.999;
  private static final int OPEN_AFTER = 10;
  private static final int CLOSE_AFTER = 10;
  private static final int LEARN_FIRST = 60;
  private static final double FULL_SCORE = 40;

  private double usual;
  private int points;
  private int odd;
  private int calm;
  private String member = "";
  private long since;
  private long openedAt;
  private double peak;

  boolean open() {
    return openedAt > 0;
  }

  @Nullable Anomaly next(
      Episode.Subject subject,
      SignalTick.Signal signal,
      long time,
      long intervalMs,
      Verdict verdict) {
    double score = signal.peerScore();
    if (score <= 0 && !open()) {
      odd = 0;
      return null;
    }
    points++;
    boolean same = signal.member().equals(member);
    boolean far = points > LEARN_FIRST && score >= Math.max(LEAST, OVER_USUAL * usual);
    boolean learns = !far && !open();
    usual = learns ? Math.max(usual * FORGET, Math.min(score, 2 * usual + 1)) : usual;
    if (open()) {
      return whileOpen(subject, signal, time, verdict, far && same);
    }
    if (!far) {
      odd = 0;
      return null;
    }
    odd = same ? odd + 1 : 1;
    if (odd == 1) {
      member = signal.member();
      since = time - intervalMs;
    }
    if (odd < OPEN_AFTER) {
      return null;
    }
    openedAt = time;
    peak = score;
    calm = 0;
    return tell(subject, signal.value(), time, verdict, AnomalyStatus.OPEN);
  }

  private @Nullable Anomaly whileOpen(
      Episode.Subject subject,
      SignalTick.Signal signal,
      long time,
      Verdict verdict,
      boolean still) {
    calm = still ? 0 : calm + 1;
    peak = still ? Math.max(peak, signal.peerScore()) : peak;
    return calm < CLOSE_AFTER ? null : close(subject, signal.value(), time, verdict);
  }

  /** Its workload reported without the signal: there is nothing to differ in. */
  @Nullable Anomaly missing(Episode.Subject subject, long time) {
    if (!open() || ++calm < CLOSE_AFTER) {
      return null;
    }
    return close(subject, 0, time, new Verdict());
  }

  private Anomaly close(Episode.Subject subject, double value, long time, Verdict verdict) {
    Anomaly closing = tell(subject, value, time, verdict, AnomalyStatus.CLOSED);
    openedAt = 0;
    odd = 0;
    member = "";
    return closing;
  }

  private Anomaly tell(
      Episode.Subject subject, double value, long time, Verdict verdict, AnomalyStatus status) {
    return Severity.weighed(
        Anomaly.newBuilder()
            .setId(Episode.id(subject.entity(), subject.signal() + '\n' + member, openedAt))
            .setEntity(subject.entity())
            .setSignal(subject.signal())
            .setMember(member)
            .setRole(subject.role())
            .setStatus(status)
            .setKind(AnomalyKind.PEER_OUTLIER)
            .setDirection(Direction.UNKNOWN)
            .setScore(Math.min(1, Verdict.THRESHOLD + (1 - Verdict.THRESHOLD) * peak / FULL_SCORE))
            .setSince(Instant.ofEpochMilli(since))
            .setTime(Instant.ofEpochMilli(time))
            .setValue(value)
            .setExpected(verdict.expected)
            .setLower(verdict.lower)
            .setUpper(verdict.upper)
            .setDeviation(peak));
  }

  void write(Packer out) {
    out.n(points);
    if (points == 0) {
      // It never differed, and all else is as it was in the beginning.
      return;
    }
    out.d(usual);
    out.n(odd);
    out.n(calm);
    out.text(member);
    out.time(since);
    out.time(openedAt);
    out.d(peak);
  }

  void read(Unpacker in) {
    if (in.isWide()) {
      usual = in.d();
      points = in.i();
    } else {
      points = in.n();
      if (points == 0) {
        return;
      }
      usual = in.d();
    }
    odd = in.count();
    calm = in.count();
    member = in.text();
    since = in.time();
    openedAt = in.time();
    peak = in.d();
  }
}
