package io.aicloudops.rca.rank.shift;

import java.util.Arrays;

/** When the trouble began that is seen at a row. */
public final class Onset {

  private static final double FLOOR = 4;
  private static final int LEAST = 6;

  private Onset() {}

  /**
   * Epoch seconds since when the columns that are beyond anything calm at a row have been so: the
   * earliest of them. Calm is the first half of the rows before. The row's own time if none is.
   */
  public static double before(Table table, int row) {
    int calm = row / 2;
    int onset = row;
    for (int j = 0; j < table.columns().size(); j++) {
      double[] values = table.values(j, 0, calm);
      if (values.length >= LEAST) {
        double[] own = values.clone();
        Spread spread = Spread.of(values, 0.02);
        double most = Arrays.stream(own).map(v -> Math.abs(spread.standardised(v))).max().orElse(0);
        int at = row;
        while (at > calm && beyond(table.filled(at)[j], spread, Math.max(FLOOR, most))) {
          at--;
        }
        onset = row - at >= 2 ? Math.min(onset, at + 1) : onset;
      }
    }
    return table.time(onset);
  }

  private static boolean beyond(double value, Spread spread, double most) {
    return !Double.isNaN(value) && Math.abs(spread.standardised(value)) > most;
  }
}
