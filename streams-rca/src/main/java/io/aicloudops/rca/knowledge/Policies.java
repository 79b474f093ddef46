package io.aicloudops.rca.knowledge;

import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.ChangeKind;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.identity.EntityId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls that begin to fail right after somebody changed a policy of the network or of the mesh in
 * the same namespace.
 */
public final class Policies {

  private static final double LEAST = 0.6;
  private static final double AT_ONCE = 0.3;
  private static final double LONG_AGO = 0.1;

  private static final Map<String, FaultKind> BLOCKS =
      Map.of(
          "NetworkPolicy", FaultKind.NETWORK_POLICY_BLOCKS,
          "CiliumNetworkPolicy", FaultKind.NETWORK_POLICY_BLOCKS,
          "AuthorizationPolicy", FaultKind.MESH_POLICY_BLOCKS,
          "PeerAuthentication", FaultKind.MESH_POLICY_BLOCKS,
          "DestinationRule", FaultKind.MESH_POLICY_BLOCKS,
          "Sidecar", FaultKind.MESH_POLICY_BLOCKS);

  private static final Set<String> ROUTES = Set.of("Ingress", "HTTPRoute", "VirtualService");

  /** In {@code podSelector}: all pods of the namespace. */
  private static final String ALL = "*";

  private Policies() {}

  /**
   * True for a change of a policy that is about the entity's pods or those it calls or is called
   * by, as far as the map tells, else about its namespace; and of a route that leads to the entity.
   */
  public static boolean concerns(ClusterMap map, Fact change, String entity) {
    Optional<EntityId> policy = policy(change);
    Optional<EntityId> other = EntityId.tryParse(entity);
    if (policy.isEmpty() || other.isEmpty()) {
      return false;
    }
    if (ROUTES.contains(policy.get().kind())) {
      return map.callees(change.entity()).contains(entity);
    }
    return BLOCKS.containsKey(policy.get().kind())
        && policy.get().cluster().equals(other.get().cluster())
        && policy.get().namespace().equals(other.get().namespace())
        && mayBlock(map, change.entity(), entity);
  }

  /** A blocked call is felt at both of its ends. */
  private static boolean mayBlock(ClusterMap map, String policy, String entity) {
    String selector = map.attributes(policy).getOrDefault("podSelector", "");
    if (selector.isEmpty() || selector.equals(ALL)) {
      return true;
    }
    return Stream.of(Set.of(entity), map.callees(entity), map.callers(entity))
        .flatMap(Set::stream)
        .anyMatch(end -> selects(selector, map.attributes(end).get("podLabels")));
  }

  /** Both are lists of {@code name=value} with commas; pods of which nothing is known may fit. */
  private static boolean selects(String selector, @Nullable String podLabels) {
    return podLabels == null
        || Arrays.asList(podLabels.split(",", -1))
            .containsAll(Arrays.asList(selector.split(",", -1)));
  }

  private static Optional<EntityId> policy(Fact change) {
    return change.source().getBody() instanceof Change policy
            && policy.getKind() == ChangeKind.POLICY
        ? EntityId.tryParse(policy.getEntity())
        : Optional.empty();
  }

  /** The hypothesis that a policy blocks calls from or to the entity, or a route misleads them. */
  static Optional<Hypothesis> of(Scene scene) {
    List<Fact> failing =
        scene.raised(
            Meaning.CLIENT_ERRORS, Meaning.ERRORS, Meaning.CLIENT_LATENCY, Meaning.LATENCY);
    Optional<Fact> change = scene.change(fact -> fault(fact).isPresent());
    if (failing.isEmpty() || change.isEmpty() || scene.recency(change.get()) < LONG_AGO) {
      return Optional.empty();
    }
    double score = LEAST + AT_ONCE * scene.recency(change.get());
    return fault(change.get())
        .map(fault -> StateRecognisers.hypothesis(scene, fault, score, failing, change));
  }

  private static Optional<FaultKind> fault(Fact change) {
    return policy(change)
        .map(id -> ROUTES.contains(id.kind()) ? FaultKind.ROUTE_BROKEN : BLOCKS.get(id.kind()));
  }
}
