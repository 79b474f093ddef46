package io.aicloudops.forecast.capacity;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;
import java.util.Arrays;

/**
 * Plans instances one lead ahead, step by step: for every future step the count that minimises the
 * chance of a shortage plus a price for each instance, revised by shorter forecasts as the step
 * comes nearer. An instance asked for now serves a lead later, so the count asked for is the
 * largest that any step of the lead needs.
 */
public final class CapacityPlanner {

  /** Version of {@link #bytes()}. */
  private static final int VERSION = 1;

  private static final double PRICE = 0.008;
  private static final double REVISION_PRICE = 0.1;
  private static final double OFFSET = 0.15;

  /**
   * What to ask for now.
   *
   * @param instances the count asked for
   * @param expected load expected one lead ahead
   * @param upper load that the planned count is meant for: the largest of the coming lead
   */
  public record Plan(int instances, double expected, double upper) {}

  private final int lead;
  private final int day;
  private final LoadHistory history;
  private final LeadModel[] models;
  private final double[] plannedLoad;
  private final WasteGuard guard;
  private double offset;
  private double usual;

  /**
   * @param lead steps from asking for an instance until it serves, at least 1
   * @param stepsPerDay steps of a day, e.g. 1440 for minutes; at least 144
   */
  public CapacityPlanner(int lead, int stepsPerDay) {
    if (lead < 1 || stepsPerDay < 144 || lead >= stepsPerDay / 4) {
      throw new IllegalArgumentException(
          "lead must be 1 step to a quarter of a day and a day at least 144 steps, but they are "
              + lead
              + " and "
              + stepsPerDay);
    }
    this.lead = lead;
    this.day = stepsPerDay;
    history = new LoadHistory(historyLength(day));
    models =
        Arrays.stream(
                lead >= 9
                    ? new int[] {lead, 2 * lead / 3, lead / 3, 1}
                    : new int[] {lead, Math.max(1, lead / 2), 1})
            .distinct()
            .mapToObj(l -> new LeadModel(l, day))
            .toArray(LeadModel[]::new);
    plannedLoad = new double[lead + 1];
    guard = new WasteGuard(lead, day);
  }

  /** Steps of load a planner keeps: a week and what its features look at around. */
  public static int historyLength(int stepsPerDay) {
    return 7 * stepsPerDay + 32;
  }

  /** Steps seen. */
  public long steps() {
    return history.count();
  }

  /**
   * Takes one step's load and plans.
   *
   * @param load of this step; NaN if unknown
   * @param capacity load per step that one instance carries at its limit, above 0
   */
  public Plan plan(double load, double capacity) {
    boolean known = Double.isFinite(load);
    double value = known ? Math.max(0, load) : history.at(history.count() - 1);
    if (offset == 0) {
      offset = OFFSET * capacity;
    }
    history.add(value);
    long t = history.count() - 1;
    double needed = Math.max(1, Math.ceil(value / capacity));
    usual += Math.max(1.0 / (t + 1), 1.0 / (7 * day)) * (needed - usual);
    LeadFeatures features = new LeadFeatures(history, day, offset);
    double expected = value;
    double logNow = known ? features.log(value) : Double.NaN;
    for (LeadModel model : models) {
      model.learn(t, logNow);
      LeadModel.Outlook outlook = model.forecast(t, features, capacity);
      int slot = (int) ((t + model.lead()) % (lead + 1));
      boolean first = model.lead() == lead;
      double price = PRICE * guard.price() * (first ? 1 : REVISION_PRICE);
      double planned = cheapest(outlook, capacity, price) * capacity;
      if (first) {
        plannedLoad[slot] = planned;
        expected = Math.exp(outlook.center()) - offset;
      } else if (outlook.dangerous()) {
        plannedLoad[slot] = Math.min(plannedLoad[slot], planned);
      }
    }
    double upper = value;
    for (double planned : plannedLoad) {
      upper = Math.max(upper, planned);
    }
    if (t < 2L * day) {
      upper = Math.max(upper, history.mean(t - 4, t + 1) / 0.6);
    }
    int instances = (int) Math.max(1, Math.ceil(upper / capacity - 1e-9));
    guard.observe(history, value, capacity, instances);
    return new Plan(instances, Math.max(0, expected), upper);
  }

  /** The count with the least chance of shortage plus price. */
  private double cheapest(LeadModel.Outlook outlook, double capacity, double price) {
    double unit = price / Math.max(1, usual);
    double center = (Math.exp(outlook.center()) - offset) / capacity;
    int from = (int) Math.max(1, Math.floor(center * 0.9));
    int to = (int) Math.min(3.0 * from + 12, 100_000);
    int stride = Math.max(1, from / 60);
    double best = Double.POSITIVE_INFINITY;
    int count = from;
    for (int k = from; k <= to; k += stride) {
      double cost = outlook.beyond(Math.log(k * capacity + offset)) + unit * k;
      if (cost < best) {
        best = cost;
        count = k;
      }
    }
    return count;
  }

  /** Its state without the load history, which is long and changes in one place a step. */
  public byte[] bytes() {
    StateWriter out = new StateWriter(VERSION);
    out.putInt(lead).putInt(day).putDouble(offset).putDouble(usual).putDoubles(plannedLoad);
    out.putLong(history.count());
    guard.write(out);
    for (LeadModel model : models) {
      model.write(out);
    }
    return out.bytes();
  }

  /** The load history: a ring, the value of step s at s modulo its length. */
  public float[] loads() {
    return history.ring().clone();
  }

  /**
   * A planner as it was.
   *
   * @param bytes of {@link #bytes()}
   * @param loads of {@link #loads()}
   */
  public static CapacityPlanner restore(byte[] bytes, float[] loads) {
    StateReader in = new StateReader(bytes, VERSION);
    CapacityPlanner planner = new CapacityPlanner(in.getInt(), in.getInt());
    planner.offset = in.getDouble();
    planner.usual = in.getDouble();
    in.getDoubles(planner.plannedLoad);
    planner.history.restore(in.getLong(), loads);
    planner.guard.read(in);
    for (LeadModel model : planner.models) {
      model.read(in);
    }
    return planner;
  }
}
