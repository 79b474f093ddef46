package io.aicloudops.rca.counts;

import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import io.aicloudops.schemas.identity.SeriesName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A batch of samples in the making. */
public final class Samples {

  private final List<String> series = new ArrayList<>();
  private final List<MetricType> types = new ArrayList<>();
  private final List<Double> values = new ArrayList<>();

  /** Adds a sample. */
  public void add(String name, Map<String, String> labels, MetricType type, double value) {
    series.add(SeriesName.of(name, labels).text());
    types.add(type);
    values.add(value);
  }

  /** True if it has no sample. */
  public boolean isEmpty() {
    return series.isEmpty();
  }

  /**
   * The batch.
   *
   * @param time in milliseconds
   * @param source who made it
   */
  public MetricBatch batch(String entity, String member, long time, String source) {
    return new MetricBatch(
        entity, member, Instant.ofEpochMilli(time), source, series, types, values);
  }
}
