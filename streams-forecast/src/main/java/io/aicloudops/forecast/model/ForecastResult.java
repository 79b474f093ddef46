package io.aicloudops.forecast.model;

/** What came of asking for a forecast; too little history is an answer, not an error. */
public sealed interface ForecastResult {

  /** A forecast was made. */
  record Ready(QuantileForecast forecast) implements ForecastResult {}

  /**
   * The history is too short to say anything honest.
   *
   * @param known finite points in the history
   * @param needed points needed at least
   */
  record NotEnoughHistory(int known, int needed) implements ForecastResult {}
}
