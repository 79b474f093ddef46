package io.aicloudops.rca.detect;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyKind;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.Direction;
import io.aicloudops.schemas.event.SignalRole;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Turns judgements into episodes: opens when an {@link Opening} says so, tells when it grows,
 * closes after calm. One episode at a time.
 */
public final class Episode {

  private static final double SUSPECT_DEVIATION = 2.5;
  private static final double CALM = 0.3;
  private static final int SHIFT_POINTS = 15;
  private static final int DRIFT_POINTS = 30;
  private static final double GROWTH = 2;
  private static final long HOLD_MS = 2 * 3_600_000L;

  /** How many times longer than calm an absence has to last. */
  private static final long GONE = 2;

  /** A slope over fewer values would be chance. */
  private static final int SLOPE_POINTS = 5;

  private final Opening opening = new Opening();
  private int calm;
  private int points;
  private int lead;
  private long suspectSince;
  private double suspectValue;
  private boolean slopeTold;
  private long since;
  private long openedAt;
  private double peakScore;
  private double peakDeviation;
  private double toldDeviation;
  private boolean up;
  private AnomalyKind kind = AnomalyKind.UNKNOWN;

  /** What the judged signal is. */
  public record Subject(String entity, String signal, SignalRole role) {}

  /**
   * True while an episode of a signal that harms is open: its values are the fault's and not to be
   * taken for usual. After two hours they are what there is.
   */
  public boolean holds(SignalRole role, long time) {
    return open() && Opening.harms(role) && time - openedAt < HOLD_MS;
  }

  /** True between opening and closing. */
  public boolean open() {
    return openedAt > 0;
  }

  /**
   * Takes a judgement.
   *
   * @param time event time in milliseconds
   * @param intervalMs the usual distance of values
   * @param member the pod that stands out, or empty
   * @return what there is to tell, or null
   */
  public @Nullable Anomaly next(
      Subject subject, long time, long intervalMs, double value, Verdict verdict, String member) {
    if (Double.isNaN(verdict.expected)) {
      return null;
    }
    boolean above = verdict.deviation > 0;
    boolean matters =
        verdict.strength >= CALM
            && Materiality.matters(subject.signal(), subject.role(), value, verdict.expected);
    suspect(time, intervalMs, value, verdict);
    boolean enough = opening.next(subject.role(), time, intervalMs, matters, verdict);
    if (!open()) {
      if (!enough) {
        return null;
      }
      begin(time, above, verdict);
      return tell(subject, AnomalyStatus.OPEN, time, value, verdict, member);
    }
    points++;
    boolean otherSide = above != up && kind != AnomalyKind.VARIANCE;
    boolean relieved =
        Materiality.relieved(subject.signal(), value, verdict.deviation, peakDeviation);
    boolean quiet = verdict.strength < CALM || !matters || otherSide || relieved;
    // One flare on the way back to normal is not the fault again.
    calm = quiet ? calm + 1 : calm / 2;
    if (verdict.relearned || calm >= calmNeeded(intervalMs)) {
      Anomaly closing = tell(subject, AnomalyStatus.CLOSED, time, value, verdict, member);
      end();
      return closing;
    }
    if (quiet) {
      return null;
    }
    Severity before = severity(subject);
    peakScore = Math.max(peakScore, verdict.strength);
    peakDeviation = Math.max(peakDeviation, Math.abs(verdict.deviation));
    boolean graver = severity(subject) != before;
    boolean shifted = kind == AnomalyKind.SPIKE && points >= SHIFT_POINTS;
    if (shifted) {
      kind = AnomalyKind.LEVEL_SHIFT;
    }
    boolean slopeKnown = !slopeTold && subject.role() == SignalRole.SATURATION && knowsSlope();
    if (graver || shifted || slopeKnown || peakDeviation >= GROWTH * toldDeviation) {
      return tell(subject, AnomalyStatus.GROWING, time, value, verdict, member);
    }
    return null;
  }

  /**
   * Takes that the signal's workload reported without it, as a counter of errors is gone when the
   * process begins anew: what is not there harms nobody, but it has to be gone for longer than it
   * would have to be calm.
   *
   * @return the closing, with a value of zero, or null
   */
  public @Nullable Anomaly missing(Subject subject, long lastSeen, long time, long intervalMs) {
    if (!open() || time - lastSeen < GONE * calmNeeded(intervalMs) * intervalMs) {
      return null;
    }
    Anomaly closing = tell(subject, AnomalyStatus.CLOSED, time, 0, new Verdict(), "");
    end();
    return closing;
  }

  /** Remembers when the signal began to differ, before anybody could be sure that it does. */
  private void suspect(long time, long intervalMs, double value, Verdict verdict) {
    boolean odd = Math.abs(verdict.deviation) >= SUSPECT_DEVIATION;
    if (!odd) {
      // One ordinary value within a run does not end it.
      lead = lead > 1 ? lead / 2 : 0;
      suspectSince = lead > 0 ? suspectSince : 0;
      return;
    }
    if (suspectSince == 0) {
      suspectSince = Math.max(1, time - intervalMs / 2);
      suspectValue = value;
    }
    lead++;
  }

  private boolean knowsSlope() {
    return lead >= SLOPE_POINTS && suspectSince > 0;
  }

  /** From the first odd value, not from the last ordinary one: a step that stays has no slope. */
  private double slope(long time, double value) {
    return knowsSlope() ? 1000 * (value - suspectValue) / (time - suspectSince) : 0;
  }

  private static int calmNeeded(long intervalMs) {
    if (intervalMs > 30_000) {
      return 2;
    }
    return intervalMs > 5_000 ? 4 : 6;
  }

  private void begin(long time, boolean above, Verdict verdict) {
    openedAt = time;
    since = suspectSince > 0 ? suspectSince : time;
    up = above;
    points = 1;
    calm = 0;
    peakScore = verdict.strength;
    peakDeviation = Math.abs(verdict.deviation);
    if (opening.swings()) {
      kind = AnomalyKind.VARIANCE;
    } else {
      kind = lead >= DRIFT_POINTS ? AnomalyKind.DRIFT : AnomalyKind.SPIKE;
    }
  }

  private void end() {
    openedAt = 0;
    opening.reset();
    lead = 0;
    suspectSince = 0;
    kind = AnomalyKind.UNKNOWN;
  }

  /** By the peaks, so that it never falls. */
  private Severity severity(Subject subject) {
    return Severity.of(
        subject.role(), subject.signal(), kind, direction(), peakScore, peakDeviation);
  }

  private Direction direction() {
    return up ? Direction.UP : Direction.DOWN;
  }

  private Anomaly tell(
      Subject subject,
      AnomalyStatus status,
      long time,
      double value,
      Verdict verdict,
      String member) {
    toldDeviation = peakDeviation;
    slopeTold = knowsSlope();
    return Severity.weighed(
        Anomaly.newBuilder()
            .setId(id(subject.entity(), subject.signal(), openedAt))
            .setEntity(subject.entity())
            .setSignal(subject.signal())
            .setMember(member)
            .setRole(subject.role())
            .setStatus(status)
            .setKind(kind)
            .setDirection(direction())
            .setScore(peakScore)
            .setSince(Instant.ofEpochMilli(since))
            .setTime(Instant.ofEpochMilli(time))
            .setValue(value)
            .setExpected(verdict.expected)
            .setLower(verdict.lower)
            .setUpper(verdict.upper)
            .setDeviation(peakDeviation)
            .setSlope(slope(time, value)));
  }

  /** The id of the episode of a signal that opened at a time; the same in every replay. */
  public static String id(String entity, String signal, long openedAt) {
    String name = entity + '\n' + signal + '\n' + openedAt;
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** Writes the state. */
  public void write(Packer out) {
    opening.write(out);
    out.n(lead);
    out.time(suspectSince);
    if (suspectSince > 0) {
      out.d(suspectValue);
    }
    out.time(openedAt);
    if (!open()) {
      return;
    }
    out.n(calm);
    out.n(points);
    out.z(slopeTold);
    out.time(since);
    out.d(peakScore);
    out.d(peakDeviation);
    out.d(toldDeviation);
    out.z(up);
    out.text(kind.name());
  }

  /** Reads into a new episode. */
  public void read(Unpacker in) {
    opening.read(in);
    if (in.isWide()) {
      readWide(in);
      return;
    }
    lead = in.n();
    suspectSince = in.time();
    suspectValue = suspectSince > 0 ? in.d() : 0;
    openedAt = in.time();
    if (!open()) {
      return;
    }
    calm = in.n();
    points = in.n();
    slopeTold = in.z();
    since = in.time();
    readPeak(in);
  }

  private void readWide(Unpacker in) {
    calm = in.i();
    points = in.i();
    lead = in.i();
    suspectSince = in.l();
    suspectValue = in.d();
    slopeTold = in.z();
    since = in.l();
    openedAt = in.l();
    readPeak(in);
  }

  private void readPeak(Unpacker in) {
    peakScore = in.d();
    peakDeviation = in.d();
    toldDeviation = in.d();
    up = in.z();
    kind = AnomalyKind.valueOf(in.text());
  }
}
