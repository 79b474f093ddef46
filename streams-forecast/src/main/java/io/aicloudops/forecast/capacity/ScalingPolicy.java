package io.aicloudops.forecast.capacity;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;
import java.util.function.Supplier;

/**
 * Turns load and capacity into a count: enough for the load that is and that is planned for, inside
 * the limits, up soon but only once it is confirmed, down only after a long while.
 */
public final class ScalingPolicy {

  private static final long NEVER = Long.MIN_VALUE;

  private final ScalingRules rules;
  private long moreSince = NEVER;
  private int lastHigh;
  private int highBefore;
  private long fewerSince = NEVER;
  private int fewerMost;

  /** A policy that has seen nothing. */
  public ScalingPolicy(ScalingRules rules) {
    this.rules = rules;
  }

  /** Advises on one moment; moments come in the order of time. */
  public Advice advise(Situation s) {
    if (s.current() < 1) {
      return new Advice.Unknown(new Advice.Reason("no instance is running", "没有正在运行的实例"));
    }
    if (!(s.capacity() > 0)) {
      return new Advice.Unknown(
          new Advice.Reason("what one instance carries is not learned yet", "尚未学到单实例的承载能力"));
    }
    int low = Situation.count(s.load(), s.capacity());
    int needed = needed(s);
    int high = Math.max(needed, Situation.count(s.upper(), s.capacity()));
    Advice.Run run;
    if (needed > s.current()) {
      run = more(s, low, high, needed);
    } else {
      moreSince = NEVER;
      run = fewer(s, low, high, needed);
    }
    Supplier<Advice.Reason> why =
        () -> Wording.withAutoscaler(s, run.reason(), run.recommended(), high);
    return new Advice.Run(run.recommended(), low, high, why);
  }

  /**
   * While plans of this load have not shown their worth, an action on them may be a false one: then
   * only load that comes near the limit counts.
   */
  private int needed(Situation s) {
    if (s.proven()) {
      int now = Situation.count(s.load(), s.capacity() * rules.targetUtilisation());
      return Math.max(now, s.planned());
    }
    return Situation.count(s.load(), s.capacity() * (1 + rules.targetUtilisation()) / 2);
  }

  private Advice.Run more(Situation s, int low, int high, int needed) {
    fewerSince = NEVER;
    if (moreSince == NEVER) {
      moreSince = s.time();
      lastHigh = needed;
      highBefore = needed;
    }
    int agreed = Math.min(needed, Math.min(lastHigh, highBefore));
    highBefore = lastHigh;
    lastHigh = needed;
    int ceiling = Math.min(rules.maxInstances(), step(s.current()));
    int wanted = Math.max(rules.minInstances(), Math.min(agreed, ceiling));
    boolean confirmed =
        s.time() > moreSince
            && s.time() - moreSince >= rules.confirm().toMillis()
            && wanted > s.current();
    if (confirmed) {
      return new Advice.Run(wanted, low, high, () -> Wording.up(s, wanted, agreed));
    }
    if (ceiling <= s.current()) {
      return new Advice.Run(
          s.current(), low, high, () -> Wording.atCeiling(s, needed, rules.maxInstances()));
    }
    return new Advice.Run(s.current(), low, high, () -> Wording.enough(s));
  }

  private int step(int current) {
    return Math.max(current + 1, (int) Math.floor(current * rules.maxFactor()));
  }

  private Advice.Run fewer(Situation s, int low, int high, int needed) {
    int floor = Math.max(rules.minInstances(), s.experienced() ? 1 : s.usual());
    int wanted = Math.max(floor, needed);
    if (wanted >= s.current()) {
      fewerSince = NEVER;
      return new Advice.Run(s.current(), low, high, () -> Wording.enough(s));
    }
    if (fewerSince == NEVER) {
      fewerSince = s.time();
      fewerMost = wanted;
    }
    fewerMost = Math.max(fewerMost, wanted);
    boolean early = s.time() - fewerSince < rules.scaleInAfter().toMillis();
    if (early || fewerMost >= s.current()) {
      return new Advice.Run(s.current(), low, high, () -> Wording.enough(s));
    }
    int most = fewerMost;
    return new Advice.Run(most, low, high, () -> Wording.down(s, most));
  }

  /** Appends the state. */
  public void write(StateWriter out) {
    out.putLong(moreSince)
        .putInt(lastHigh)
        .putInt(highBefore)
        .putLong(fewerSince)
        .putInt(fewerMost);
  }

  /** Reads the state back. */
  public void read(StateReader in) {
    moreSince = in.getLong();
    lastHigh = in.getInt();
    highBefore = in.getInt();
    fewerSince = in.getLong();
    fewerMost = in.getInt();
  }
}
