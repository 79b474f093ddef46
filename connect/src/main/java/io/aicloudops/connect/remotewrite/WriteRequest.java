package io.aicloudops.connect.remotewrite;

import io.aicloudops.schemas.event.MetricType;
import java.util.List;
import java.util.Map;

/**
 * What a request says, in either version of the protocol.
 *
 * @param types types of families by name
 */
record WriteRequest(List<Series> series, Map<String, MetricType> types) {

  /** A sample; the time is in milliseconds since the epoch. */
  record Sample(double value, long time) {}

  /**
   * A series.
   *
   * @param labels names and values in turn, as sent
   * @param type UNKNOWN if the request does not say it with the series
   */
  record Series(
      List<String> labels,
      MetricType type,
      List<Sample> samples,
      List<NativeHistogram> histograms,
      int exemplars) {}

  static MetricType type(int number) {
    return switch (number) {
      case 1 -> MetricType.COUNTER;
      case 2, 4 -> MetricType.GAUGE;
      case 3 -> MetricType.HISTOGRAM;
      case 5 -> MetricType.SUMMARY;
      case 6 -> MetricType.INFO;
      case 7 -> MetricType.STATESET;
      default -> MetricType.UNKNOWN;
    };
  }
}
