package io.aicloudops.connect.identity;

import io.aicloudops.schemas.identity.EntityId;
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
 * tracing collectors ({@code client} and {@code server} labels), and clients that name their target
 * in a label. Safe for use by several threads.
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
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*:.*|\\[.*");
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
  private static final Set<String> NOBODY = Set.of("", "unknown", "none", "user", "localhost");
  private static final String SERVICE = "Service";
  private static final int MOST_CALLEES = 200;

  private final Workloads workloads;
  private final Map<EntityId, Set<EntityId>> calls = new ConcurrentHashMap<>();
  private final AtomicLong version = new AtomicLong();

  /** Finds workloads behind service names by what the cluster told. */
  public CallGraph(Workloads workloads) {
    this.workloads = workloads;
  }

  /** Looks whether a series tells of a call; called once for each series, not for each sample. */
  public void observe(Subject subject, String metric, Map<String, String> labels) {
    if (metric.startsWith("istio_") || labels.containsKey("destination_workload")) {
      mesh(subject, labels);
      return;
    }
    boolean byClient = CLIENT_METRIC.matcher(metric).matches();
    String client = labels.getOrDefault("client", "");
    String server = labels.getOrDefault("server", "");
    String namespace = subject.entity().namespace();
    if (byClient) {
      for (String label : TARGET_LABELS) {
        String target = labels.getOrDefault(label, "");
        if (!target.isEmpty()) {
          resolve(subject, namespace, target).ifPresent(to -> learn(subject.entity(), to));
          return;
        }
      }
    } else if (!client.isEmpty() && !server.isEmpty() && metric.contains("service_graph")) {
      Optional<EntityId> from = resolve(subject, namespace, client);
      Optional<EntityId> to = resolve(subject, namespace, server);
      if (from.isPresent() && to.isPresent()) {
        learn(from.get(), to.get());
      }
    }
  }

  private void mesh(Subject subject, Map<String, String> labels) {
    String from = labels.getOrDefault("source_workload", "");
    String to = labels.getOrDefault("destination_workload", "");
    if (NOBODY.contains(from) || NOBODY.contains(to)) {
      return;
    }
    String own = subject.entity().namespace();
    Optional<EntityId> caller =
        resolve(subject, labels.getOrDefault("source_workload_namespace", own), from);
    Optional<EntityId> callee =
        resolve(subject, labels.getOrDefault("destination_workload_namespace", own), to);
    if (caller.isPresent() && callee.isPresent()) {
      learn(caller.get(), callee.get());
    }
  }

  private Optional<EntityId> resolve(Subject subject, String namespace, String text) {
    String host = text.contains("://") ? text.substring(text.indexOf("://") + 3) : text;
    int slash = host.indexOf('/');
    host = slash >= 0 ? host.substring(0, slash) : host;
    if (ADDRESS.matcher(host).matches()) {
      return Optional.empty();
    }
    int colon = host.indexOf(':');
    host = colon >= 0 ? host.substring(0, colon) : host;
    String[] parts = host.split("\\.", -1);
    boolean inCluster = parts.length == 1 || parts.length == 2 || parts[2].equals("svc");
    if (!inCluster || NOBODY.contains(parts[0]) || !NAME.matcher(parts[0]).matches()) {
      return Optional.empty();
    }
    String in = parts.length > 1 ? parts[1] : namespace;
    return NAME.matcher(in).matches() || in.equals(EntityId.CLUSTER_SCOPE)
        ? Optional.of(new EntityId(subject.entity().cluster(), in, SERVICE, parts[0]))
        : Optional.empty();
  }

  /** A call that an earlier run observed. */
  public void remember(EntityId from, EntityId to) {
    learn(from, to);
  }

  private void learn(EntityId from, EntityId to) {
    if (from.equals(to)) {
      return;
    }
    Set<EntityId> callees = calls.computeIfAbsent(from, f -> ConcurrentHashMap.newKeySet());
    if (callees.size() < MOST_CALLEES && callees.add(to)) {
      version.incrementAndGet();
    }
  }

  /** Grows whenever a call became known. */
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
          callees.stream().map(this::present).filter(c -> !c.equals(caller)).forEach(known::add);
        });
    named.forEach(action);
  }

  private EntityId present(EntityId entity) {
    return entity.kind().equals(SERVICE)
        ? workloads.byName(entity.cluster(), entity.namespace(), entity.name())
        : entity;
  }
}
