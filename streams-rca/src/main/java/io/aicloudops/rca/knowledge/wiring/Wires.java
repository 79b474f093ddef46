package io.aicloudops.rca.knowledge.wiring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The attributes of services and workloads that say how they are wired, each a list with commas.
 *
 * <pre>
 * of a service    selector        app=cart,tier=web
 *                 ports           80>8080/TCP,9090>metrics/TCP     port>target/protocol
 * of a workload   podLabels       app=cart,version=2
 *                 containerPorts  http:8080/TCP,:53/UDP            name:number/protocol
 *                 addresses       CART_ADDR=cart:7070              variable=host:port
 *                 probes          liveness:8080,readiness:http     probe:port
 * </pre>
 */
final class Wires {

  /** A port of a service; the target is a number or a name. */
  record Port(String number, String target, String protocol) {}

  /** A port that a container declares; the name may be empty. */
  record ContainerPort(String name, String number, String protocol) {

    /** True if a service or a probe means this port. */
    boolean is(String target) {
      return number.equals(target) || name.equals(target);
    }
  }

  /** An address in a container's environment. */
  record Address(String variable, String host, String port) {}

  /** A probe and the port it asks, a number or a name. */
  record Probe(String probe, String port) {}

  private Wires() {}

  /** The parts of a list; none if the attribute is missing. */
  static Set<String> list(Map<String, String> attributes, String name) {
    String text = attributes.getOrDefault(name, "");
    return text.isEmpty() ? Set.of() : new TreeSet<>(Arrays.asList(text.split(",", -1)));
  }

  static List<Port> ports(Map<String, String> service) {
    List<Port> ports = new ArrayList<>();
    for (String text : list(service, "ports")) {
      int to = text.indexOf('>');
      int protocol = text.indexOf('/', to);
      if (to > 0 && protocol > to) {
        ports.add(
            new Port(
                text.substring(0, to),
                text.substring(to + 1, protocol),
                text.substring(protocol + 1)));
      }
    }
    return ports;
  }

  static List<ContainerPort> containerPorts(Map<String, String> workload) {
    List<ContainerPort> ports = new ArrayList<>();
    for (String text : list(workload, "containerPorts")) {
      int number = text.indexOf(':');
      int protocol = text.indexOf('/', number);
      if (number >= 0 && protocol > number) {
        ports.add(
            new ContainerPort(
                text.substring(0, number),
                text.substring(number + 1, protocol),
                text.substring(protocol + 1)));
      }
    }
    return ports;
  }

  static List<Address> addresses(Map<String, String> workload) {
    List<Address> addresses = new ArrayList<>();
    for (String text : list(workload, "addresses")) {
      int host = text.indexOf('=');
      int port = text.lastIndexOf(':');
      if (host > 0 && port > host) {
        addresses.add(
            new Address(
                text.substring(0, host), text.substring(host + 1, port), text.substring(port + 1)));
      }
    }
    return addresses;
  }

  static List<Probe> probes(Map<String, String> workload) {
    List<Probe> probes = new ArrayList<>();
    for (String text : list(workload, "probes")) {
      int port = text.indexOf(':');
      if (port > 0) {
        probes.add(new Probe(text.substring(0, port), text.substring(port + 1)));
      }
    }
    return probes;
  }
}
