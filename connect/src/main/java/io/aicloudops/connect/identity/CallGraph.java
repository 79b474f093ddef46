package io.aicloudops.connect.identity;

import io.aicloudops.schemas.identity.EntityId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * Who calls whom, learned from what clients measure: Istio's request metrics, service graphs of
 * tracing collectors ({@code client} and {@code server} labels), clients that name their target in
 * a label, and spans. A call that is not seen for long is forgotten; time is that of the events, so
 * that nothing is forgotten while nothing comes. Safe for use by several threads.
 */
public final class CallGraph {

  private static final List<String> TARGET_LABELS =
      List.of(
          "server",
          "target",
          "peer_service",
          "server_address",
          "net_peer_name",
          "upstream",
          "uri_host");

  private static final Pattern CLIENT_METRIC =
      Pattern.compile("(.*_)?(http|rpc|grpc|dubbo|feign)_client_.*|grpc_client_.*");
  private static final String SERVICE = "Service";
  private static final int MOST_CALLEES = 200;

  /** Stands for the time of a call that an earlier run saw, until a time is known. */
  private static final long REMEMBERED = 0;

  private final Workloads workloads;
  private final long keptMs;
  private final Map<EntityId, Map<EntityId, Long>> calls = new ConcurrentHashMap<>();
  private final AtomicLong version = new AtomicLong();
  private final AtomicLong newest = new AtomicLong();

  /**
   * Finds workloads behind service names by what the cluster told.
   *
   * @param kept how long a call is known after it was seen last
   */
  public CallGraph(Workloads workloads, Duration kept) {
    this.workloads = workloads;
    this.keptMs = kept.toMillis();
  }

  /** The call that a series tells of, by its name and labels; empty if it tells of none. */
  public Optional<Call> read(Subject subject, String metric, Map<String, String> labels) {
    if (metric.startsWith("istio_") || labels.containsKey("destination_workload")) {
      return mesh(subject, labels);
    }
    String namespace = subject.entity().namespace();
    if (CLIENT_METRIC.matcher(metric).matches()) {
      for (String label : TARGET_LABELS) {
        String target = labels.getOrDefault(label, "");
        if (!target.isEmpty()) {
          return resolve(subject, namespace, target).map(to -> new Call(subject.entity(), to));
        }
      }
      return Optional.empty();
    }
    String client = labels.getOrDefault("client", "");
    String server = labels.getOrDefault("server", "");
    if (client.isEmpty() || server.isEmpty() || !metric.contains("service_graph")) {
      return Optional.empty();
    }
    return between(resolve(subject, namespace, client), resolve(subject, namespace, server));
  }

  private Optional<Call> mesh(Subject subject, Map<String, String> labels) {
    String from = labels.getOrDefault("source_workload", "");
    String to = labels.getOrDefault("destination_workload", "");
    if (Host.nobody(from) || Host.nobody(to)) {
      return Optional.empty();
    }
    String own = subject.entity().namespace();
    return between(
        resolve(subject, labels.getOrDefault("source_workload_namespace", own), from),
        resolve(subject, labels.getOrDefault("destination_workload_namespace", own), to));
  }

  private static Optional<Call> between(Optional<EntityId> from, Optional<EntityId> to) {
    return from.isPresent() && to.isPresent()
        ? Optional.of(new Call(from.get(), to.get()))
        : Optional.empty();
  }

  private static Optional<EntityId> resolve(Subject subject, String namespace, String text) {
    return Host.read(namespace, text)
        .map(
            host ->
                new EntityId(subject.entity().cluster(), host.namespace(), SERVICE, host.name()));
  }

  /** A call that an earlier run saw: taken as seen at the first time that is heard of. */
  public void remember(EntityId from, EntityId to) {
    learn(new Call(from, to), REMEMBERED);
  }

  /**
   * A call was seen.
   *
   * @param time event time in milliseconds
   */
  public void seen(Call call, long time) {
    newest.accumulateAndGet(time, Math::max);
    learn(call, time);
  }

  private void learn(Call call, long time) {
    if (call.from().equals(call.to())) {
      return;
    }
    Map<EntityId, Long> callees =
        calls.computeIfAbsent(call.from(), f -> new ConcurrentHashMap<>());
    if (callees.computeIfPresent(call.to(), (to, seen) -> Math.max(seen, time)) == null
        && callees.size() < MOST_CALLEES) {
      callees.put(call.to(), time);
      version.incrementAndGet();
    }
  }

  /** Forgets the calls that were not seen for too long. */
  public void expire() {
    long now = newest.get();
    if (now == 0) {
      return;
    }
    boolean[] changed = {false};
    calls.forEach(
        (from, callees) -> {
          callees.replaceAll((to, seen) -> seen == REMEMBERED ? now : seen);
          changed[0] |= callees.values().removeIf(seen -> seen < now - keptMs);
        });
    if (changed[0]) {
      version.incrementAndGet();
    }
  }

  /** Grows whenever a call became known or was forgotten. */
  public long version() {
    return version.get();
  }

  /** Gives each caller with those it calls, named as well as they are known by now. */
  public void forEach(BiConsumer<EntityId, Set<EntityId>> action) {
    Map<EntityId, Set<EntityId>> named = new TreeMap<>();
    calls.forEach(
        (from, callees) -> {
          EntityId caller = present(from);
          Set<EntityId> known = named.computeIfAbsent(caller, c -> new TreeSet<>());
          callees.keySet().stream()
              .map(this::present)
              .filter(c -> !c.equals(caller))
              .forEach(known::add);
        });
    named.values().removeIf(Set::isEmpty);
    named.forEach(action);
  }

  private EntityId present(EntityId entity) {
    return entity.kind().equals(SERVICE)
        ? workloads.byName(entity.cluster(), entity.namespace(), entity.name())
        : entity;
  }
}
