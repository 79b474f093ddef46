package io.aicloudops.connect.kubernetes.map;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How services and workloads are wired, as attributes: {@code selector} and {@code ports} of a
 * service; {@code podLabels}, {@code containerPorts}, {@code addresses} and {@code probes} of a
 * workload. Each is a list with commas, and left out if it is empty. Of an environment only host
 * and port of what looks like an address are told, never a path, a user or another value.
 */
final class Wires {

  private static final int MOST = 50;
  private static final Pattern ADDRESS =
      Pattern.compile("(?:\\w+://)?([a-z][a-z0-9.-]*):(\\d{1,5})(?:/.*)?");

  private Wires() {}

  static void service(ServiceSpec spec, Map<String, String> attributes) {
    labels(attributes, "selector", spec.getSelector());
    List<String> ports = new ArrayList<>();
    for (ServicePort port : spec.getPorts()) {
      IntOrString target = port.getTargetPort();
      String to = target == null ? String.valueOf(port.getPort()) : text(target);
      ports.add(port.getPort() + ">" + to + "/" + protocol(port.getProtocol()));
    }
    put(attributes, "ports", ports);
  }

  static void workload(PodTemplateSpec template, Map<String, String> attributes) {
    if (template.getMetadata() != null) {
      labels(attributes, "podLabels", template.getMetadata().getLabels());
    }
    List<String> ports = new ArrayList<>();
    List<String> addresses = new ArrayList<>();
    List<String> probes = new ArrayList<>();
    List<Container> containers =
        template.getSpec() == null ? List.of() : template.getSpec().getContainers();
    for (Container container : containers) {
      for (ContainerPort port : container.getPorts()) {
        String name = Objects.requireNonNullElse(port.getName(), "");
        ports.add(name + ":" + port.getContainerPort() + "/" + protocol(port.getProtocol()));
      }
      container.getEnv().forEach(variable -> address(variable, addresses));
      probe("liveness", container.getLivenessProbe(), probes);
      probe("readiness", container.getReadinessProbe(), probes);
    }
    put(attributes, "containerPorts", ports);
    put(attributes, "addresses", addresses);
    put(attributes, "probes", probes);
  }

  private static void address(EnvVar variable, List<String> addresses) {
    Matcher address = ADDRESS.matcher(Objects.requireNonNullElse(variable.getValue(), ""));
    if (address.matches()) {
      addresses.add(variable.getName() + "=" + address.group(1) + ":" + address.group(2));
    }
  }

  private static void probe(String name, @Nullable Probe probe, List<String> probes) {
    if (probe == null) {
      return;
    }
    if (probe.getHttpGet() != null && probe.getHttpGet().getPort() != null) {
      probes.add(name + ":" + text(probe.getHttpGet().getPort()));
    } else if (probe.getTcpSocket() != null && probe.getTcpSocket().getPort() != null) {
      probes.add(name + ":" + text(probe.getTcpSocket().getPort()));
    } else if (probe.getGrpc() != null && probe.getGrpc().getPort() != null) {
      probes.add(name + ":" + probe.getGrpc().getPort());
    }
  }

  private static String text(IntOrString port) {
    return port.getStrVal() != null ? port.getStrVal() : String.valueOf(port.getIntVal());
  }

  private static String protocol(@Nullable String protocol) {
    return Objects.requireNonNullElse(protocol, "TCP");
  }

  private static void labels(
      Map<String, String> attributes, String name, @Nullable Map<String, String> labels) {
    if (labels != null) {
      put(
          attributes,
          name,
          new TreeMap<>(labels)
              .entrySet().stream()
                  .map(l -> l.getKey() + "=" + l.getValue())
                  .collect(Collectors.toList()));
    }
  }

  private static void put(Map<String, String> attributes, String name, List<String> values) {
    if (!values.isEmpty()) {
      attributes.put(name, String.join(",", values.subList(0, Math.min(MOST, values.size()))));
    }
  }
}
