package io.aicloudops.rca.rank.shift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measurements, one row a time, the oldest first. A value that is missing is NaN; where it was
 * there before, {@link #filled} has the last one.
 */
public final class Table {

  private final List<Column> columns;
  private final List<double[]> said = new ArrayList<>();
  private final List<double[]> filled = new ArrayList<>();
  private double[] times = new double[256];

  /** An empty table. */
  public Table(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /**
   * Adds the next row.
   *
   * @param time epoch seconds, not before the last
   * @param values one for each column; NaN if missing
   */
  public void add(double time, double[] values) {
    int row = said.size();
    double[] last = row == 0 ? null : filled.get(row - 1);
    double[] now = values.clone();
    for (int j = 0; j < now.length; j++) {
      if (!Double.isFinite(now[j])) {
        now[j] = last == null ? Double.NaN : last[j];
      }
    }
    if (row == times.length) {
      times = Arrays.copyOf(times, 2 * row);
    }
    times[row] = time;
    said.add(values.clone());
    filled.add(now);
  }

  /** What is measured. */
  public List<Column> columns() {
    return columns;
  }

  /** How many rows there are. */
  public int rows() {
    return said.size();
  }

  /** Epoch seconds of a row. */
  public double time(int row) {
    return times[row];
  }

  /** The first row not before a time; the number of rows if there is none. */
  public int from(double time) {
    int at = Arrays.binarySearch(times, 0, rows(), time);
    return at >= 0 ? at : -at - 1;
  }

  /** The usual distance of rows in seconds; 60 if there are fewer than two. */
  public double step() {
    int n = rows();
    if (n < 2) {
      return 60;
    }
    double[] steps = new double[Math.min(n - 1, 60)];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = times[n - 1 - i] - times[n - 2 - i];
    }
    Arrays.sort(steps);
    return steps[steps.length / 2];
  }

  /** A row as it was said. */
  public double[] said(int row) {
    return said.get(row);
  }

  /** A row where a missing value is the last one before; NaN where there was none yet. */
  public double[] filled(int row) {
    return filled.get(row);
  }

  /** The filled values of a column in rows of a range that are not NaN. */
  public double[] values(int column, int from, int to) {
    double[] values = new double[Math.max(0, to - from)];
    int n = 0;
    for (int i = from; i < to; i++) {
      double value = filled.get(i)[column];
      if (!Double.isNaN(value)) {
        values[n++] = value;
      }
    }
    return n == values.length ? values : Arrays.copyOf(values, n);
  }

  /** The same of values that were really said. */
  public double[] saidValues(int column, int from, int to) {
    double[] values = new double[Math.max(0, to - from)];
    int n = 0;
    for (int i = from; i < to; i++) {
      double value = said.get(i)[column];
      if (Double.isFinite(value)) {
        values[n++] = value;
      }
    }
    return n == values.length ? values : Arrays.copyOf(values, n);
  }
}
