package io.aicloudops.rca.streams.content;

import io.aicloudops.rca.counts.Tally;
import io.aicloudops.rca.time.SharedTime;
import io.aicloudops.runtime.metrics.OwnSensor;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.MetricBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Lets tallies take batches and time, stores them, forwards what came of it. A tally that failed
 * half-way is thrown away and read anew.
 *
 * @param <B> the batches
 */
final class TallyProcessor<B extends SpecificRecord>
    implements Processor<String, B, String, SpecificRecord> {

  private static final long LOOK_EVERY_MS = 1000;

  /**
   * Makes processors and declares their store.
   *
   * @param name of the node; its store and sinks are named after it
   * @param key the tally a batch belongs to
   * @param make a tally of a key, from its bytes if there are any
   * @param dropped counts the batches that came too late
   */
  record Supplier<B extends SpecificRecord>(
      String name,
      Function<B, String> key,
      BiFunction<String, byte @Nullable [], Tally<B>> make,
      OwnSensor dropped)
      implements ProcessorSupplier<String, B, String, SpecificRecord> {

    @Override
    public Processor<String, B, String, SpecificRecord> get() {
      return new TallyProcessor<>(this);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return Set.of(
          Stores.keyValueStoreBuilder(
                  Stores.persistentKeyValueStore(store()), Serdes.String(), Serdes.ByteArray())
              .withCachingEnabled()
              .withLoggingEnabled(Map.of()));
    }

    String store() {
      return name + "-state";
    }

    String metrics() {
      return name + "-metrics";
    }

    String anomalies() {
      return name + "-anomalies";
    }
  }

  private final Supplier<B> of;
  private final TreeMap<String, Tally<B>> live = new TreeMap<>();
  private final Results results = new Results();
  private final SharedTime time = new SharedTime();
  private long looked;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
  private ProcessorContext<String, SpecificRecord> context;

  @SuppressWarnings("NullAway.Init")
  private KeyValueStore<String, byte[]> store;

  @SuppressWarnings("NullAway.Init")
  private Sensor dropped;

  private TallyProcessor(Supplier<B> of) {
    this.of = of;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> given) {
    context = given;
    store = Objects.requireNonNull(given.getStateStore(of.store()));
    live.clear();
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> entry = all.next();
        Tally<B> tally = of.make.apply(entry.key, entry.value);
        live.put(entry.key, tally);
        time.reached(tally.told());
      }
    }
    dropped = of.dropped.of(given);
  }

  @Override
  public void process(Record<String, B> record) {
    B batch = record.value();
    if (batch == null) {
      return;
    }
    // Not by Kafka's stream time: one clock that is ahead would end the intervals of all others.
    time.heard(record.timestamp());
    apply(of.key.apply(batch), tally -> tally.offer(batch, time.now(), results));
    if (time.now() - looked >= LOOK_EVERY_MS) {
      looked = time.now();
      look(looked);
    }
  }

  private void look(long now) {
    List<String> ripe = new ArrayList<>();
    live.forEach(
        (key, tally) -> {
          if (tally.due() <= now || tally.forgotten()) {
            ripe.add(key);
          }
        });
    ripe.forEach(key -> apply(key, tally -> tally.advance(now, results)));
  }

  private void apply(String key, java.util.function.Consumer<Tally<B>> step) {
    results.clear();
    Tally<B> tally = live.remove(key);
    if (tally == null) {
      tally = of.make.apply(key, store.get(key));
    }
    long before = tally.dropped();
    step.accept(tally);
    if (tally.dropped() > before) {
      dropped.record((double) (tally.dropped() - before));
    }
    if (tally.forgotten()) {
      store.delete(key);
    } else {
      store.put(key, tally.toBytes());
      live.put(key, tally);
    }
    results.forward();
  }

  /** Lets go of the tallies: whoever holds the application for its metrics would hold them too. */
  @Override
  public void close() {
    live.clear();
  }

  /** What came of one step; forwarded after the tally is stored. */
  private final class Results implements Tally.Output {
    private final List<MetricBatch> metrics = new ArrayList<>();
    private final List<Anomaly> anomalies = new ArrayList<>();

    void clear() {
      metrics.clear();
      anomalies.clear();
    }

    @Override
    public void metrics(MetricBatch batch) {
      metrics.add(batch);
    }

    @Override
    public void anomaly(Anomaly anomaly) {
      anomalies.add(anomaly);
    }

    void forward() {
      for (MetricBatch batch : metrics) {
        context.forward(
            new Record<>(batch.getEntity(), batch, batch.getTime().toEpochMilli()), of.metrics());
      }
      for (Anomaly anomaly : anomalies) {
        context.forward(
            new Record<>(anomaly.getEntity(), anomaly, anomaly.getTime().toEpochMilli()),
            of.anomalies());
      }
    }
  }
}
