package io.aicloudops.forecast.capacity;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;
import java.util.Arrays;

/**
 * Plans instances one lead ahead, step by step: for every future step the count that minimises the
 * chance of a shortage plus a price for each instance, revised by shorter forecasts as the step
 * comes nearer. An instance asked for now serves a lead later, so the count asked for is the
 * largest that any step of the lead needs. The price is chosen by a {@link Referee}.
 */
public final class CapacityPlanner {

  /** Version of {@link #bytes()}. */
  private static final int VERSION = 3;

  private static final double REVISION_DISCOUNT = 0.1;
  private static final double OFFSET = 0.15;
  private static final int MOST = 100_000;

  /**
   * What to ask for now.
   *
   * @param instances the count asked for
   * @param expected load expected one lead ahead
   * @param upper load that the planned count is meant for: the largest of the coming lead
   */
  public record Plan(int instances, double expected, double upper) {}

  /**
   * What became of the plans of the last week, beside those of an autoscaler that knows yesterday.
   *
   * @param shortage share of steps with more load than the serving instances carried
   * @param waste mean instances beyond those needed
   * @param rivalShortage the same for the autoscaler
   * @param rivalWaste the same for the autoscaler
   */
  public record Standing(double shortage, double waste, double rivalShortage, double rivalWaste) {}

  private final int lead;
  private final int day;
  private final double target;
  private final LoadHistory history;
  private final LeadModel[] models;
  private final Referee referee;
  private double offset;
  private double usual;

  /**
   * @param lead steps from asking for an instance until it serves, at least 1
   * @param stepsPerDay steps of a day, e.g. 1440 for minutes; at least 144
   */
  public CapacityPlanner(int lead, int stepsPerDay) {
    this(lead, stepsPerDay, 0);
  }

  /**
   * A planner that spends as little as meets a target.
   *
   * @param lead steps from asking for an instance until it serves, at least 1
   * @param stepsPerDay steps of a day, e.g. 1440 for minutes; at least 144
   * @param target share of steps that may be short of instances, in [0,1); 0 if none is declared:
   *     then a plan need only be no worse than a simple autoscaler's
   */
  public CapacityPlanner(int lead, int stepsPerDay, double target) {
    if (lead < 1 || stepsPerDay < 144 || lead >= stepsPerDay / 4) {
      throw new IllegalArgumentException(
          "lead must be 1 step to a quarter of a day and a day at least 144 steps, but they are "
              + lead
              + " and "
              + stepsPerDay);
    }
    this.lead = lead;
    this.day = stepsPerDay;
    this.target = target;
    history = new LoadHistory(historyLength(day));
    models =
        Arrays.stream(
                lead >= 9
                    ? new int[] {lead, 2 * lead / 3, lead / 3, 1}
                    : new int[] {lead, Math.max(1, lead / 2), 1})
            .distinct()
            .mapToObj(l -> new LeadModel(l, day))
            .toArray(LeadModel[]::new);
    referee = new Referee(lead, day, target);
  }

  /** Steps of load a planner keeps: a week and what its features look at around. */
  public static int historyLength(int stepsPerDay) {
    return 7 * stepsPerDay + 32;
  }

  /** Steps seen. */
  public long steps() {
    return history.count();
  }

  /** Steps from asking for an instance until it serves. */
  public int lead() {
    return lead;
  }

  /**
   * A planner for another lead that has learned from the same week.
   *
   * @param capacity load per step that one instance carries at its limit, above 0
   */
  public CapacityPlanner withLead(int other, double capacity) {
    CapacityPlanner taught = new CapacityPlanner(other, day, target);
    long from = Math.max(0, history.count() - historyLength(day));
    for (long step = from; step < history.count(); step++) {
      taught.plan(history.at(step), capacity);
    }
    return taught;
  }

  /**
   * True if what it asks for has shown on this load that it is no worse than a simple autoscaler.
   */
  public boolean proven() {
    return referee.proven();
  }

  /** What became of the plans; shares and means of about a week. */
  public Standing standing() {
    return new Standing(
        referee.own().shortage(),
        referee.own().waste(),
        referee.rival().shortage(),
        referee.rival().waste());
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
      long then = t + model.lead();
      if (model.lead() == lead) {
        expected = StrictMath.exp(outlook.center()) - offset;
        double[] cheapest = cheapest(outlook, capacity, 1);
        for (int i = 0; i < cheapest.length; i++) {
          referee.lanes()[i].plan(then, cheapest[i]);
        }
      } else if (outlook.dangerous()) {
        double[] cheapest = cheapest(outlook, capacity, REVISION_DISCOUNT);
        for (int i = 0; i < cheapest.length; i++) {
          referee.lanes()[i].lower(then, cheapest[i]);
        }
      }
    }
    int instances = referee.ask(history, capacity);
    return new Plan(instances, Math.max(0, expected), Math.max(value, instances * capacity));
  }

  /** For each lane the load of the count with the least chance of shortage plus price. */
  private double[] cheapest(LeadModel.Outlook outlook, double capacity, double discount) {
    PriceLane[] lanes = referee.lanes();
    double unit = discount / Math.max(1, usual);
    double center = (StrictMath.exp(outlook.center()) - offset) / capacity;
    int from = (int) Math.max(1, Math.min(MOST, Math.floor(center * 0.9)));
    int to = (int) Math.min(3.0 * from + 12, MOST);
    int stride = Math.max(1, from / 60);
    double[] least = new double[lanes.length];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    double[] loads = new double[lanes.length];
    for (int k = from; k <= to; k += stride) {
      double chance = outlook.beyond(StrictMath.log(k * capacity + offset));
      for (int i = 0; i < lanes.length; i++) {
        double cost = chance + lanes[i].price() * unit * k;
        if (cost < least[i]) {
          least[i] = cost;
          loads[i] = k * capacity;
        }
      }
      if (chance == 0) {
        break;
      }
    }
    return loads;
  }

  /**
   * The chance that the load one lead after the newest step is more than so many instances carry;
   * NaN before the first step.
   */
  public double risk(int instances, double capacity) {
    return models[0].risk(
        history.count() - 1 + lead, StrictMath.log(instances * capacity + offset));
  }

  /** Its state without the load history, which is long and changes in one place a step. */
  public byte[] bytes() {
    StateWriter out = new StateWriter(VERSION);
    out.putInt(lead).putInt(day).putDouble(offset).putDouble(usual);
    out.putLong(history.count());
    referee.write(out);
    for (LeadModel model : models) {
      model.write(out);
    }
    return out.bytes();
  }

  /** The load history: a ring, the value of step s at s modulo its length. */
  public float[] loads() {
    return history.ring().clone();
  }

  /** True if the bytes are of the present layout. */
  public static boolean reads(byte[] bytes) {
    return StateReader.reads(bytes, VERSION);
  }

  /**
   * A planner as it was.
   *
   * @param bytes of {@link #bytes()}
   * @param loads of {@link #loads()}
   * @param target as of now; it may differ from the one it was saved with
   */
  public static CapacityPlanner restore(byte[] bytes, float[] loads, double target) {
    StateReader in = new StateReader(bytes, VERSION);
    CapacityPlanner planner = new CapacityPlanner(in.getInt(), in.getInt(), target);
    planner.offset = in.getDouble();
    planner.usual = in.getDouble();
    planner.history.restore(in.getLong(), loads);
    planner.referee.read(in);
    for (LeadModel model : planner.models) {
      model.read(in);
    }
    return planner;
  }
}
