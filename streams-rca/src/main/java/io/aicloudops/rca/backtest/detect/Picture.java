package io.aicloudops.rca.backtest.detect;

import java.util.Arrays;
import java.util.Locale;

/**
 * One series small enough to be drawn, whatever its length: the least and the largest value, alarms
 * and labels of each of at most {@value #COLUMNS} columns. Two columns become one when there are
 * too many. Not safe for use by several threads.
 */
final class Picture {

  private static final int COLUMNS = 1024;
  private static final int HEIGHT = 120;

  /** A labelled stretch counts as found by an alarm among its first rows. */
  private static final int IN_TIME = 8;

  private final String name;
  private final float[] low = new float[COLUMNS];
  private final float[] high = new float[COLUMNS];
  private final boolean[] alarm = new boolean[COLUMNS];
  private final boolean[] labelled = new boolean[COLUMNS];
  private int rowsInColumn = 1;
  private long rows;
  private boolean inLabel;
  private int labelRows;
  private boolean found;
  private boolean inFalseAlarm;
  private int stretches;
  private int hits;
  private int falseAlarms;
  private boolean hasLabels;

  Picture(String name) {
    this.name = name;
    Arrays.fill(low, Float.NaN);
    Arrays.fill(high, Float.NaN);
  }

  /**
   * @param label 1 or 0, or −1 if the file has none
   */
  void add(double value, boolean alarms, int label) {
    int column = (int) (rows / rowsInColumn);
    if (column == COLUMNS) {
      halve();
      column = COLUMNS / 2;
    }
    rows++;
    if (!Double.isNaN(value)) {
      low[column] = Float.isNaN(low[column]) ? (float) value : Math.min(low[column], (float) value);
      high[column] =
          Float.isNaN(high[column]) ? (float) value : Math.max(high[column], (float) value);
    }
    alarm[column] |= alarms;
    labelled[column] |= label == 1;
    hasLabels |= label >= 0;
    count(alarms, label == 1);
  }

  private void count(boolean alarms, boolean label) {
    if (!label) {
      inLabel = false;
      falseAlarms += alarms && !inFalseAlarm ? 1 : 0;
      inFalseAlarm = alarms;
      return;
    }
    inFalseAlarm = false;
    if (!inLabel) {
      inLabel = true;
      labelRows = 0;
      found = false;
      stretches++;
    }
    if (alarms && !found && labelRows < IN_TIME) {
      found = true;
      hits++;
    }
    labelRows++;
  }

  private void halve() {
    for (int k = 0; k < COLUMNS / 2; k++) {
      low[k] = least(low[2 * k], low[2 * k + 1]);
      high[k] = -least(-high[2 * k], -high[2 * k + 1]);
      alarm[k] = alarm[2 * k] || alarm[2 * k + 1];
      labelled[k] = labelled[2 * k] || labelled[2 * k + 1];
    }
    Arrays.fill(low, COLUMNS / 2, COLUMNS, Float.NaN);
    Arrays.fill(high, COLUMNS / 2, COLUMNS, Float.NaN);
    Arrays.fill(alarm, COLUMNS / 2, COLUMNS, false);
    Arrays.fill(labelled, COLUMNS / 2, COLUMNS, false);
    rowsInColumn *= 2;
  }

  private static float least(float a, float b) {
    return Float.isNaN(a) ? b : Float.isNaN(b) ? a : Math.min(a, b);
  }

  /**
   * How well it went, in [0,1]: with labels the F1 of stretches found in time against false alarms;
   * without, falling with the share of rows in false alarms.
   */
  double goodness() {
    if (!hasLabels || stretches == 0) {
      return 1 / (1 + 1000.0 * falseAlarms / Math.max(1, rows));
    }
    return 2.0 * hits / Math.max(1, hits + falseAlarms + stretches);
  }

  /** A heading and a drawing. */
  void write(StringBuilder html) {
    int columns = (int) Math.min(COLUMNS, (rows + rowsInColumn - 1) / rowsInColumn);
    float bottom = Float.NaN;
    float top = Float.NaN;
    for (int k = 0; k < columns; k++) {
      bottom = least(bottom, low[k]);
      top = -least(-top, -high[k]);
    }
    float range = top > bottom ? top - bottom : 1;
    html.append("<h3>").append(escaped(name)).append("</h3>\n<p>").append(rows).append(" rows, ");
    html.append(falseAlarms).append(hasLabels ? " false alarms, " : " alarms");
    if (hasLabels) {
      html.append(hits).append(" of ").append(stretches).append(" labelled stretches in time");
    }
    html.append("</p>\n<svg viewBox='0 0 ").append(columns).append(' ').append(HEIGHT + 8);
    html.append("' preserveAspectRatio='none'>\n");
    bars(html, columns, labelled, 0, "label");
    bars(html, columns, alarm, HEIGHT, "alarm");
    html.append("<path class='line' d='");
    char move = 'M';
    for (int k = 0; k < columns; k++) {
      if (!Float.isNaN(low[k])) {
        html.append(
            String.format(
                Locale.ROOT,
                "%c%d %.1fV%.1f",
                move,
                k,
                HEIGHT * (top - high[k]) / range,
                HEIGHT * (top - low[k]) / range));
        move = 'L';
      }
    }
    html.append("'/>\n</svg>\n");
  }

  private static void bars(StringBuilder html, int columns, boolean[] on, int y, String cssClass) {
    int height = y == 0 ? HEIGHT : 8;
    for (int k = 0; k < columns; k++) {
      int from = k;
      while (k < columns && on[k]) {
        k++;
      }
      if (k > from) {
        html.append(
            String.format(
                Locale.ROOT,
                "<rect class='%s' x='%d' y='%d' width='%d' height='%d'/>%n",
                cssClass,
                from,
                y,
                k - from,
                height));
      }
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
