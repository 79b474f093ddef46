package io.aicloudops.rca.rank.shift;

import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who calls whom, in services; pods, versions and databases stand for the service they belong to.
 */
public final class CallGraph {

  private final SortedMap<String, String> serviceOf;
  private final SortedMap<String, SortedSet<String>> callees = new TreeMap<>();
  private final SortedMap<String, SortedSet<String>> callers = new TreeMap<>();
  private final SortedMap<String, String> placement = new TreeMap<>();
  private final SortedSet<String> services = new TreeSet<>();

  /**
   * A graph without calls.
   *
   * @param nodes names of services and of what belongs to them
   * @param serviceOf the service that a pod, a version or a database belongs to
   */
  public CallGraph(Collection<String> nodes, Map<String, String> serviceOf) {
    this.serviceOf = new TreeMap<>(serviceOf);
    nodes.forEach(node -> services.add(service(node)));
  }

  /** Learns that one calls another. */
  public void call(String caller, String callee) {
    String from = service(caller);
    String to = service(callee);
    if (!from.equals(to)) {
      callees.computeIfAbsent(from, s -> new TreeSet<>()).add(to);
      callers.computeIfAbsent(to, s -> new TreeSet<>()).add(from);
      services.add(from);
      services.add(to);
    }
  }

  /** Learns where a pod runs. */
  public void place(String pod, String node) {
    placement.put(pod, node);
  }

  /** The service an entity belongs to: what was told, else the name before an {@code @}. */
  public String service(String entity) {
    String known = serviceOf.get(entity);
    if (known != null) {
      return known;
    }
    int version = entity.indexOf('@');
    String base = version < 0 ? entity : entity.substring(0, version);
    return serviceOf.getOrDefault(base, base);
  }

  /** All services that were named. */
  public SortedSet<String> services() {
    return services;
  }

  /** What a service calls. */
  public SortedSet<String> callees(String service) {
    return callees.getOrDefault(service, new TreeSet<>());
  }

  /** Who calls a service. */
  public SortedSet<String> callers(String service) {
    return callers.getOrDefault(service, new TreeSet<>());
  }

  /** The node of each pod that was placed. */
  public SortedMap<String, String> placement() {
    return placement;
  }
}
