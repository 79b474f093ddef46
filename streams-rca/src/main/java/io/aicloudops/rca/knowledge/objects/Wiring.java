package io.aicloudops.rca.knowledge.objects;

import io.aicloudops.schemas.faults.FaultKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wired wrongly: selectors, ports, protocols, addresses in the environment, probes. */
final class Wiring {

  private record Port(String number, String protocol) {}

  private record Service(List<Port> ports, List<String> targets, String selector, boolean empty) {}

  private record Workload(Set<String> labels, Set<String> ports, Set<String> names, String text) {}

  private static final Pattern PORT = Pattern.compile("(?m)^Port:\\s+(\\S+)\\s+(\\d+)/(\\w+)");
  private static final Pattern TARGET = Pattern.compile("(?m)^TargetPort:\\s+([\\w-]+)/(\\w+)");
  private static final Pattern SELECTOR = Pattern.compile("(?m)^Selector:[ ]+(.*)");
  private static final Pattern ENDPOINTS = Pattern.compile("(?m)^Endpoints:[ ]*(.*)");
  private static final Pattern TEMPLATE =
      Pattern.compile(
          "Pod Template:\\s*\\n((?:.*\\n)*?)\\s+(?:Service Account|Containers|Init Containers):");
  private static final Pattern LABEL = Pattern.compile("[\\w./-]+=[\\w.-]+");
  private static final Pattern PORTS = Pattern.compile("(?m)^\\s+(?:Host )?Ports?:\\s+(.*)$");
  private static final Pattern NUMBER = Pattern.compile("(\\d+)(?:/(\\w+))?");
  private static final Pattern NAME = Pattern.compile("\\(([\\w-]+)\\)");
  private static final Pattern VARIABLE = Pattern.compile("(?m)^\\s{6}(\\w+):\\s+(\\S.*)$");
  private static final Pattern ADDRESS =
      Pattern.compile("(?:\\w+://)?([a-z][\\w.-]*):(\\d+)(?:/.*)?");
  private static final Pattern PROBE =
      Pattern.compile("(?m)^\\s+(Liveness|Readiness|Startup):\\s+(\\S+)\\s+(\\S+)");
  private static final Pattern COLON_NUMBER = Pattern.compile(":(\\d+)");
  private static final int ENOUGH = 3;

  private final Health health;
  private final SortedMap<String, Service> services = new TreeMap<>();
  private final SortedMap<String, Workload> workloads = new TreeMap<>();
  private final List<Finding> findings = new ArrayList<>();

  Wiring(Snapshot snapshot, Health health) {
    this.health = health;
    snapshot.described("service", (name, text) -> services.put(name, service(text)));
    for (String kind : List.of("deployment", "statefulset", "daemonset")) {
      snapshot.described(kind, (name, text) -> workloads.put(name, workload(text)));
    }
    services.forEach(this::check);
    workloads.forEach(this::addresses);
    workloads.forEach(this::probes);
  }

  List<Finding> findings() {
    return findings;
  }

  private void find(String object, FaultKind fault, double weight, String reason) {
    findings.add(new Finding(object, fault, weight, reason));
  }

  private static Service service(String text) {
    List<Port> ports = new ArrayList<>();
    PORT.matcher(text).results().forEach(m -> ports.add(new Port(m.group(2), m.group(3))));
    List<String> targets = TARGET.matcher(text).results().map(m -> m.group(1)).toList();
    Matcher selector = SELECTOR.matcher(text);
    boolean empty =
        ENDPOINTS
            .matcher(text)
            .results()
            .allMatch(m -> m.group(1).isBlank() || m.group(1).trim().equals("<none>"));
    return new Service(ports, targets, selector.find() ? selector.group(1) : "", empty);
  }

  private static Workload workload(String text) {
    Matcher template = TEMPLATE.matcher(text);
    Set<String> labels = template.find() ? all(LABEL, template.group(1)) : Set.of();
    Set<String> ports = new HashSet<>();
    Set<String> names = new HashSet<>();
    PORTS
        .matcher(text)
        .results()
        .map(m -> m.group(1))
        .forEach(
            line -> {
              NUMBER.matcher(line).results().map(m -> m.group(1)).forEach(ports::add);
              NAME.matcher(line).results().map(m -> m.group(1)).forEach(names::add);
            });
    ports.remove("0");
    return new Workload(labels, ports, names, text);
  }

  private static Set<String> all(Pattern pattern, String text) {
    Set<String> found = new HashSet<>();
    pattern.matcher(text).results().forEach(m -> found.add(m.group()));
    return found;
  }

  private void check(String name, Service service) {
    Set<String> selector = all(LABEL, service.selector);
    List<String> matching =
        workloads.entrySet().stream()
            .filter(w -> !selector.isEmpty() && w.getValue().labels.containsAll(selector))
            .map(java.util.Map.Entry::getKey)
            .toList();
    boolean own = workloads.containsKey(name);
    if (!selector.isEmpty() && matching.isEmpty() && own && service.empty) {
      find(name, FaultKind.SERVICE_WITHOUT_ENDPOINTS, 74, "selector fits no pod: " + selector);
    }
    if (matching.isEmpty()) {
      return;
    }
    String target = matching.get(0);
    Workload workload =
        workloads.getOrDefault(target, new Workload(Set.of(), Set.of(), Set.of(), ""));
    int n = Math.min(service.ports.size(), service.targets.size());
    for (int i = 0; i < n; i++) {
      Port port = service.ports.get(i);
      String to = service.targets.get(i);
      boolean number = to.matches("\\d+");
      if (!port.protocol.equals("TCP") && !workload.ports.isEmpty()) {
        find(target, FaultKind.SERVICE_WITHOUT_ENDPOINTS, 73, "protocol is " + port.protocol);
      }
      boolean elsewhere =
          number && !workload.ports.contains(to) && workload.ports.contains(port.number);
      if (elsewhere || (!number && !workload.names.contains(to))) {
        find(target, FaultKind.SERVICE_WITHOUT_ENDPOINTS, 73, "no container port is " + to);
      }
    }
  }

  private void addresses(String name, Workload workload) {
    Matcher variable = VARIABLE.matcher(workload.text);
    while (variable.find()) {
      Matcher address = ADDRESS.matcher(variable.group(2).trim());
      if (!address.matches()) {
        continue;
      }
      String host = address.group(1);
      int dot = host.indexOf('.');
      String shortHost = dot < 0 ? host : host.substring(0, dot);
      Service service = services.get(shortHost);
      String what = variable.group(1) + " is " + variable.group(2);
      if (service != null) {
        Set<String> ports = new HashSet<>();
        service.ports.forEach(p -> ports.add(p.number));
        if (!ports.isEmpty() && !ports.contains(address.group(2))) {
          find(name, FaultKind.CRASH_AFTER_CONFIG_CHANGE, 74, what + ", which is no port there");
        }
      } else if (services.size() > ENOUGH && dot < 0 && !shortHost.equals("localhost")) {
        double weight = Spelling.near(shortHost, services.keySet()) ? 74 : 12;
        find(name, FaultKind.CRASH_AFTER_CONFIG_CHANGE, weight, what + ", which does not exist");
      }
    }
  }

  private void probes(String name, Workload workload) {
    if (!health.ill(name) || workload.ports.isEmpty()) {
      return;
    }
    Matcher probe = PROBE.matcher(workload.text);
    while (probe.find()) {
      Matcher port = COLON_NUMBER.matcher(probe.group(3));
      if (port.find() && !workload.ports.contains(port.group(1))) {
        boolean liveness = probe.group(1).equals("Liveness");
        find(
            name,
            liveness ? FaultKind.LIVENESS_PROBE_WRONG : FaultKind.READINESS_PROBE_WRONG,
            84,
            probe.group(1) + " probe asks port " + port.group(1));
      }
    }
  }
}
