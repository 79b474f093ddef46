package io.aicloudops.rca.detect;

import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyKind;
import io.aicloudops.schemas.event.Direction;
import io.aicloudops.schemas.event.SignalRole;

/**
 * How much attention an anomaly asks for, in the words of an incident's severity. What users feel
 * (errors, availability, latency, saturation) is a warning and, where requests fail (errors,
 * availability), critical once it is far out; all else, and a single pod among its peers, is
 * information and a warning once it is far out. Far out is a score of {@value Opening#FLARE} with a
 * deviation of {@value #FAR} usual spreads, or that nothing is left; a score below {@value
 * Verdict#THRESHOLD} and an availability that gets better are information.
 */
public enum Severity {
  INFO("info"),
  WARNING("warning"),
  CRITICAL("critical");

  private static final double FAR = 10;

  private final String word;

  Severity(String word) {
    this.word = word;
  }

  /** The word in an event. */
  public String word() {
    return word;
  }

  /** The anomaly with the severity that follows from its other fields. */
  public static Anomaly weighed(Anomaly.Builder anomaly) {
    Severity severity =
        of(
            anomaly.getRole(),
            anomaly.getSignal(),
            anomaly.getKind(),
            anomaly.getDirection(),
            anomaly.getScore(),
            anomaly.getDeviation());
    return anomaly.setSeverity(severity.word).build();
  }

  /**
   * The severity of an anomaly; the greater score or deviation never has the lesser one.
   *
   * @param signal the signal's name, for what is counted when it is not available
   * @param score in [0,1]
   * @param deviation in usual spreads, not negative
   */
  static Severity of(
      SignalRole role,
      String signal,
      AnomalyKind kind,
      Direction direction,
      double score,
      double deviation) {
    if (score < Verdict.THRESHOLD || better(role, signal, kind, direction)) {
      return INFO;
    }
    boolean far = kind == AnomalyKind.MISSING || (score >= Opening.FLARE && deviation >= FAR);
    if (!Opening.harms(role) || kind == AnomalyKind.PEER_OUTLIER) {
      return far ? WARNING : INFO;
    }
    boolean fails = role == SignalRole.ERRORS || role == SignalRole.AVAILABILITY;
    return far && fails ? CRITICAL : WARNING;
  }

  /** Of the other roles only a rise is ever told where a fall is good. */
  private static boolean better(
      SignalRole role, String signal, AnomalyKind kind, Direction direction) {
    if (role != SignalRole.AVAILABILITY || kind == AnomalyKind.VARIANCE) {
      return false;
    }
    boolean lacking = signal.contains("restarts") || signal.contains("unavailable");
    return direction == (lacking ? Direction.DOWN : Direction.UP);
  }
}
