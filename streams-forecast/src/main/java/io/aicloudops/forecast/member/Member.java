package io.aicloudops.forecast.member;

/** One model of the ensemble, fitted to a series, that can forecast from any origin inside it. */
public interface Member {

  /** Values before an origin that it needs. */
  int reach();

  /**
   * The expected values at {@code origin, origin + 1, …}, from values before {@code origin} only
   * (its weights may have seen later ones).
   */
  double[] forecast(int origin, int horizon);
}
