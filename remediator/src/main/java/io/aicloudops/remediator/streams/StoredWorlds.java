package io.aicloudops.remediator.streams;

import io.aicloudops.remediator.audit.Link;
import io.aicloudops.remediator.fold.RemediationFold;
import io.aicloudops.remediator.fold.World;
import io.aicloudops.remediator.guard.Policy;
import io.aicloudops.remediator.policy.Policies;
import io.aicloudops.remediator.policy.PolicyText;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.serde.EventSerdes;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The fold's memory in state stores; every key begins with its cluster, as one task may hold
 * several clusters.
 */
final class StoredWorlds {

  private static final String REMEDIATIONS = "remediations";
  private static final String INCIDENTS = "incidents";
  private static final String WORKLOADS = "workloads";
  private static final String SCALINGS = "scalings";
  private static final String ORDERS = "orders";
  private static final Duration REMEMBERED = Duration.ofDays(1);
  private static final String PAUSED = "paused";
  private static final String POLICY = "policy";
  private static final String AUDIT = "audit";
  private static final String MAINTENANCE = "maintenance ";
  private final KeyValueStore<String, Remediation> remediations;
  private final KeyValueStore<String, Incident> incidents;
  private final KeyValueStore<String, TopologyEntity> workloads;
  private final KeyValueStore<String, Scaling> scalings;
  private final KeyValueStore<String, String> orders;
  private final Policies policies = new Policies();

  StoredWorlds(ProcessorContext<?, ?> context) {
    remediations = context.getStateStore(REMEDIATIONS);
    incidents = context.getStateStore(INCIDENTS);
    workloads = context.getStateStore(WORKLOADS);
    scalings = context.getStateStore(SCALINGS);
    orders = context.getStateStore(ORDERS);
  }

  static Set<StoreBuilder<?>> stores(EventSerdes serdes) {
    // In one order, so that the topology reads the same in every process.
    Set<StoreBuilder<?>> stores = new LinkedHashSet<>();
    stores.add(store(SCALINGS, serdes, Scaling.class));
    stores.add(store(REMEDIATIONS, serdes, Remediation.class));
    stores.add(store(INCIDENTS, serdes, Incident.class));
    stores.add(store(WORKLOADS, serdes, TopologyEntity.class));
    stores.add(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(ORDERS), Serdes.String(), Serdes.String()));
    return stores;
  }

  private static <V extends SpecificRecord> StoreBuilder<?> store(
      String name, EventSerdes serdes, Class<V> type) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.String(), serdes.of(type))
        .withCachingEnabled();
  }

  ClusterWorld of(String cluster) {
    return new ClusterWorld(cluster);
  }

  private static <V> List<V> all(KeyValueStore<String, V> store, String prefix) {
    List<V> values = new ArrayList<>();
    try (KeyValueIterator<String, V> found =
        store.prefixScan(prefix, Serdes.String().serializer())) {
      while (found.hasNext()) {
        KeyValue<String, V> entry = found.next();
        values.add(entry.value);
      }
    }
    return values;
  }

  /** The world of one cluster. */
  final class ClusterWorld implements World {

    private final String prefix;
    private @Nullable List<Remediation> remembered;

    ClusterWorld(String cluster) {
      this.prefix = cluster + "\u0000";
    }

    @Override
    public Optional<Remediation> remediation(String id) {
      return Optional.ofNullable(remediations.get(prefix + id));
    }

    /** Read once an input, and only by inputs that ask. */
    @Override
    public List<Remediation> remediations() {
      List<Remediation> known = remembered;
      if (known == null) {
        known = all(remediations, prefix);
        remembered = known;
      }
      return known;
    }

    @Override
    public List<Incident> openIncidents() {
      return all(incidents, prefix);
    }

    @Override
    public Optional<Incident> incident(String id) {
      return Optional.ofNullable(incidents.get(prefix + id));
    }

    @Override
    public Optional<TopologyEntity> workload(String entity) {
      return Optional.ofNullable(workloads.get(prefix + entity));
    }

    @Override
    public Optional<Scaling> scaling(String entity) {
      return Optional.ofNullable(scalings.get(prefix + entity));
    }

    @Override
    public Optional<Policy> policy() {
      return Optional.ofNullable(orders.get(prefix + POLICY)).map(policies::of);
    }

    @Override
    public boolean paused() {
      return orders.get(prefix + PAUSED) != null;
    }

    @Override
    public Optional<Instant> maintenanceUntil(String entity) {
      Optional<Instant> latest = Optional.empty();
      try (KeyValueIterator<String, String> windows =
          orders.prefixScan(prefix + MAINTENANCE, Serdes.String().serializer())) {
        while (windows.hasNext()) {
          KeyValue<String, String> window = windows.next();
          String scope = window.key.substring(prefix.length() + MAINTENANCE.length());
          Instant until = Instant.parse(window.value);
          boolean covers =
              scope.equals("*")
                  || entity.equals(scope)
                  || entity.startsWith(scope.endsWith("/") ? scope : scope + "/");
          if (covers && latest.filter(until::isBefore).isEmpty()) {
            latest = Optional.of(until);
          }
        }
      }
      return latest;
    }

    /** The next link of the audit's chain on a remediation. */
    Remediation link(Remediation remediation) {
      Optional<Link> before = Optional.ofNullable(orders.get(prefix + AUDIT)).map(Link::ofText);
      Link link = Link.after(before, remediation);
      orders.put(prefix + AUDIT, link.toText());
      return link.on(remediation);
    }

    void put(Remediation remediation) {
      remediations.put(prefix + remediation.getId(), remediation);
    }

    /** Remembers open incidents only: one that is not here has ended. */
    void put(Incident incident) {
      boolean open = incident.getStatus() == IncidentStatus.OPEN;
      incidents.put(prefix + incident.getId(), open ? incident : null);
    }

    void put(Scaling scaling) {
      scalings.put(prefix + scaling.getEntity(), scaling);
    }

    void put(TopologyEntity workload) {
      workloads.put(prefix + workload.getEntity(), workload.getGone() ? null : workload);
      if (workload.getGone()) {
        scalings.delete(prefix + workload.getEntity());
      }
    }

    /** Pause, resume and maintenance: what holds for all that comes after. */
    void obey(Command command) {
      if (command.getType() == CommandType.POLICY && PolicyText.mayState(command)) {
        state(command.getParams().getOrDefault(PolicyText.PARAM, ""));
      }
      if (!RemediationFold.mayOrder(command)) {
        return;
      }
      if (command.getType() == CommandType.PAUSE) {
        orders.put(prefix + PAUSED, command.getActor());
      } else if (command.getType() == CommandType.RESUME) {
        orders.delete(prefix + PAUSED);
      } else if (command.getType() == CommandType.MAINTENANCE) {
        maintain(command);
      }
    }

    /** A text that cannot be read leaves the last good policy in force. */
    private void state(String text) {
      if (text.isBlank()) {
        orders.delete(prefix + POLICY);
      } else if (policies.readable(text)) {
        orders.put(prefix + POLICY, text);
      }
    }

    /** A window without a readable end is none: the API refuses such commands. */
    private void maintain(Command command) {
      String key = prefix + MAINTENANCE + command.getTarget();
      try {
        Instant until = Instant.parse(command.getParams().getOrDefault("until", ""));
        orders.put(key, until.isAfter(command.getTime()) ? until.toString() : null);
      } catch (DateTimeParseException e) {
        orders.delete(key);
      }
    }

    /** Forgets what ended more than a day ago. */
    void forgetOld(Instant now) {
      Instant before = now.minus(REMEMBERED);
      for (Remediation r : remediations()) {
        if (!RemediationFold.active(r) && r.getUpdatedAt().isBefore(before)) {
          remediations.delete(prefix + r.getId());
        }
      }
    }
  }
}
