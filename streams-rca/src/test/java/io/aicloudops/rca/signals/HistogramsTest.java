package io.aicloudops.rca.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aicloudops.schemas.event.MetricType;
import io.aicloudops.schemas.event.SignalRole;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Quantiles of a workload from the buckets of its pods. */
class HistogramsTest extends SignalsFixture {

  @Test
  void mergesHistogramsBeforeItTakesQuantiles() {
    String bucket = "latency_seconds_bucket{le=\"%s\"}";
    for (int second = 0; second <= 20; second += 10) {
      double n = 100.0 * second;
      offer(
          "fast",
          second,
          Map.of(
              bucket.formatted("0.1"), n, bucket.formatted("1"), n, bucket.formatted("+Inf"), n));
      offer(
          "slow",
          second,
          Map.of(
              bucket.formatted("0.1"), 0.0, bucket.formatted("1"), n, bucket.formatted("+Inf"), n));
    }

    assertThat(value("latency_seconds:rate")).isEqualTo(200);
    assertThat(value("latency_seconds:p50")).isCloseTo(0.1, within(1e-9));
    assertThat(value("latency_seconds:p95")).isCloseTo(0.1 + 0.9 * 0.9, within(1e-9));
    assertThat(signal("latency_seconds:p99"))
        .get()
        .extracting(Signal::role)
        .isEqualTo(SignalRole.LATENCY);
  }

  @Test
  void theLatencyOfNoRequestsIsNoNumber() {
    Map<String, Double> idle =
        Map.of("latency_seconds_bucket{le=\"1\"}", 5.0, "latency_seconds_bucket{le=\"+Inf\"}", 5.0);
    offer("a", 0, idle);
    offer("a", 10, idle);

    assertThat(value("latency_seconds:p99")).isNaN();
    assertThat(value("latency_seconds:rate")).isZero();
  }

  /** A native histogram as it comes from the log: buckets of their own and their total. */
  private static Map<String, Double> nativeBuckets(String labels, double perBucket, int buckets) {
    Map<String, Double> samples = new TreeMap<>();
    for (int k = 0; k < buckets; k++) {
      samples.put(bucket(labels, Math.pow(2, k - 1), Math.pow(2, k)), perBucket);
    }
    samples.put(
        "latency_seconds_bucket{gt=\"-Inf\",le=\"+Inf\"" + labels + "}", perBucket * buckets);
    return samples;
  }

  private static String bucket(String labels, double from, double to) {
    return "latency_seconds_bucket{gt=\"" + from + "\",le=\"" + to + "\"" + labels + "}";
  }

  private void offerHistogram(int second, Map<String, Double> samples) {
    offer("a", second, MetricType.HISTOGRAM, samples);
  }

  @Test
  void takesTheQuantilesOfANativeHistogram() {
    for (int second = 0; second <= 20; second += 10) {
      offerHistogram(second, nativeBuckets("", 100.0 * second, 4));
    }

    assertThat(value("latency_seconds:rate")).isEqualTo(400);
    assertThat(value("latency_seconds:p50")).isCloseTo(2, within(1e-9));
    // Four fifths of the way from 4 to 8, in steps of equal factors.
    assertThat(value("latency_seconds:p95")).isCloseTo(4 * Math.pow(2, 0.8), within(1e-9));
  }

  @Test
  void aNativeBucketThatAppearsBetweenOthersCountsFromZero() {
    for (int second = 0; second <= 20; second += 10) {
      offerHistogram(second, nativeBuckets("", 100.0 * second, 4));
    }
    Map<String, Double> more = nativeBuckets("", 3000, 4);
    more.put(bucket("", 16, 32), 1000.0);
    more.merge("latency_seconds_bucket{gt=\"-Inf\",le=\"+Inf\"}", 1000.0, Double::sum);
    offerHistogram(30, more);

    assertThat(value("latency_seconds:rate")).isEqualTo(500);
    assertThat(value("latency_seconds:p99")).isBetween(16.0, 32.0);
  }

  @Test
  void bucketsThatChangeTheirBoundsSpoilOneTickAndNoRate() {
    for (int second = 0; second <= 20; second += 10) {
      offerHistogram(second, nativeBuckets("", 100.0 * second, 4));
    }
    // The sender halves its resolution: two buckets are one from now on, with both their counts.
    for (int second = 30; second <= 40; second += 10) {
      double n = 100.0 * second;
      Map<String, Double> coarser = new TreeMap<>();
      coarser.put(bucket("", 0.5, 2), 2 * n);
      coarser.put(bucket("", 2, 8), 2 * n);
      coarser.put("latency_seconds_bucket{gt=\"-Inf\",le=\"+Inf\"}", 4 * n);
      offerHistogram(second, coarser);
      if (second == 30) {
        // What is not there any more is waited for once.
        signals.closeIfDue(signals.due(), this::keep);
      }
    }

    assertThat(course("latency_seconds:rate")).containsOnly(400);
    assertThat(course("latency_seconds:p50")[2]).isNaN();
    assertThat(value("latency_seconds:p50")).isCloseTo(2, within(1e-9));
  }

  @Test
  void aHistogramThatComesInBothFormsIsCountedOnce() {
    for (int second = 0; second <= 30; second += 10) {
      Map<String, Double> both = nativeBuckets(",route=\"/x\"", 100.0 * second, 4);
      both.put("latency_seconds_bucket{le=\"10\",route=\"/x\"}", 400.0 * second);
      both.put("latency_seconds_bucket{le=\"+Inf\",route=\"/x\"}", 400.0 * second);
      offerHistogram(second, both);
    }

    assertThat(course("latency_seconds:rate")).containsOnly(400);
    assertThat(value("latency_seconds:p99{route=\"/x\"}")).isBetween(4.0, 8.0);
  }

  @Test
  void podsMayChangeToNativeHistogramsOneAfterTheOther() {
    for (int second = 0; second <= 30; second += 10) {
      offer("new", second, MetricType.HISTOGRAM, nativeBuckets("", 100.0 * second, 4));
      Map<String, Double> classic = new TreeMap<>();
      for (double le : new double[] {1, 2, 4, 8}) {
        classic.put(
            "latency_seconds_bucket{le=\"" + le + "\"}",
            100.0 * second * (1 + Math.log(le) / Math.log(2)));
      }
      classic.put("latency_seconds_bucket{le=\"+Inf\"}", 400.0 * second);
      offer("old", second, MetricType.HISTOGRAM, classic);
    }

    assertThat(value("latency_seconds:rate")).isEqualTo(800);
    assertThat(value("latency_seconds:p50")).isCloseTo(2, within(1e-9));
  }

  @Test
  void aNativeHistogramSaysWhatEndedBadly() {
    for (int second = 0; second <= 20; second += 10) {
      Map<String, Double> samples = nativeBuckets(",status=\"200\"", 300.0 * second, 4);
      samples.putAll(nativeBuckets(",status=\"503\"", 100.0 * second, 4));
      offerHistogram(second, samples);
    }

    assertThat(value("latency_seconds:error_ratio")).isCloseTo(0.25, within(1e-3));
  }
}
