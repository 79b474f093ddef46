package io.aicloudops.schemas.serde;

import io.aicloudops.schemas.columns.Doubles;
import io.aicloudops.schemas.columns.Texts;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import io.aicloudops.schemas.registry.RegistryException;
import io.aicloudops.schemas.registry.SchemaRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import org.apache.avro.Schema;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads metric batches. From scrape to scrape only time and values of a batch change, so the names
 * and types of its series are compared as bytes with those that were read before, and are made into
 * texts only where they differ; values become one array. What was written with another schema than
 * this program's own, or is in any way unusual, is left to Avro.
 *
 * <p>Batches with the same series share the very same {@link Texts}. Safe for use by several
 * threads.
 */
final class MetricBatchDeserializer implements Deserializer<MetricBatch> {

  /** Different lists of series that are remembered; a page of a hundred series takes 10 KB. */
  private static final int MOST_KNOWN = 10_000;

  private static final List<MetricType> TYPES = List.of(MetricType.values());

  private final SchemaRegistry registry;
  private final Deserializer<MetricBatch> avro;
  private final Map<Integer, Boolean> own = new ConcurrentHashMap<>();
  private final Map<Long, Columns> known = new ConcurrentHashMap<>();

  /** Names and types of series, as bytes and as lists. */
  private static final class Columns {
    private final byte[] bytes;
    private final Texts series;
    private final List<MetricType> types;

    Columns(byte[] bytes, List<String> series, List<MetricType> types) {
      this.bytes = bytes;
      this.series = Texts.of(series);
      this.types = List.copyOf(types);
    }
  }

  /**
   * @param registry where the writers' schemas are found
   */
  MetricBatchDeserializer(SchemaRegistry registry) {
    this.registry = registry;
    this.avro = new EventDeserializer<>(registry, MetricBatch.class);
  }

  @Override
  public @Nullable MetricBatch deserialize(String topic, byte @Nullable [] frame) {
    if (frame == null) {
      return null;
    }
    MetricBatch batch = writtenByUs(frame) ? read(frame) : null;
    return batch == null ? avro.deserialize(topic, frame) : batch;
  }

  private boolean writtenByUs(byte[] frame) {
    int id = WireFormat.schemaId(frame);
    Boolean same = own.get(id);
    if (same == null) {
      try {
        Schema writer = registry.byId(id);
        same = writer.equals(MetricBatch.getClassSchema());
      } catch (RegistryException e) {
        return false; // Avro's reader knows how to wait, and what to say.
      }
      own.put(id, same);
    }
    return same;
  }

  private @Nullable MetricBatch read(byte[] frame) {
    try {
      AvroBytes in = new AvroBytes(frame, WireFormat.HEADER);
      String entity = in.text();
      String member = in.text();
      long time = in.number();
      String source = in.text();
      Columns columns = columns(frame, in);
      double[] values = in.doubles();
      if (!in.atEnd()) {
        return null;
      }
      return new MetricBatch(
          entity,
          member,
          Instant.ofEpochMilli(time),
          source,
          columns.series,
          columns.types,
          new Doubles(values));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return null;
    }
  }

  private Columns columns(byte[] frame, AvroBytes in) {
    int from = in.position();
    in.skipTexts();
    int middle = in.position();
    in.skipNumbers();
    int to = in.position();
    CRC32 checksum = new CRC32();
    checksum.update(frame, from, to - from);
    long key = checksum.getValue();
    Columns columns = known.get(key);
    if (columns == null
        || !Arrays.equals(columns.bytes, 0, columns.bytes.length, frame, from, to)) {
      columns = read(frame, from, middle, to);
      if (known.size() >= MOST_KNOWN) {
        known.clear();
      }
      known.put(key, columns);
    }
    return columns;
  }

  private static Columns read(byte[] frame, int from, int middle, int to) {
    AvroBytes names = new AvroBytes(frame, from);
    List<String> series = new ArrayList<>();
    for (int block = names.block(); block > 0; block = names.block()) {
      for (int k = 0; k < block; k++) {
        series.add(names.text());
      }
    }
    AvroBytes kinds = new AvroBytes(frame, middle);
    List<MetricType> types = new ArrayList<>();
    for (int block = kinds.block(); block > 0; block = kinds.block()) {
      for (int k = 0; k < block; k++) {
        types.add(TYPES.get((int) kinds.number()));
      }
    }
    return new Columns(Arrays.copyOfRange(frame, from, to), series, types);
  }
}
