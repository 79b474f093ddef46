package io.aicloudops.rca.backtest.kubectl;

import io.aicloudops.schemas.event.Edge;
import io.aicloudops.schemas.event.EdgeType;
import io.aicloudops.schemas.event.TopologyEntity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Services and workloads with how they are wired, as the topology has them. */
public final class ObjectMap {

  private static final Pattern PORT = Pattern.compile("(?m)^Port:\\s+(\\S+)\\s+(\\d+)/(\\w+)");
  private static final Pattern TARGET = Pattern.compile("(?m)^TargetPort:\\s+([\\w-]+)/(\\w+)");
  private static final Pattern SELECTOR = Pattern.compile("(?m)^Selector:[ ]+(.*)");
  private static final Pattern TEMPLATE =
      Pattern.compile(
          "Pod Template:\\s*\\n((?:.*\\n)*?)\\s+(?:Service Account|Containers|Init Containers):");
  private static final Pattern LABEL = Pattern.compile("[\\w./-]+=[\\w.-]+");
  private static final Pattern PORTS = Pattern.compile("(?m)^\\s+Ports?:\\s+(.*)$");
  private static final Pattern CONTAINER_PORT =
      Pattern.compile("(\\d+)/(\\w+)(?:\\s+\\(([\\w-]+)\\))?");
  private static final Pattern VARIABLE = Pattern.compile("(?m)^\\s{6}(\\w+):\\s+(\\S.*)$");
  private static final Pattern ADDRESS =
      Pattern.compile("(?:\\w+://)?([a-z][\\w.-]*):(\\d+)(?:/.*)?");
  private static final Pattern PROBE =
      Pattern.compile("(?m)^\\s+(Liveness|Readiness|Startup):\\s+\\S+\\s+\\S*:(\\w[\\w-]*)");

  private final Entities entities;
  private final SortedMap<String, SortedMap<String, String>> attributes = new TreeMap<>();
  private final Map<String, Set<String>> edges = new TreeMap<>();

  /** The map of a snapshot. */
  public ObjectMap(Snapshot snapshot, Entities entities) {
    this.entities = entities;
    for (String kind : List.of("deployment", "statefulset", "daemonset")) {
      snapshot.described(kind, (name, text) -> workload(entities.workload(name), text));
    }
    snapshot.table("get deployments").forEach(this::replicas);
    snapshot.table("get statefulsets").forEach(this::replicas);
    snapshot.described("service", this::service);
  }

  /** What the topology would say, with these calls between services. */
  public List<TopologyEntity> entities(Map<String, ? extends Collection<String>> calls) {
    List<TopologyEntity> all = new ArrayList<>();
    Set<String> names = new TreeSet<>(attributes.keySet());
    Map<String, Set<String>> callees = new TreeMap<>();
    calls.forEach(
        (caller, of) -> {
          Set<String> to = of.stream().map(entities::workload).collect(Collectors.toSet());
          callees.put(entities.workload(caller), to);
          names.add(entities.workload(caller));
        });
    for (String name : names) {
      List<Edge> out = new ArrayList<>();
      edges.getOrDefault(name, Set.of()).forEach(to -> out.add(new Edge(EdgeType.SELECTS, to)));
      new TreeSet<>(callees.getOrDefault(name, Set.of()))
          .forEach(to -> out.add(new Edge(EdgeType.CALLS, to)));
      all.add(
          TopologyEntity.newBuilder()
              .setEntity(name)
              .setAttributes(attributes.getOrDefault(name, new TreeMap<>()))
              .setEdges(out)
              .setTime(ObjectEvents.TAKEN)
              .setSource("kubectl")
              .build());
    }
    return all;
  }

  private SortedMap<String, String> of(String entity) {
    return attributes.computeIfAbsent(entity, e -> new TreeMap<>());
  }

  private void replicas(String[] row) {
    String[] counts = row.length > 1 ? row[1].split("/", -1) : new String[0];
    if (counts.length == 2) {
      of(entities.workload(row[0])).put("readyReplicas", counts[0]);
      of(entities.workload(row[0])).put("replicas", counts[1]);
    }
  }

  private void workload(String entity, String text) {
    Matcher template = TEMPLATE.matcher(text);
    SortedMap<String, String> of = of(entity);
    of.put("podLabels", template.find() ? all(LABEL, template.group(1)) : "");
    List<String> ports = new ArrayList<>();
    Matcher lines = PORTS.matcher(text);
    while (lines.find()) {
      Matcher port = CONTAINER_PORT.matcher(lines.group(1));
      while (port.find()) {
        String name = port.group(3) == null ? "" : port.group(3);
        ports.add(name + ":" + port.group(1) + "/" + port.group(2));
      }
    }
    of.put("containerPorts", String.join(",", ports));
    List<String> addresses = new ArrayList<>();
    Matcher variable = VARIABLE.matcher(text);
    while (variable.find()) {
      Matcher address = ADDRESS.matcher(variable.group(2).trim());
      if (address.matches()) {
        addresses.add(variable.group(1) + "=" + address.group(1) + ":" + address.group(2));
      }
    }
    of.put("addresses", String.join(",", addresses));
    List<String> probes = new ArrayList<>();
    Matcher probe = PROBE.matcher(text);
    while (probe.find()) {
      probes.add(probe.group(1).toLowerCase(java.util.Locale.ROOT) + ":" + probe.group(2));
    }
    of.put("probes", String.join(",", probes));
  }

  private void service(String name, String text) {
    Matcher selector = SELECTOR.matcher(text);
    String labels = selector.find() ? all(LABEL, selector.group(1)) : "";
    String entity = entities.of("Service", name);
    of(entity).put("selector", labels);
    List<String> targets = TARGET.matcher(text).results().map(m -> m.group(1)).toList();
    List<String> ports = new ArrayList<>();
    Matcher port = PORT.matcher(text);
    while (port.find() && ports.size() < targets.size()) {
      ports.add(port.group(2) + ">" + targets.get(ports.size()) + "/" + port.group(3));
    }
    of(entity).put("ports", String.join(",", ports));
    Set<String> wanted = Set.copyOf(Arrays.asList(labels.split(",", -1)));
    attributes.forEach(
        (workload, of) -> {
          Set<String> has = Set.copyOf(parts(of.getOrDefault("podLabels", "")));
          if (!labels.isEmpty() && has.containsAll(wanted)) {
            edges.computeIfAbsent(entity, e -> new TreeSet<>()).add(workload);
          }
        });
  }

  private static Set<String> parts(String list) {
    return new TreeSet<>(Arrays.asList(list.split(",", -1)));
  }

  private static String all(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(m -> m.group())
        .distinct()
        .collect(Collectors.joining(","));
  }
}
