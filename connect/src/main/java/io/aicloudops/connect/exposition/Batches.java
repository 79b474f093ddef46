package io.aicloudops.connect.exposition;

import io.aicloudops.connect.identity.Subject;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import io.aicloudops.schemas.identity.EntityId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects samples into one batch for each entity, member and time. */
public final class Batches {

  /** Characters; as UTF-8 a third of the megabyte that Kafka takes by default, if all are ASCII. */
  private static final int LARGEST = 300_000;

  private static final int BYTES_BESIDE_NAME = 10;

  private record Key(EntityId entity, String member, long time) {}

  private final String source;
  private final Map<Key, MetricBatch> batches = new LinkedHashMap<>();
  private final Map<Key, Integer> sizes = new HashMap<>();
  private final List<MetricBatch> full = new ArrayList<>();

  /**
   * Nothing collected yet. Very many samples of one key make several batches, so that no record
   * outgrows what the log takes.
   *
   * @param source the batches' source
   */
  public Batches(String source) {
    this.source = source;
  }

  /**
   * Adds a sample.
   *
   * @param series canonical text without the labels that the subject says
   * @param time in milliseconds since the epoch
   */
  public void add(Subject subject, String series, MetricType type, double value, long time) {
    Key key = new Key(subject.entity(), subject.member(), time);
    MetricBatch batch = batches.computeIfAbsent(key, this::empty);
    int size = sizes.merge(key, series.length() + BYTES_BESIDE_NAME, Integer::sum);
    if (size > LARGEST && !batch.getSeries().isEmpty()) {
      full.add(batch);
      batch = empty(key);
      batches.put(key, batch);
      sizes.put(key, series.length() + BYTES_BESIDE_NAME);
    }
    batch.getSeries().add(series);
    batch.getTypes().add(type);
    batch.getValues().add(value);
  }

  private MetricBatch empty(Key key) {
    return new MetricBatch(
        key.entity().toString(),
        key.member(),
        Instant.ofEpochMilli(key.time()),
        source,
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>());
  }

  /** The batches so far, those of an earlier time first, so that each entity's log is in order. */
  public Collection<MetricBatch> inOrder() {
    List<MetricBatch> all = new ArrayList<>(full);
    all.addAll(batches.values());
    all.sort(Comparator.comparing(MetricBatch::getTime));
    return all;
  }
}
