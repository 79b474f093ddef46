package io.aicloudops.rca.incidents;

import io.aicloudops.rca.correlate.ClusterState;
import io.aicloudops.rca.correlate.FoldRules;
import io.aicloudops.rca.correlate.IncidentFold;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.serde.EventSerdes;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the fold. The stores hold each cluster's state in parts, keyed by cluster and part; what
 * is in memory is a copy, made when the cluster is first heard of and again after a failure.
 */
final class IncidentProcessor implements Processor<String, Evidence, String, Incident> {

  private static final Logger LOG = LoggerFactory.getLogger(IncidentProcessor.class);
  private static final String EVIDENCE = "incidents-evidence";
  private static final String INCIDENTS = "incidents-open";
  private static final char SEPARATOR = '\u0000';
  private static final char BEHIND = '\u0001';

  /** Makes the processor and its stores. */
  record Supplier(EventSerdes serdes, FoldRules rules)
      implements ProcessorSupplier<String, Evidence, String, Incident> {

    @Override
    public Processor<String, Evidence, String, Incident> get() {
      return new IncidentProcessor(new IncidentFold(rules));
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      // In a fixed order, as it shows in the topology's description.
      Set<StoreBuilder<?>> stores = new LinkedHashSet<>();
      stores.add(store(EVIDENCE, serdes.of(Evidence.class)));
      stores.add(store(INCIDENTS, serdes.of(Incident.class)));
      return stores;
    }

    private static <V> StoreBuilder<KeyValueStore<String, V>> store(String name, Serde<V> serde) {
      return Stores.keyValueStoreBuilder(
          Stores.persistentKeyValueStore(name), Serdes.String(), serde);
    }
  }

  private final IncidentFold fold;
  private final Map<String, ClusterState> states = new HashMap<>();
  private ProcessorContext<String, Incident> context;
  private KeyValueStore<String, Evidence> evidence;
  private KeyValueStore<String, Incident> incidents;

  @SuppressWarnings("NullAway.Init") // Streams calls init before anything else
  private IncidentProcessor(IncidentFold fold) {
    this.fold = fold;
  }

  @Override
  public void init(ProcessorContext<String, Incident> given) {
    context = given;
    evidence = Objects.requireNonNull(given.getStateStore(EVIDENCE));
    incidents = Objects.requireNonNull(given.getStateStore(INCIDENTS));
  }

  @Override
  public void process(Record<String, Evidence> record) {
    String cluster = record.value().getCluster();
    ClusterState state = states.remove(cluster);
    if (state == null) {
      state = load(cluster);
    }
    for (Incident incident : fold(cluster, state, record.value())) {
      long time = Math.max(0, incident.getUpdatedAt().toEpochMilli());
      context.forward(new Record<>(incident.getId(), incident, time));
    }
  }

  /** Only a state that was written whole is kept; after a failure the stores are read again. */
  private List<Incident> fold(String cluster, ClusterState state, Evidence news) {
    List<Incident> updates;
    try {
      updates = fold.fold(state, news);
    } catch (RuntimeException e) {
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("cluster", cluster)
          .log("evidence is taken piece by piece, as a step failed");
      return fold.foldSingly(new Stored(cluster), news);
    }
    save(cluster, state);
    states.put(cluster, state);
    return updates;
  }

  private void save(String cluster, ClusterState state) {
    ClusterState.Changed changed = state.drain();
    changed.evidence().forEach((part, value) -> write(evidence, cluster, part, value));
    changed.incidents().forEach((part, value) -> write(incidents, cluster, part, value));
  }

  /** A cluster's state in the stores. */
  private final class Stored implements IncidentFold.Kept {

    private final String cluster;

    Stored(String cluster) {
      this.cluster = cluster;
    }

    @Override
    public ClusterState load() {
      return IncidentProcessor.this.load(cluster);
    }

    @Override
    public void save(ClusterState state) {
      IncidentProcessor.this.save(cluster, state);
    }

    @Override
    public void leftOut(Evidence piece, RuntimeException why) {
      LOG.atError()
          .setCause(why)
          .addKeyValue("cluster", cluster)
          .addKeyValue("entity", piece.getEntity())
          .log(
              "a {} of {} is left out of the incidents",
              piece.getBody().getClass().getSimpleName(),
              piece.getTime());
    }
  }

  private static <V> void write(
      KeyValueStore<String, V> store, String cluster, String part, @Nullable V value) {
    String key = cluster + SEPARATOR + part;
    if (value == null) {
      store.delete(key);
    } else {
      store.put(key, value);
    }
  }

  private ClusterState load(String cluster) {
    return ClusterState.load(cluster, parts(evidence, cluster), parts(incidents, cluster).values());
  }

  private static <V> Map<String, V> parts(KeyValueStore<String, V> store, String cluster) {
    Map<String, V> parts = new TreeMap<>();
    try (KeyValueIterator<String, V> all = store.range(cluster + SEPARATOR, cluster + BEHIND)) {
      while (all.hasNext()) {
        KeyValue<String, V> entry = all.next();
        parts.put(entry.key.substring(cluster.length() + 1), entry.value);
      }
    }
    return parts;
  }
}
