package io.aicloudops.connect.kubernetes.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What policies and routes say, whether their kind is part of Kubernetes or was installed: which
 * pods a policy is about, which services a route leads to.
 */
public final class Policies {

  /** Policies of the network and of the mesh. */
  private static final Set<String> BARRIERS =
      Set.of(
          "NetworkPolicy",
          "CiliumNetworkPolicy",
          "AuthorizationPolicy",
          "PeerAuthentication",
          "DestinationRule",
          "Sidecar");

  private static final Set<String> ROUTES = Set.of("Ingress", "HTTPRoute", "VirtualService");

  private static final ObjectMapper JSON = new ObjectMapper();

  private Policies() {}

  /** True for what can keep calls from arriving. */
  public static boolean barrier(HasMetadata object) {
    return BARRIERS.contains(object.getKind());
  }

  /** True for what leads calls from outside to services. */
  public static boolean route(HasMetadata object) {
    return ROUTES.contains(object.getKind());
  }

  /**
   * The labels of the pods that a policy is about, none for all of its namespace; empty if it does
   * not say that by labels alone.
   */
  public static Optional<Map<String, String>> podLabels(HasMetadata policy) {
    JsonNode spec = JSON.valueToTree(policy).path("spec");
    return switch (policy.getKind()) {
      case "NetworkPolicy" ->
          spec.at("/podSelector/matchExpressions").isEmpty()
              ? Optional.of(labels(spec.at("/podSelector/matchLabels")))
              : Optional.empty();
      case "AuthorizationPolicy", "PeerAuthentication" ->
          spec.has("targetRef") || spec.has("targetRefs")
              ? Optional.empty()
              : Optional.of(labels(spec.at("/selector/matchLabels")));
      case "Sidecar" -> Optional.of(labels(spec.at("/workloadSelector/labels")));
      default -> Optional.empty();
    };
  }

  private static Map<String, String> labels(JsonNode node) {
    Map<String, String> labels = new TreeMap<>();
    node.properties().forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return labels;
  }

  /**
   * The names of the services in its own namespace that a route leads to, in the route's order.
   * Hosts elsewhere are left out: whether they exist is not known here.
   */
  public static List<String> backends(HasMetadata route) {
    JsonNode spec = JSON.valueToTree(route).path("spec");
    List<String> names = new ArrayList<>();
    switch (route.getKind()) {
      case "Ingress" -> spec.findValues("service").forEach(s -> add(names, s.path("name")));
      case "HTTPRoute" ->
          spec.findValues("backendRefs")
              .forEach(refs -> refs.forEach(ref -> reference(route, ref, names)));
      case "VirtualService" ->
          spec.findValues("destination")
              .forEach(
                  to -> {
                    if (to.path("host").asText().indexOf('.') < 0) {
                      add(names, to.path("host"));
                    }
                  });
      default -> {
        // No other kind is a route.
      }
    }
    return names.stream().distinct().toList();
  }

  private static void reference(HasMetadata route, JsonNode ref, List<String> names) {
    String own = route.getMetadata().getNamespace();
    boolean here = ref.path("namespace").asText(own).equals(own);
    if (here && ref.path("kind").asText("Service").equals("Service")) {
      add(names, ref.path("name"));
    }
  }

  private static void add(List<String> names, JsonNode name) {
    if (!name.asText().isEmpty()) {
      names.add(name.asText());
    }
  }
}
