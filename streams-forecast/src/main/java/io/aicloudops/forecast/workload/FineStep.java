package io.aicloudops.forecast.workload;

/** The step of the finest history: the pace at which a signal comes, rounded to a usual one. */
final class FineStep {

  private static final long[] USUAL = {1_000, 2_000, 5_000, 10_000, 15_000, 30_000};

  private FineStep() {}

  /**
   * @param intervalMs distance of the batches; 0 if unknown
   */
  static long of(long intervalMs) {
    long best = USUAL[0];
    for (long step : USUAL) {
      if (Math.abs(StrictMath.log((double) step / Math.max(1, intervalMs)))
          < Math.abs(StrictMath.log((double) best / Math.max(1, intervalMs)))) {
        best = step;
      }
    }
    return intervalMs <= 0 ? 15_000 : best;
  }
}
