package io.aicloudops.benchmarks.calibration;

/**
 * The first cause of a case, and whether it was right.
 *
 * @param source the data set the case is of
 * @param basis what the ranking rests on: measurements, states or alerts
 * @param share the first one's of all scores, in [0,1]
 * @param confidence what was said, in [0,1]
 * @param right whether the first one is what the label names
 */
record Judged(String source, String basis, double share, double confidence, boolean right) {

  /** Cases of one source that rest on the same are judged together. */
  String lot() {
    return source + " (" + basis + ")";
  }

  /** The same with another confidence; what lies outside of [0,1] is as sure as can be. */
  Judged said(double other) {
    return new Judged(source, basis, share, Math.max(0, Math.min(1, other)), right);
  }
}
