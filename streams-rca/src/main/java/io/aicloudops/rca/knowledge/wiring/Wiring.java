package io.aicloudops.rca.knowledge.wiring;

import io.aicloudops.rca.knowledge.ClusterMap;
import io.aicloudops.rca.knowledge.Hypothesis;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.identity.EntityId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Selectors that fit no pod, ports that nobody listens on, addresses that do not exist, probes that
 * ask the wrong port: what the attributes of services and workloads show beside each other.
 */
public final class Wiring {

  private static final double SELECTOR = 0.74;
  private static final double PORT = 0.73;
  private static final double ADDRESS = 0.74;
  private static final double PROBE = 0.89;

  /** In a namespace with no more services than this an unknown host may well be somewhere else. */
  private static final int ENOUGH = 3;

  private final ClusterMap map;
  private final String entity;
  private final List<String> because;
  private final SortedMap<String, String> workload;
  private final SortedMap<String, String> services = new TreeMap<>();
  private final List<Hypothesis> found = new ArrayList<>();

  private Wiring(ClusterMap map, String entity, List<String> because) {
    this.map = map;
    this.entity = entity;
    this.because = because;
    this.workload = map.attributes(entity);
    EntityId id = EntityId.parse(entity);
    map.ofKind(id.cluster(), id.namespace(), "Service")
        .forEach(service -> services.put(EntityId.parse(service).name(), service));
  }

  /**
   * What is wired wrongly at a workload.
   *
   * @param reached true if it answers calls, however badly: then its services lead to it
   * @param because ids of facts that such a fault would explain
   */
  public static List<Hypothesis> of(
      ClusterMap map, String entity, boolean reached, List<String> because) {
    Optional<EntityId> id = EntityId.tryParse(entity);
    if (id.isEmpty() || !map.attributes(entity).containsKey("podLabels")) {
      return List.of();
    }
    Wiring wiring = new Wiring(map, entity, because);
    if (!reached) {
      wiring.services.forEach(wiring::service);
      wiring.probes();
    }
    wiring.addresses();
    return wiring.found;
  }

  private void find(FaultKind fault, double score, String finding) {
    SortedMap<String, String> facts = new TreeMap<>();
    facts.put("finding", finding);
    found.add(new Hypothesis(fault, entity, score, false, because, List.of(), "", "", facts));
  }

  private void service(String name, String service) {
    Map<String, String> attributes = map.attributes(service);
    Set<String> selector = Wires.list(attributes, "selector");
    if (selector.isEmpty()) {
      return;
    }
    if (Wires.list(workload, "podLabels").containsAll(selector)) {
      ports(name, Wires.ports(attributes));
    } else if (name.equals(EntityId.parse(entity).name()) && map.selected(service).isEmpty()) {
      find(
          FaultKind.SERVICE_WITHOUT_ENDPOINTS,
          SELECTOR,
          "the selector of service " + name + " fits no pod: " + String.join(",", selector));
    }
  }

  private void ports(String service, List<Wires.Port> ports) {
    List<Wires.ContainerPort> open = Wires.containerPorts(workload);
    for (Wires.Port port : ports) {
      Optional<Wires.ContainerPort> target =
          open.stream().filter(o -> o.is(port.target())).findFirst();
      // Ports of containers need not be declared; one that is declared and missed tells.
      boolean named = !port.target().matches("\\d+");
      boolean missed = named || open.stream().anyMatch(o -> o.is(port.number()));
      if (target.isEmpty() && missed && !open.isEmpty()) {
        find(
            FaultKind.SERVICE_WITHOUT_ENDPOINTS,
            PORT,
            "service " + service + " leads to port " + port.target() + ", which no container has");
      } else if (target.isPresent() && !target.get().protocol().equals(port.protocol())) {
        find(
            FaultKind.SERVICE_WITHOUT_ENDPOINTS,
            PORT,
            "service " + service + " speaks " + port.protocol() + " on port " + port.number());
      }
    }
  }

  private void addresses() {
    for (Wires.Address address : Wires.addresses(workload)) {
      int dot = address.host().indexOf('.');
      String host = dot < 0 ? address.host() : address.host().substring(0, dot);
      String service = services.get(host);
      String said = address.variable() + " is " + address.host() + ":" + address.port();
      if (service != null) {
        List<Wires.Port> ports = Wires.ports(map.attributes(service));
        if (!ports.isEmpty() && ports.stream().noneMatch(p -> p.number().equals(address.port()))) {
          find(FaultKind.CRASH_AFTER_CONFIG_CHANGE, ADDRESS, said + ", which is no port there");
        }
      } else if (dot < 0 && services.size() > ENOUGH && Spelling.near(host, services.keySet())) {
        find(FaultKind.CRASH_AFTER_CONFIG_CHANGE, ADDRESS, said + ", which does not exist");
      }
    }
  }

  private void probes() {
    List<Wires.ContainerPort> open = Wires.containerPorts(workload);
    boolean ready =
        number("readyReplicas", 0) >= Math.max(1, number("replicas", 1)) || open.isEmpty();
    for (Wires.Probe probe : ready ? List.<Wires.Probe>of() : Wires.probes(workload)) {
      if (open.stream().noneMatch(o -> o.is(probe.port()))) {
        find(
            probe.probe().equals("liveness")
                ? FaultKind.LIVENESS_PROBE_WRONG
                : FaultKind.READINESS_PROBE_WRONG,
            PROBE,
            "the " + probe.probe() + " probe asks port " + probe.port() + ", which is not open");
      }
    }
  }

  private int number(String attribute, int unknown) {
    String text = workload.getOrDefault(attribute, "");
    return text.matches("\\d{1,6}") ? Integer.parseInt(text) : unknown;
  }
}
