package io.aicloudops.rca.rank.shift;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Notices that an incident begins, without a threshold for any column. Each column is compared with
 * what it did in calm rows, in the long and in the short run; what counts is by how much it exceeds
 * the most it ever did there, in log units. The sum over columns is compared with a level that
 * falls as history grows and never lies below what the calm sum itself reached:
 *
 * <pre>
 * e_j = clip(ln(|z_j| / max(FLOOR, calm maximum of |z_j|)), 0, CAP)
 * alarm when Σ e_j ≥ max(BASE + SLOPE √(columns / rows), 95 % quantile of calm sums)
 * </pre>
 *
 * <p>While an incident lasts its rows are not learned; when it lasts too long they become the new
 * normal. Causal: what is said of a row rests on that row and those before it.
 */
public final class Watch {

  private static final double BASE = 4;
  private static final double SLOPE = 1.5;
  private static final double FLOOR = 4;
  private static final double CAP = 2.5;
  private static final double SHARE_OF_MEDIAN = 0.02;
  private static final double FORGETTING = 0.99;
  private static final double OVER = 0.5;
  private static final double ESCALATION = 3;
  private static final int LONG_RUN = 240;
  private static final int SHORT_RUN = 30;
  private static final int FIRST = 10;
  private static final int LEAST = 6;
  private static final int REFRESH = 5;
  private static final int LONGEST = 6;
  private static final int KEPT = 4;
  private static final int REMEMBERED_SUMS = 200;
  private static final int ENOUGH_SUMS = 20;

  /** A calm row that is learned one row later, when it did not turn out to be a beginning. */
  private static final class Held {
    private final double[] row;
    private final double[] sizes;
    private final double sum;

    Held(double[] row, double[] sizes, double sum) {
      this.row = row;
      this.sizes = sizes;
      this.sum = sum;
    }
  }

  private final int columns;
  private final @Nullable Spread[] longRun;
  private final double[] most;
  private final Deque<double[]> calm = new ArrayDeque<>();
  private final Deque<double[]> recent = new ArrayDeque<>();
  private final Deque<Double> sums = new ArrayDeque<>();
  private @Nullable Held held;
  private int rows;
  private int judged;
  private int lasting;
  private double top;
  private double before;
  private double sum;
  private double level = Double.POSITIVE_INFINITY;

  /** A watch over a table with so many columns, of which no row was seen. */
  public Watch(int columns) {
    this.columns = columns;
    this.longRun = new Spread[columns];
    this.most = new double[columns];
    Arrays.fill(most, FLOOR);
  }

  /**
   * Looks at the next row.
   *
   * @param row one value for each column, the last known where one is missing; NaN if none was
   * @return true if an incident begins with it
   */
  public boolean row(double[] row) {
    return row(row, false);
  }

  /** Looks at the next row, of which it is known that nothing was wrong then. */
  public void normal(double[] row) {
    row(row, true);
  }

  private boolean row(double[] row, boolean normal) {
    rows++;
    recent.addLast(row);
    if (recent.size() > KEPT) {
      recent.removeFirst();
    }
    if (calm.size() < LEAST) {
      learn(row);
      return false;
    }
    double[] sizes = sizes(row);
    before = sum;
    sum = 0;
    for (int j = 0; j < columns; j++) {
      sum += Math.max(0, Math.min(CAP, StrictMath.log(Math.max(sizes[j], 1e-9) / most[j])));
    }
    judged++;
    level = Math.max(BASE + SLOPE * Math.sqrt((double) columns / judged), usual());
    boolean begins = !normal && begins();
    if (lasting > 0 || begins) {
      held = null;
    } else {
      Held next = new Held(row, sizes, sum);
      if (held != null) {
        calm(held);
      }
      held = next;
    }
    return begins;
  }

  private boolean begins() {
    boolean hot = sum >= level && rows > FIRST;
    boolean worse = lasting > 1 && sum > ESCALATION * top + BASE && sum > ESCALATION * before;
    if (hot && (lasting == 0 || worse)) {
      lasting = 1;
      top = sum;
      return true;
    }
    if (lasting > 0) {
      lasting++;
      if (sum < OVER * level) {
        lasting = 0;
      } else if (lasting > LONGEST) {
        lasting = 0;
        recent.forEach(this::learn);
      }
    }
    return false;
  }

  /** How far the last row was beyond what the columns did before, in log units. */
  public double sum() {
    return sum;
  }

  /** What the sum had to reach at the last row. */
  public double level() {
    return level;
  }

  private void calm(Held one) {
    learn(one.row);
    sums.addLast(one.sum);
    if (sums.size() > REMEMBERED_SUMS) {
      sums.removeFirst();
    }
    for (int j = 0; j < columns; j++) {
      most[j] = Math.max(FLOOR, Math.max(FORGETTING * most[j], one.sizes[j]));
    }
  }

  private void learn(double[] row) {
    calm.addLast(row);
    if (calm.size() > LONG_RUN) {
      calm.removeFirst();
    }
  }

  private double usual() {
    if (sums.size() < ENOUGH_SUMS) {
      return 0;
    }
    double[] sorted = sums.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return Spread.quantile(sorted, 0.95);
  }

  /** How far each value is from the long and from the short run, whichever is nearer. */
  private double[] sizes(double[] row) {
    double[][] all = calm.toArray(new double[0][]);
    double[][] last = Arrays.copyOfRange(all, Math.max(0, all.length - SHORT_RUN), all.length);
    boolean refresh = judged % REFRESH == 0;
    double[] sizes = new double[columns];
    for (int j = 0; j < columns; j++) {
      if (refresh) {
        longRun[j] = spread(all, j);
      }
      Spread far = longRun[j];
      Spread near = spread(last, j);
      sizes[j] =
          Double.isNaN(row[j]) || far == null || near == null
              ? 0
              : Math.min(Math.abs(far.standardised(row[j])), Math.abs(near.standardised(row[j])));
    }
    return sizes;
  }

  private static @Nullable Spread spread(double[][] rows, int column) {
    double[] values = new double[rows.length];
    int n = 0;
    for (double[] row : rows) {
      if (!Double.isNaN(row[column])) {
        values[n++] = row[column];
      }
    }
    return n < LEAST ? null : Spread.of(Arrays.copyOf(values, n), SHARE_OF_MEDIAN);
  }
}
