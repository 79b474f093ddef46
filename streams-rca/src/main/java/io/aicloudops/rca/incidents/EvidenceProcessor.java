package io.aicloudops.rca.incidents;

import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.Tick;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
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
 * Wraps events as evidence of their cluster and says at intervals that time has passed.
 *
 * <p>How late a cluster's events come is remembered, so that a tick's time is that of its events,
 * not of the wall; of clocks that are far ahead see {@link Pace}. Ticks are written to the log like
 * everything else: the fold behind it reads no clock.
 */
final class EvidenceProcessor implements Processor<String, SpecificRecord, String, Evidence> {

  private static final String STORE = "evidence-clocks";

  /** A cluster that was quiet for this long has nothing open that time alone could change. */
  private static final long QUIET_MS = Duration.ofMinutes(75).toMillis();

  /** Makes the processor and its store. */
  record Supplier(List<String> clusters, long tickMs, Clock clock)
      implements ProcessorSupplier<String, SpecificRecord, String, Evidence> {

    @Override
    public Processor<String, SpecificRecord, String, Evidence> get() {
      return new EvidenceProcessor(clusters, tickMs, clock);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return Set.of(
          Stores.keyValueStoreBuilder(
              Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray()));
    }
  }

  /**
   * So many ticks are left out at the most while a cluster speaks: the fold believes ticks first.
   */
  private static final int MOST_LEFT_OUT = 9;

  private final List<String> clusters;
  private final long tickMs;
  private final Clock clock;
  private final Map<String, Pace> paces = new HashMap<>();
  private final EvidenceReader reader = new EvidenceReader();
  private int leftOut;
  private ProcessorContext<String, Evidence> context;
  private KeyValueStore<String, byte[]> store;

  @SuppressWarnings("NullAway.Init") // Streams calls init before anything else
  EvidenceProcessor(List<String> clusters, long tickMs, Clock clock) {
    this.clusters = clusters;
    this.tickMs = tickMs;
    this.clock = clock;
  }

  @Override
  public void init(ProcessorContext<String, Evidence> given) {
    context = given;
    store = Objects.requireNonNull(given.getStateStore(STORE));
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> entry = all.next();
        paces.put(entry.key, Pace.read(entry.value));
      }
    }
    context.schedule(
        Duration.ofMillis(tickMs), PunctuationType.WALL_CLOCK_TIME, at -> tick(clock.millis()));
  }

  @Override
  public void process(Record<String, SpecificRecord> record) {
    if (record.value() == null) {
      return; // The tombstone of an entity; its end was said before it.
    }
    for (Evidence evidence : reader.read(record.value(), targets())) {
      hear(evidence);
      forward(evidence);
    }
  }

  private Set<String> targets() {
    Set<String> all = new java.util.TreeSet<>(clusters);
    all.addAll(paces.keySet());
    return all;
  }

  private void hear(Evidence evidence) {
    long now = clock.millis();
    Pace before = paces.get(evidence.getCluster());
    Pace pace = Pace.of(before, evidence.getTime().toEpochMilli(), now);
    paces.put(evidence.getCluster(), pace);
    if (before == null || !pace.like(before, tickMs)) {
      store.put(evidence.getCluster(), pace.bytes());
    }
  }

  private void tick(long now) {
    boolean all = leftOut == MOST_LEFT_OUT;
    leftOut = all ? 0 : leftOut + 1;
    paces.forEach(
        (cluster, pace) -> {
          long quiet = now - pace.heard();
          if ((all || quiet >= tickMs) && quiet < QUIET_MS) {
            Instant time = Instant.ofEpochMilli(now + pace.offset());
            forward(new Evidence(cluster, "", time, new Tick(time)));
          }
        });
  }

  private void forward(Evidence evidence) {
    long time = Math.max(0, evidence.getTime().toEpochMilli());
    context.forward(new Record<>(evidence.getCluster(), evidence, time));
  }
}
