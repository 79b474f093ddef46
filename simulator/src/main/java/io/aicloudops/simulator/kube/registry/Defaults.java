package io.aicloudops.simulator.kube.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Fills in what a client may leave out, as the API server does before it validates. */
final class Defaults {

  private Defaults() {}

  static void fill(ObjectNode object) {
    ObjectNode spec = object.get("spec") instanceof ObjectNode given ? given : null;
    switch (object.path("kind").asText()) {
      case "Deployment" -> {
        if (spec != null) {
          deployment(spec);
        }
      }
      case "ReplicaSet", "StatefulSet", "DaemonSet", "Job" -> {
        if (spec != null) {
          workload(spec, object.path("kind").asText());
        }
      }
      case "Pod" -> {
        if (spec != null) {
          podSpec(spec);
        }
      }
      case "Service" -> {
        if (spec != null) {
          service(spec);
        }
      }
      case "Secret" -> secret(object);
      case "Namespace" -> {
        absent(object.withObjectProperty("spec").withArrayProperty("finalizers"), "kubernetes");
        String name = object.at("/metadata/name").asText();
        object
            .withObjectProperty("metadata")
            .withObjectProperty("labels")
            .put("kubernetes.io/metadata.name", name);
      }
      default -> {
        // Other kinds are stored as they come.
      }
    }
  }

  private static void absent(ArrayNode list, String value) {
    if (list.isEmpty()) {
      list.add(value);
    }
  }

  private static void deployment(ObjectNode spec) {
    put(spec, "replicas", 1);
    put(spec, "revisionHistoryLimit", 10);
    put(spec, "progressDeadlineSeconds", 600);
    ObjectNode strategy = spec.withObjectProperty("strategy");
    put(strategy, "type", "RollingUpdate");
    if (strategy.path("type").asText().equals("RollingUpdate")) {
      ObjectNode rolling = strategy.withObjectProperty("rollingUpdate");
      put(rolling, "maxSurge", "25%");
      put(rolling, "maxUnavailable", "25%");
    }
    template(spec);
  }

  private static void workload(ObjectNode spec, String kind) {
    if (kind.equals("ReplicaSet") || kind.equals("StatefulSet")) {
      put(spec, "replicas", 1);
    }
    if (kind.equals("StatefulSet") || kind.equals("DaemonSet")) {
      put(spec, "revisionHistoryLimit", 10);
      put(spec.withObjectProperty("updateStrategy"), "type", "RollingUpdate");
    }
    if (kind.equals("StatefulSet")) {
      put(spec, "podManagementPolicy", "OrderedReady");
    }
    template(spec);
  }

  private static void template(ObjectNode spec) {
    if (spec.path("template").get("spec") instanceof ObjectNode podSpec) {
      podSpec(podSpec);
    }
  }

  private static void podSpec(ObjectNode spec) {
    put(spec, "restartPolicy", "Always");
    put(spec, "terminationGracePeriodSeconds", 30);
    put(spec, "dnsPolicy", "ClusterFirst");
    put(spec, "schedulerName", "default-scheduler");
    spec.withObjectProperty("securityContext");
    for (JsonNode container : spec.path("containers")) {
      container((ObjectNode) container);
    }
    for (JsonNode container : spec.path("initContainers")) {
      container((ObjectNode) container);
    }
  }

  private static void container(ObjectNode container) {
    String image = container.path("image").asText();
    String tag = image.substring(image.lastIndexOf('/') + 1);
    boolean latest = !tag.contains(":") || tag.endsWith(":latest");
    put(container, "imagePullPolicy", latest ? "Always" : "IfNotPresent");
    put(container, "terminationMessagePath", "/dev/termination-log");
    put(container, "terminationMessagePolicy", "File");
    ObjectNode resources = container.withObjectProperty("resources");
    if (resources.get("limits") instanceof ObjectNode limits && !limits.isEmpty()) {
      ObjectNode requests = resources.withObjectProperty("requests");
      limits
          .properties()
          .forEach(
              limit -> {
                if (!requests.has(limit.getKey())) {
                  requests.set(limit.getKey(), limit.getValue());
                }
              });
    }
    for (JsonNode port : container.path("ports")) {
      put((ObjectNode) port, "protocol", "TCP");
    }
    for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      if (container.get(probe) instanceof ObjectNode given) {
        put(given, "timeoutSeconds", 1);
        put(given, "periodSeconds", 10);
        put(given, "successThreshold", 1);
        put(given, "failureThreshold", 3);
        if (given.get("httpGet") instanceof ObjectNode get) {
          put(get, "path", "/");
          put(get, "scheme", "HTTP");
        }
      }
    }
  }

  private static void service(ObjectNode spec) {
    put(spec, "type", "ClusterIP");
    put(spec, "sessionAffinity", "None");
    put(spec, "internalTrafficPolicy", "Cluster");
    for (JsonNode port : spec.path("ports")) {
      put((ObjectNode) port, "protocol", "TCP");
      if (!port.has("targetPort")) {
        ((ObjectNode) port).set("targetPort", port.path("port"));
      }
    }
  }

  private static void secret(ObjectNode secret) {
    put(secret, "type", "Opaque");
    if (secret.remove("stringData") instanceof ObjectNode plain) {
      ObjectNode data = secret.withObjectProperty("data");
      plain
          .properties()
          .forEach(
              entry -> {
                byte[] bytes = entry.getValue().asText().getBytes(StandardCharsets.UTF_8);
                data.put(entry.getKey(), Base64.getEncoder().encodeToString(bytes));
              });
    }
  }

  private static void put(ObjectNode object, String field, String value) {
    if (!object.has(field)) {
      object.put(field, value);
    }
  }

  private static void put(ObjectNode object, String field, int value) {
    if (!object.has(field)) {
      object.put(field, value);
    }
  }
}
