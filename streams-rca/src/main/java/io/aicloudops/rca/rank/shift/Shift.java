package io.aicloudops.rca.rank.shift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How far a column moved in the rows of an incident from what it was before.
 *
 * @param column which
 * @param size log(1 + upper quartile of |z| over the most that calm rows reach), 0 and up
 * @param direction +1 up, -1 down, 0 if it stayed
 * @param before median of the calm rows
 * @param now median of the incident's rows
 */
public record Shift(Column column, double size, int direction, double before, double now) {

  private static final int HISTORY = 300;
  private static final double SHARE_OF_MEDIAN = 0.1;

  /** One call in a hundred that fails is no wobble. */
  private static final double SHARE_OF_SUCCESSES = 0.01;

  private static final double LEAST_OWN = 3;

  /**
   * The shifts of all columns that were seen before and in the incident.
   *
   * @param from first row of the incident
   * @param to row after its last that is looked at
   */
  public static List<Shift> of(Table table, int from, int to) {
    List<Shift> shifts = new ArrayList<>();
    for (int j = 0; j < table.columns().size(); j++) {
      double[] calm = table.values(j, Math.max(0, from - HISTORY), from);
      double[] now = table.values(j, from, to);
      if (calm.length >= 2 && now.length > 0) {
        shifts.add(of(table.columns().get(j), calm, now));
      }
    }
    return shifts;
  }

  /**
   * True if the median of a measurement of requests is this many times what it was before the rows.
   */
  public static boolean raisedTraffic(Table table, int from, int to, double times) {
    for (int j = 0; j < table.columns().size(); j++) {
      double[] calm = table.values(j, 0, from);
      double[] now = table.values(j, from, Math.min(to, table.rows()));
      if (table.columns().get(j).role() == Role.TRAFFIC && calm.length > 0 && now.length > 0) {
        Arrays.sort(calm);
        Arrays.sort(now);
        double before = Spread.quantile(calm, 0.5);
        if (before > 0 && Spread.quantile(now, 0.5) > times * before) {
          return true;
        }
      }
    }
    return false;
  }

  private static Shift of(Column column, double[] calm, double[] now) {
    boolean successes = column.role() == Role.ERRORS && column.worse() < 0;
    Spread spread = Spread.of(calm, successes ? SHARE_OF_SUCCESSES : SHARE_OF_MEDIAN);
    double[] sizes = new double[now.length];
    for (int i = 0; i < now.length; i++) {
      sizes[i] = Math.abs(spread.standardised(now[i]));
    }
    Arrays.sort(sizes);
    Arrays.sort(now);
    double middle = Spread.quantile(now, 0.5);
    double most = Math.max(LEAST_OWN, spread.reached(calm, 0.99));
    double size = StrictMath.log1p(Spread.quantile(sizes, 0.75) / most);
    int direction = (int) Math.signum(spread.standardised(middle));
    return new Shift(column, size, direction, spread.median(), middle);
  }
}
