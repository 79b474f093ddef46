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
 * that nothing is forgotten while nothing comes. Bounded, as both ends may be names that somebody
 * makes up: what is known goes on, a new call waits until others are forgotten. Safe for use by
 * several threads.
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

  /** Callees that a caller has on average, at most. */
  private static final int CALLEES_EACH = 10;

  /** Stands for the time of a call that an earlier run saw, until a time is known. */
  private static final long REMEMBERED = 0;

  private final Workloads workloads;
  private final long keptMs;
  private final int mostCallers;
  private final Map<EntityId, Map<EntityId, Long>> calls = new ConcurrentHashMap<>();
  private final AtomicLong version = new AtomicLong();
  private final AtomicLong newest = new AtomicLong();
  private final AtomicLong size = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  /**
   * Finds workloads behind service names by what the cluster told.
   *
   * @param kept how long a call is known after it was seen last
   * @param mostCallers how many callers are known at the same time, at least 1
   */
  public CallGraph(Workloads workloads, Duration kept, int mostCallers) {
    this.workloads = workloads;
    this.keptMs = kept.toMillis();
    this.mostCallers = mostCallers;
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
    Map<EntityId, Long> known = calls.get(call.from());
    if (known != null && seenAgain(known, call.to(), time)) {
      return;
    }
    if (known == null && calls.size() >= mostCallers) {
      refused.incrementAndGet();
      return;
    }
    // Within the map's own lock of this caller, so that expire() drops nothing that is being added.
    calls.compute(
        call.from(),
        (from, before) -> {
          Map<EntityId, Long> callees = before == null ? new ConcurrentHashMap<>() : before;
          if (!seenAgain(callees, call.to(), time)) {
            add(callees, call.to(), time);
          }
          return callees.isEmpty() ? null : callees;
        });
  }

  private static boolean seenAgain(Map<EntityId, Long> callees, EntityId callee, long time) {
    return callees.computeIfPresent(callee, (to, seen) -> Math.max(seen, time)) != null;
  }

  private void add(Map<EntityId, Long> callees, EntityId callee, long time) {
    if (callees.size() >= MOST_CALLEES || size.get() >= (long) CALLEES_EACH * mostCallers) {
      refused.incrementAndGet();
      return;
    }
    callees.put(callee, time);
    size.incrementAndGet();
    version.incrementAndGet();
  }

  /** Forgets the calls that were not seen for too long. */
  public void expire() {
    long now = newest.get();
    if (now == 0) {
      return;
    }
    for (EntityId caller : calls.keySet()) {
      calls.computeIfPresent(
          caller,
          (from, callees) -> {
            callees.replaceAll((to, seen) -> seen == REMEMBERED ? now : seen);
            int known = callees.size();
            if (callees.values().removeIf(seen -> seen < now - keptMs)) {
              size.addAndGet((long) callees.size() - known);
              version.incrementAndGet();
            }
            return callees.isEmpty() ? null : callees;
          });
    }
  }

  /** How many calls are known. */
  public long size() {
    return size.get();
  }

  /** How often a call was seen that was not learned, as too many are known. */
  public long refused() {
    return refused.get();
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
