package io.aicloudops.connect.topology;

import io.aicloudops.connect.identity.CallGraph;
import io.aicloudops.connect.log.EventLog;
import io.aicloudops.connect.log.Outbox;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.service.Service;
import io.aicloudops.schemas.event.Edge;
import io.aicloudops.schemas.event.EdgeType;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.identity.EntityId;
import io.aicloudops.schemas.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the topology: collects for a moment what is said of an entity, adds the calls that were
 * observed, and writes the record if it differs from the last one. An entity that is gone gets a
 * last record that says so, then a tombstone.
 */
public final class TopologyPublisher implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(TopologyPublisher.class);
  private static final String OBSERVED = "calls";

  private final CallGraph calls;
  private final Outbox outbox;
  private final Clock clock;
  private final Duration delay;
  private final ScheduledExecutorService timer;
  private final Map<String, SortedMap<String, TopologyEntity>> said = new HashMap<>();
  private final Map<String, TopologyEntity> written = new HashMap<>();
  private final Set<String> dirty = new TreeSet<>();
  private final Set<String> gone = new HashSet<>();
  private Map<String, Set<String>> callees = Map.of();
  private long callsVersion = -1;
  private volatile String trouble = "";

  /**
   * A publisher that knows of nothing.
   *
   * @param delay how long changes are collected
   */
  public TopologyPublisher(CallGraph calls, EventLog log, Clock clock, Duration delay) {
    this.calls = calls;
    this.outbox = new Outbox(log);
    this.clock = clock;
    this.delay = delay;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "topology");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Records that the log has already, from an earlier run. To be called before anything is put. */
  public synchronized void remember(Collection<TopologyEntity> earlier) {
    for (TopologyEntity entity : earlier) {
      written.put(entity.getEntity(), entity);
      for (Edge edge : entity.getEdges()) {
        if (edge.getType() == EdgeType.CALLS && !entity.getSource().equals("cdc")) {
          calls.remember(EntityId.parse(entity.getEntity()), EntityId.parse(edge.getTarget()));
        }
      }
    }
  }

  /** What an earlier run, or this one, wrote last of an entity. */
  public synchronized Optional<TopologyEntity> lastWritten(EntityId entity) {
    return Optional.ofNullable(written.get(entity.toString()));
  }

  /**
   * An entity is as the record says, as far as the record's source knows. What several sources say
   * of an entity is put together; calls are added to its edges.
   */
  public synchronized void put(TopologyEntity entity) {
    said.computeIfAbsent(entity.getEntity(), e -> new TreeMap<>()).put(entity.getSource(), entity);
    gone.remove(entity.getEntity());
    dirty.add(entity.getEntity());
  }

  /** A source knows an entity no more; if no other source does either, it is gone. */
  public synchronized void gone(EntityId entity, String source) {
    String name = entity.toString();
    Map<String, TopologyEntity> rest = said.get(name);
    if (rest != null) {
      rest.remove(source);
    }
    if (rest == null || rest.isEmpty()) {
      said.remove(name);
      gone.add(name);
    }
    dirty.add(name);
  }

  /**
   * All entities of a source have been put: those that an earlier run wrote and that were not put
   * are gone.
   */
  public synchronized void complete(String source) {
    for (TopologyEntity earlier : List.copyOf(written.values())) {
      if (earlier.getSource().equals(source) && !said.containsKey(earlier.getEntity())) {
        EntityId.tryParse(earlier.getEntity()).ifPresent(entity -> gone(entity, source));
      }
    }
  }

  @Override
  public String name() {
    return "topology";
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // runs until the timer is shut down
  public void start() {
    timer.scheduleWithFixedDelay(
        this::flushSafely, delay.toMillis(), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void flushSafely() {
    try {
      flush();
    } catch (RuntimeException e) {
      // A scheduled task that throws is never run again.
      trouble = String.valueOf(e.getMessage());
      LOG.warn("The topology cannot be written", e);
    }
  }

  /**
   * Writes what has changed.
   *
   * @return true if the log has all of it; else it is tried again
   */
  public boolean flush() {
    synchronized (this) {
      learnCalls();
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      for (String entity : dirty) {
        write(entity, now);
      }
      dirty.clear();
    }
    synchronized (outbox) {
      outbox.flush();
      trouble = outbox.trouble();
    }
    return trouble.isEmpty();
  }

  private void learnCalls() {
    calls.expire();
    long version = calls.version();
    if (version == callsVersion && dirty.isEmpty()) {
      return; // who is behind a name can only change together with some entity
    }
    callsVersion = version;
    Map<String, Set<String>> now = new TreeMap<>();
    calls.forEach(
        (caller, to) -> {
          Set<String> targets = new TreeSet<>();
          to.forEach(callee -> targets.add(callee.toString()));
          now.put(caller.toString(), targets);
        });
    now.forEach(
        (caller, targets) -> {
          if (!targets.equals(callees.get(caller)) && !gone.contains(caller)) {
            dirty.add(caller);
          }
        });
    callees.keySet().stream()
        .filter(caller -> !now.containsKey(caller) && !gone.contains(caller))
        .forEach(dirty::add);
    callees = now;
  }

  private void write(String entity, Instant now) {
    if (gone.contains(entity) || onlyCalled(entity)) {
      // Without a last record, that of an earlier run may still be in the log.
      TopologyEntity last = written.remove(entity);
      TopologyEntity end =
          TopologyEntity.newBuilder(last == null ? merged(entity, now) : last)
              .setGone(true)
              .setTime(now)
              .build();
      add(entity, end, now);
      add(entity, null, now);
      return;
    }
    TopologyEntity record = merged(entity, now);
    TopologyEntity last = written.get(entity);
    if (last == null || !sameBesideTime(last, record)) {
      written.put(entity, record);
      add(entity, record, now);
    }
  }

  /** True for an entity that was known by its calls alone, and makes none any more. */
  private boolean onlyCalled(String entity) {
    TopologyEntity last = written.get(entity);
    return last != null
        && last.getSource().equals(OBSERVED)
        && !said.containsKey(entity)
        && !callees.containsKey(entity);
  }

  private void add(String entity, @Nullable TopologyEntity record, Instant now) {
    synchronized (outbox) {
      outbox.add(Topics.TOPOLOGY, entity, record, now);
    }
  }

  private TopologyEntity merged(String entity, Instant now) {
    Map<String, String> labels = new TreeMap<>();
    Map<String, String> attributes = new TreeMap<>();
    Set<Edge> edges =
        new TreeSet<>(Comparator.comparing(Edge::getType).thenComparing(Edge::getTarget));
    String owner = null;
    String source = OBSERVED;
    for (TopologyEntity part : said.getOrDefault(entity, new TreeMap<>()).values()) {
      labels.putAll(part.getLabels());
      attributes.putAll(part.getAttributes());
      edges.addAll(part.getEdges());
      owner = part.getOwner() == null ? owner : part.getOwner();
      source = part.getSource();
    }
    for (String callee : callees.getOrDefault(entity, Set.of())) {
      edges.add(new Edge(EdgeType.CALLS, callee));
    }
    return TopologyEntity.newBuilder()
        .setEntity(entity)
        .setOwner(owner)
        .setLabels(labels)
        .setAttributes(attributes)
        .setEdges(new ArrayList<>(edges))
        .setTime(now)
        .setSource(source)
        .build();
  }

  private static boolean sameBesideTime(TopologyEntity a, TopologyEntity b) {
    return TopologyEntity.newBuilder(a).setTime(b.getTime()).build().equals(b);
  }

  @Override
  public Health health() {
    return trouble.isEmpty() ? Health.healthy() : Health.degraded(trouble);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
