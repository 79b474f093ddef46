package io.aicloudops.connect.kubernetes.objects;

import io.aicloudops.schemas.identity.EntityId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last revision of each workload that was fully available for a while. A container that crashes
 * after some seconds looks available in between, so a moment is not enough.
 */
public final class HealthyRevisions {

  /** A revision that is fully available since then. */
  private record Candidate(String revision, Instant since) {}

  private final Duration proof;
  private final Map<EntityId, Candidate> candidates = new HashMap<>();
  private final Map<EntityId, String> healthy = new HashMap<>();

  /**
   * None is known yet.
   *
   * @param proof how long a revision has to be fully available
   */
  public HealthyRevisions(Duration proof) {
    this.proof = proof;
  }

  /** What an earlier run found. */
  public void remember(EntityId entity, String revision) {
    healthy.putIfAbsent(entity, revision);
  }

  /** A workload is so now. */
  public void seen(EntityId entity, WorkloadView view, Instant now) {
    if (!view.fullyAvailable() || view.revision().isEmpty()) {
      candidates.remove(entity);
      return;
    }
    Candidate candidate = candidates.get(entity);
    if (candidate == null || !candidate.revision().equals(view.revision())) {
      candidates.put(entity, new Candidate(view.revision(), now));
    }
  }

  /** A workload is no more. */
  public void gone(EntityId entity) {
    candidates.remove(entity);
    healthy.remove(entity);
  }

  /** Those whose revision has just been proven. */
  public List<EntityId> proven(Instant now) {
    List<EntityId> proven = new ArrayList<>();
    candidates.forEach(
        (entity, candidate) -> {
          boolean longEnough = !now.isBefore(candidate.since().plus(proof));
          if (longEnough && !candidate.revision().equals(healthy.get(entity))) {
            healthy.put(entity, candidate.revision());
            proven.add(entity);
          }
        });
    return proven;
  }

  /** The last healthy revision of a workload, if one is known. */
  public Optional<String> of(EntityId entity) {
    return Optional.ofNullable(healthy.get(entity));
  }
}
