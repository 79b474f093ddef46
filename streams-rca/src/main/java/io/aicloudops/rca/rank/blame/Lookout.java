package io.aicloudops.rca.rank.blame;

import io.aicloudops.rca.rank.shift.CallGraph;
import io.aicloudops.rca.rank.shift.Shift;
import io.aicloudops.rca.rank.shift.Table;
import io.aicloudops.rca.rank.shift.Watch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Watches a table row by row until trouble begins in it, and says what moved then: the same for
 * signals of a range of time and for recorded incidents.
 */
public final class Lookout {

  private static final double WAIT_S = 60;
  private static final int WAIT_ROWS = 6;
  private static final int LEAST_CALM = 4;

  private @Nullable Watch watch;
  private int alarm = -1;
  private int strangest;
  private double most = Double.NEGATIVE_INFINITY;

  /**
   * Looks at the last row of a table.
   *
   * @param table the same at each call, grown by one row
   * @param normal true if it is known that nothing was wrong then
   */
  public void row(Table table, boolean normal) {
    int row = table.rows() - 1;
    Watch watching = watch;
    if (watching == null) {
      watching = new Watch(table.columns().size());
      watch = watching;
    }
    if (normal) {
      watching.normal(table.filled(row));
      return;
    }
    boolean begins = watching.row(table.filled(row));
    if (begins && alarm < 0) {
      alarm = row;
    }
    if (watching.sum() > most) {
      most = watching.sum();
      strangest = row;
    }
  }

  /** Takes another's word that trouble began in a row, unless it was noticed here already. */
  public void told(int row) {
    if (alarm < 0) {
      alarm = row;
    }
  }

  /** True if trouble began in some row. */
  public boolean noticed() {
    return alarm >= 0;
  }

  /** The row in which trouble was noticed; the strangest one if it was not. */
  public int at() {
    return noticed() ? alarm : strangest;
  }

  /** First row of the trouble. */
  public int from(Table table) {
    return Math.min(table.rows() - 1, Math.max(LEAST_CALM, at() - 1));
  }

  /**
   * Row after the last that a ranking looks at: a short wait after the alarm, or the end of the
   * table if nothing was noticed.
   */
  public int to(Table table) {
    if (!noticed()) {
      return table.rows();
    }
    double until = table.time(at()) + Math.max(WAIT_S, WAIT_ROWS * table.step());
    return table.from(until + 1e-6);
  }

  /** What moved in the trouble. */
  public List<Shift> shifts(Table table) {
    return Shift.of(table, from(table), to(table));
  }

  /** Who is to blame for it. */
  public Blame blame(Table table, CallGraph graph) {
    return new Blame(shifts(table), graph);
  }
}
