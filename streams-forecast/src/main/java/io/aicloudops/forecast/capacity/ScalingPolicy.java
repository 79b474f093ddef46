package io.aicloudops.forecast.capacity;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;
import java.util.Locale;

/**
 * Turns load and capacity into a count: enough for the load that is and that is planned for, inside
 * the limits, up soon but only once it is confirmed, down only after a long while.
 */
public final class ScalingPolicy {

  /**
   * What is known at one moment; loads in requests a second.
   *
   * @param time event time in milliseconds
   * @param current instances now
   * @param usual instances this workload normally runs with; fewer are only asked for with {@code
   *     experienced}
   * @param load now
   * @param upper the load to be ready for, not below {@code load}
   * @param planned instances planned for that load, its risk weighed already; 0 without a plan
   * @param capacity load one instance carries at its limit; NaN if not learned
   * @param experienced whether a full day has been seen
   */
  public record Situation(
      long time,
      int current,
      int usual,
      double load,
      double upper,
      int planned,
      double capacity,
      boolean experienced) {}

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
    if (s.current < 1) {
      return new Advice.Unknown(new Advice.Reason("no instance is running", "没有正在运行的实例"));
    }
    if (!(s.capacity > 0)) {
      return new Advice.Unknown(
          new Advice.Reason("what one instance carries is not learned yet", "尚未学到单实例的承载能力"));
    }
    int low = count(s.load, s.capacity);
    int high = needed(s);
    if (high > s.current) {
      return more(s, low, high);
    }
    moreSince = NEVER;
    return fewer(s, low, high);
  }

  /**
   * Before a full day was seen, the plan's bound is a guess from minutes, and an action on it may
   * be a false one: then only load that comes near the limit counts.
   */
  private int needed(Situation s) {
    if (s.experienced) {
      return Math.max(count(s.load, s.capacity * rules.targetUtilisation()), s.planned);
    }
    return count(s.load, s.capacity * (1 + rules.targetUtilisation()) / 2);
  }

  private Advice more(Situation s, int low, int high) {
    fewerSince = NEVER;
    if (moreSince == NEVER) {
      moreSince = s.time;
      lastHigh = high;
      highBefore = high;
    }
    int agreed = Math.min(high, Math.min(lastHigh, highBefore));
    highBefore = lastHigh;
    lastHigh = high;
    int ceiling = Math.min(rules.maxInstances(), step(s.current));
    int wanted = Math.max(rules.minInstances(), Math.min(agreed, ceiling));
    boolean confirmed =
        s.time > moreSince
            && s.time - moreSince >= rules.confirm().toMillis()
            && wanted > s.current;
    if (confirmed) {
      return new Advice.Run(wanted, low, high, up(s, wanted, agreed));
    }
    if (high > ceiling && ceiling <= s.current) {
      return new Advice.Run(s.current, low, high, atCeiling(s, high));
    }
    return new Advice.Run(s.current, low, high, enough(s));
  }

  private int step(int current) {
    return Math.max(current + 1, (int) Math.floor(current * rules.maxFactor()));
  }

  private Advice fewer(Situation s, int low, int high) {
    int floor = Math.max(rules.minInstances(), s.experienced ? 1 : s.usual);
    int wanted = Math.max(floor, high);
    if (wanted >= s.current) {
      fewerSince = NEVER;
      return new Advice.Run(s.current, low, high, enough(s));
    }
    if (fewerSince == NEVER) {
      fewerSince = s.time;
      fewerMost = wanted;
    }
    fewerMost = Math.max(fewerMost, wanted);
    if (s.time - fewerSince < rules.scaleInAfter().toMillis() || fewerMost >= s.current) {
      return new Advice.Run(s.current, low, high, enough(s));
    }
    return new Advice.Run(fewerMost, low, high, down(s, fewerMost));
  }

  private static int count(double load, double perInstance) {
    return (int) Math.max(1, Math.min(1_000_000, Math.ceil(load / perInstance - 1e-9)));
  }

  private Advice.Reason up(Situation s, int wanted, int high) {
    String cut = wanted < high ? text(" (%d needed, limited to %d)", high, wanted) : "";
    String cutZh = wanted < high ? text("（需要 %d，受限为 %d）", high, wanted) : "";
    return new Advice.Reason(
        text(
            "load %.1f/s, up to %.1f/s within the start-up time; %d instances carry %.1f/s at %.0f"
                + " %%: run %d%s",
            s.load,
            s.upper,
            s.current,
            s.current * s.capacity * rules.targetUtilisation(),
            100 * rules.targetUtilisation(),
            wanted,
            cut),
        text(
            "负载 %.1f/s，启动时间内可达 %.1f/s；%d 个实例在 %.0f%% 利用率下承载 %.1f/s：建议 %d 个%s",
            s.load,
            s.upper,
            s.current,
            100 * rules.targetUtilisation(),
            s.current * s.capacity * rules.targetUtilisation(),
            wanted,
            cutZh));
  }

  private static Advice.Reason down(Situation s, int wanted) {
    return new Advice.Reason(
        text(
            "load %.1f/s, up to %.1f/s, has needed no more than %d instances for a while",
            s.load, s.upper, wanted),
        text("负载 %.1f/s（上限 %.1f/s）一段时间以来至多需要 %d 个实例", s.load, s.upper, wanted));
  }

  private static Advice.Reason enough(Situation s) {
    return new Advice.Reason(
        text("%d instances are enough for up to %.1f/s", s.current, s.upper),
        text("%d 个实例足以承载至 %.1f/s", s.current, s.upper));
  }

  private Advice.Reason atCeiling(Situation s, int high) {
    return new Advice.Reason(
        text(
            "load up to %.1f/s would need %d instances, but the ceiling is %d",
            s.upper, high, rules.maxInstances()),
        text("负载上限 %.1f/s 需要 %d 个实例，但上限为 %d", s.upper, high, rules.maxInstances()));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
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
