package io.aicloudops.forecast.season;

/**
 * The seasons of a series in steps.
 *
 * @param shorter the base season, e.g. 24 for hourly data with a daily cycle; 0 if there is none
 * @param longer a season of seasons, e.g. 168; 0 if there is none
 */
public record Seasons(int shorter, int longer) {

  /** No season. */
  public static final Seasons NONE = new Seasons(0, 0);

  /** True if there is at least a base season. */
  public boolean any() {
    return shorter > 0;
  }

  /** The longest season, or 1. */
  public int longest() {
    return Math.max(1, Math.max(shorter, longer));
  }

  /** The base season, or 1. */
  public int base() {
    return Math.max(1, shorter);
  }

  @Override
  public String toString() {
    return shorter == 0 ? "none" : longer == 0 ? "" + shorter : shorter + "," + longer;
  }
}
