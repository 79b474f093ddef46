package io.aicloudops.rca.knowledge;

import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.ChangeKind;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.identity.EntityId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Calls that begin to fail right after somebody changed a policy of the network or of the mesh in
 * the same namespace.
 */
public final class Policies {

  private static final double LEAST = 0.6;
  private static final double AT_ONCE = 0.3;
  private static final double LONG_AGO = 0.1;

  private static final Set<ChangeKind> POLICY = EnumSet.of(ChangeKind.POLICY);

  private static final Map<String, FaultKind> BLOCKS =
      Map.of(
          "NetworkPolicy", FaultKind.NETWORK_POLICY_BLOCKS,
          "CiliumNetworkPolicy", FaultKind.NETWORK_POLICY_BLOCKS,
          "AuthorizationPolicy", FaultKind.MESH_POLICY_BLOCKS,
          "PeerAuthentication", FaultKind.MESH_POLICY_BLOCKS,
          "DestinationRule", FaultKind.MESH_POLICY_BLOCKS,
          "Sidecar", FaultKind.MESH_POLICY_BLOCKS);

  private Policies() {}

  /** True for a change of a policy that concerns whatever is in the entity's namespace. */
  public static boolean concerns(Fact change, String entity) {
    Optional<EntityId> policy = EntityId.tryParse(change.entity());
    Optional<EntityId> other = EntityId.tryParse(entity);
    return kind(change).isPresent()
        && policy.isPresent()
        && other.isPresent()
        && policy.get().cluster().equals(other.get().cluster())
        && policy.get().namespace().equals(other.get().namespace());
  }

  /** The hypothesis that a policy blocks calls from or to the entity. */
  static Optional<Hypothesis> of(Scene scene) {
    List<Fact> failing =
        scene.raised(
            Meaning.CLIENT_ERRORS, Meaning.ERRORS, Meaning.CLIENT_LATENCY, Meaning.LATENCY);
    Optional<Fact> change = scene.change(POLICY);
    if (failing.isEmpty() || change.isEmpty() || scene.recency(change.get()) < LONG_AGO) {
      return Optional.empty();
    }
    double score = LEAST + AT_ONCE * scene.recency(change.get());
    return kind(change.get())
        .map(fault -> StateRecognisers.hypothesis(scene, fault, score, failing, change));
  }

  private static Optional<FaultKind> kind(Fact change) {
    return change.source().getBody() instanceof Change policy
            && policy.getKind() == ChangeKind.POLICY
        ? EntityId.tryParse(policy.getEntity()).map(id -> BLOCKS.get(id.kind()))
        : Optional.empty();
  }
}
