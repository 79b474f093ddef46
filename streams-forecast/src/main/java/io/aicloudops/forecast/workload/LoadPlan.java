package io.aicloudops.forecast.workload;

import io.aicloudops.forecast.capacity.CapacityPlanner;
import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The planner of one workload, fed minute by minute, and its latest plan. The planner's state is
 * large and needed once a minute: it is read from where it was saved only when it is asked for.
 */
final class LoadPlan {

  private static final int MINUTES_A_DAY = 1440;
  private static final long MINUTE = 60_000;

  /** Minutes before a chance is worth telling. */
  private static final int MATURE = 60;

  /** A longer silence than this starts over: what was a day ago would be looked for elsewhere. */
  private static final long LONGEST_GAP = 7L * MINUTES_A_DAY;

  /** Leads a planner is taught for, in minutes; a planner for another one learns from the week. */
  private static final int[] LEADS = {
    1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300
  };

  private @Nullable CapacityPlanner planner;
  private @Nullable StateSource saved;
  private int version;
  private final double target;
  private Duration lead;
  private boolean proven;
  private boolean experienced;
  private long nextMinute = Long.MIN_VALUE;
  private int instances;
  private double expected = Double.NaN;
  private double upper = Double.NaN;
  private long savedSteps;

  /**
   * @param leadTime until an instance serves
   * @param target share of minutes that may be short, in [0,1); 0 if none is declared
   */
  LoadPlan(Duration leadTime, double target) {
    this.target = target;
    lead = Duration.ofMinutes(minutes(leadTime));
  }

  private CapacityPlanner planner() {
    CapacityPlanner present = planner;
    if (present == null) {
      byte[] state = saved == null ? null : saved.get("planner");
      present =
          saved == null || state == null || !CapacityPlanner.reads(state)
              ? new CapacityPlanner((int) lead.toMinutes(), MINUTES_A_DAY, target)
              : CapacityPlanner.restore(state, LoadChunks.load(saved, version), target);
      planner = present;
      savedSteps = present.steps();
    }
    return present;
  }

  private static int minutes(Duration lead) {
    for (int minutes : LEADS) {
      if (minutes * MINUTE >= lead.toMillis()) {
        return minutes;
      }
    }
    return LEADS[LEADS.length - 1];
  }

  /**
   * Plans for another start-up time from now on. Shorter only if it is so by a good deal, as each
   * change teaches a new planner the whole week.
   */
  void lead(Duration leadTime, double capacity) {
    int wanted = minutes(leadTime);
    int slack = minutes(leadTime.plus(leadTime.dividedBy(4)));
    if (wanted > lead.toMinutes() || slack < lead.toMinutes()) {
      planner = planner().withLead(wanted, capacity);
      lead = Duration.ofMinutes(wanted);
      savedSteps = 0;
    }
  }

  /** The start-up time it plans for. */
  Duration lead() {
    return lead;
  }

  /**
   * Takes the mean load of a completed minute. Of those between the last one and this one nothing
   * is known; before the first load that is known there is nothing to plan by, and a minute that is
   * over already, as of a signal that was the load before, changes nothing.
   *
   * @param begin event time at which that minute began
   * @param load NaN if unknown
   * @param capacity load one instance carries
   */
  void minute(long begin, double load, double capacity) {
    long minute = begin / MINUTE;
    boolean started = nextMinute != Long.MIN_VALUE;
    boolean anew = !started || minute - nextMinute > LONGEST_GAP;
    boolean over = started && minute < nextMinute;
    if (over || (anew && Double.isNaN(load))) {
      return;
    }
    if (started && anew) {
      planner = new CapacityPlanner((int) lead.toMinutes(), MINUTES_A_DAY, target);
      savedSteps = 0;
    }
    CapacityPlanner present = planner();
    for (long m = nextMinute; !anew && m < minute; m++) {
      present.plan(Double.NaN, capacity);
    }
    CapacityPlanner.Plan plan = present.plan(load, capacity);
    nextMinute = minute + 1;
    instances = plan.instances();
    expected = plan.expected();
    upper = plan.upper();
    proven = present.proven();
    experienced = present.steps() >= MINUTES_A_DAY;
  }

  /** Instances to have for the coming lead; 0 before the first minute. */
  int instances() {
    return instances;
  }

  /** Load expected at the end of the lead; NaN before the first minute. */
  double expected() {
    return expected;
  }

  /** Load the plan is ready for; NaN before the first minute. */
  double upper() {
    return upper;
  }

  /** True once a full day was seen. */
  boolean experienced() {
    return experienced;
  }

  /** True if its plans were no worse than those of a simple autoscaler. */
  boolean proven() {
    return proven;
  }

  /** The chance that so many instances will be too few one lead ahead; NaN if unknown. */
  double risk(int count, double capacity) {
    return planner().steps() < MATURE ? Double.NaN : planner().risk(count, capacity);
  }

  /** Gives what changed since the last time to the sink. */
  void save(StateSink sink, int version) {
    if (planner != null && planner.steps() > savedSteps) {
      sink.put("planner", planner.bytes());
      LoadChunks.save(planner, savedSteps, sink, version);
      savedSteps = planner.steps();
    }
  }

  /** Reads the planner from there when it is asked for. */
  void load(StateSource source, int version) {
    saved = source;
    this.version = version;
  }

  void write(StateWriter out) {
    out.putLong(nextMinute).putInt(instances).putDouble(expected).putDouble(upper);
    out.putInt((int) lead.toMinutes()).putInt(proven ? 1 : 0).putInt(experienced ? 1 : 0);
  }

  void read(StateReader in) {
    nextMinute = in.getLong();
    instances = in.getInt();
    expected = in.getDouble();
    upper = in.getDouble();
    lead = Duration.ofMinutes(in.getInt());
    proven = in.getInt() == 1;
    experienced = in.getInt() == 1;
  }
}
