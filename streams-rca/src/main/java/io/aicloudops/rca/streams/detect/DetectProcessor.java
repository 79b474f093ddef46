package io.aicloudops.rca.streams.detect;

import io.aicloudops.rca.detect.entity.EntityDetection;
import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.SignalBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Loads the workload's state, lets it take the batch, stores it, forwards what came of it. The
 * states used last are kept decoded beside the store; the store is written for every batch, so that
 * they are a copy and nothing more, and one that failed half-way is thrown away.
 */
final class DetectProcessor implements Processor<String, MetricBatch, String, SpecificRecord> {

  static final String STORE = "detect-state";

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** Makes processors and declares their store. */
  record Supplier(DetectSettings settings)
      implements ProcessorSupplier<String, MetricBatch, String, SpecificRecord> {

    @Override
    public Processor<String, MetricBatch, String, SpecificRecord> get() {
      return new DetectProcessor(settings);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return Set.of(
          Stores.keyValueStoreBuilder(
                  Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray())
              .withCachingEnabled()
              .withLoggingEnabled(Map.of()));
    }
  }

  private final DetectSettings settings;
  private final EntityDetection.Rules rules;
  private final Packer packer = new Packer();
  private final Map<String, EntityDetection> live = new LinkedHashMap<>(16, 0.75f, true);
  private final TreeMap<String, Long> due = new TreeMap<>();
  private final Results results = new Results();
  private long newest;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
  private ProcessorContext<String, SpecificRecord> context;

  @SuppressWarnings("NullAway.Init")
  private KeyValueStore<String, byte[]> store;

  @SuppressWarnings("NullAway.Init")
  private Sensor dropped;

  DetectProcessor(DetectSettings settings) {
    this.settings = settings;
    this.rules = settings.rules();
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    this.context = context;
    this.store = context.getStateStore(STORE);
    this.dropped =
        context
            .metrics()
            .addRateTotalSensor(
                "detect",
                context.taskId().toString(),
                "dropped-samples",
                Sensor.RecordingLevel.INFO);
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      all.forEachRemaining(entry -> due.put(entry.key, EntityDetection.dueOf(entry.value)));
    }
    context.schedule(LOOK_EVERY, PunctuationType.STREAM_TIME, this::look);
  }

  @Override
  public void process(Record<String, MetricBatch> record) {
    MetricBatch batch = record.value();
    if (batch == null) {
      return;
    }
    newest = Math.max(newest, batch.getTime().toEpochMilli());
    apply(batch.getEntity(), state -> state.offer(batch, results));
  }

  /** Looks at the workloads whose time has come, in the order of their names. */
  private void look(long streamTime) {
    // A producer's clock may be ahead of what it measured; what was not yet measured is not
    // missing.
    long now = Math.min(streamTime, newest);
    List<String> ripe = new ArrayList<>();
    due.forEach(
        (entity, at) -> {
          if (at <= now) {
            ripe.add(entity);
          }
        });
    for (String entity : ripe) {
      apply(entity, state -> state.advance(now, results));
      EntityDetection state = live.get(entity);
      if (state != null && state.forgotten(now)) {
        live.remove(entity);
        due.remove(entity);
        store.delete(entity);
      }
    }
  }

  private interface Step {
    void on(EntityDetection state);
  }

  private void apply(String entity, Step step) {
    results.clear();
    EntityDetection state = load(entity);
    long droppedBefore = state.drops().total();
    boolean done = false;
    try {
      step.on(state);
      done = true;
    } finally {
      if (!done) {
        live.remove(entity);
      }
    }
    store.put(entity, state.toBytes(packer));
    due.put(entity, state.due());
    long droppedNow = state.drops().total() - droppedBefore;
    if (droppedNow > 0) {
      dropped.record((double) droppedNow);
    }
    results.forward(entity);
    if (live.size() > settings.liveEntities()) {
      live.remove(live.keySet().iterator().next());
    }
  }

  private EntityDetection load(String entity) {
    EntityDetection known = live.get(entity);
    if (known != null) {
      return known;
    }
    byte[] bytes = store.get(entity);
    EntityDetection state =
        bytes == null
            ? new EntityDetection(entity, rules)
            : EntityDetection.fromBytes(entity, rules, bytes);
    live.put(entity, state);
    return state;
  }

  /** What came of one step; forwarded after the state is stored. */
  private final class Results implements EntityDetection.Output {
    private final List<SignalBatch> signals = new ArrayList<>();
    private final List<Anomaly> anomalies = new ArrayList<>();

    void clear() {
      signals.clear();
      anomalies.clear();
    }

    @Override
    public void signals(SignalBatch batch) {
      signals.add(batch);
    }

    @Override
    public void anomaly(Anomaly anomaly) {
      anomalies.add(anomaly);
    }

    void forward(String entity) {
      for (SignalBatch batch : signals) {
        context.forward(
            new Record<>(entity, batch, batch.getTime().toEpochMilli()), DetectTopology.SIGNALS);
      }
      for (Anomaly anomaly : anomalies) {
        context.forward(
            new Record<>(entity, anomaly, anomaly.getTime().toEpochMilli()),
            DetectTopology.ANOMALIES);
      }
    }
  }
}
