package io.aicloudops.rca.streams.detect;

import io.aicloudops.rca.detect.entity.EntityDetection;
import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.runtime.metrics.OwnSensor;
import io.aicloudops.runtime.time.Frontier;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.SignalBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Loads the workload's state, lets it take the batch, stores the step, forwards what came of it. A
 * state that failed half-way is thrown away and read anew.
 */
final class DetectProcessor implements Processor<String, MetricBatch, String, SpecificRecord> {

  static final String STORE = "detect-state";

  private static final long LOOK_EVERY_MS = 1000;

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
              // Hardly a step overwrites another before the commit; a cache would only copy.
              .withCachingDisabled()
              .withLoggingEnabled(Map.of()));
    }
  }

  private final DetectSettings settings;
  private final EntityDetection.Rules rules;
  private final TreeMap<String, Long> due = new TreeMap<>();
  private final Results results = new Results();
  private final Frontier frontier = new Frontier();
  private long looked;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
  private ProcessorContext<String, SpecificRecord> context;

  @SuppressWarnings("NullAway.Init")
  private States states;

  @SuppressWarnings("NullAway.Init")
  private Sensor dropped;

  DetectProcessor(DetectSettings settings) {
    this.settings = settings;
    this.rules = settings.rules();
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    this.context = context;
    this.states = new States(context.getStateStore(STORE), rules, settings);
    this.dropped = OwnSensor.DROPPED_SAMPLES.of(context);
    due.clear();
    due.putAll(states.due());
  }

  @Override
  public void process(Record<String, MetricBatch> record) {
    MetricBatch batch = record.value();
    if (batch == null) {
      return;
    }
    apply(batch.getEntity(), new Offer(batch, results));
    // Not by Kafka's stream time: one record of next year would be the last look for a year.
    if (frontier.heard(batch.getEntity(), batch.getTime().toEpochMilli())
        && frontier.now() - looked >= LOOK_EVERY_MS) {
      looked = frontier.now();
      look(looked);
    }
  }

  /** Looks at the workloads whose time has come, in the order of their names. */
  private void look(long now) {
    List<String> ripe = new ArrayList<>();
    due.forEach(
        (entity, at) -> {
          if (at <= now) {
            ripe.add(entity);
          }
        });
    for (String entity : ripe) {
      apply(entity, new Advance(now, results));
      if (states.load(entity).state().forgotten(now)) {
        due.remove(entity);
        states.forget(entity);
      }
    }
  }

  private void apply(String entity, States.Step step) {
    results.clear();
    States.Kept kept = states.load(entity);
    long droppedBefore = kept.state().drops().total();
    states.take(entity, kept, step);
    due.put(entity, kept.state().due());
    long droppedNow = kept.state().drops().total() - droppedBefore;
    if (droppedNow > 0) {
      dropped.record((double) droppedNow);
    }
    results.forward(entity);
  }

  /** Lets go of the states: whoever holds the application for its metrics would hold them too. */
  @Override
  public void close() {
    states.close();
    due.clear();
  }

  /** A batch comes. */
  private record Offer(MetricBatch batch, EntityDetection.Output results) implements States.Step {
    @Override
    public void on(EntityDetection state) {
      state.offer(batch, results);
    }

    @Override
    public void write(Journal journal, Packer out) {
      journal.batch(batch, out);
    }
  }

  /** Time passes. */
  private record Advance(long time, EntityDetection.Output results) implements States.Step {
    @Override
    public void on(EntityDetection state) {
      state.advance(time, results);
    }

    @Override
    public void write(Journal journal, Packer out) {
      journal.advance(time, out);
    }
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
