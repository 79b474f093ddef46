package io.aicloudops.forecast.backtest;

/** Hears how far a backtest is. */
@FunctionalInterface
public interface Progress {

  /**
   * Called as often as something was done; cheap listeners only.
   *
   * @param done series or rows done so far
   * @param total of so many
   */
  void at(long done, long total);
}
