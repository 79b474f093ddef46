package io.aicloudops.remediator.fold;

import io.aicloudops.remediator.guard.Policy;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.event.TopologyEntity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the fold remembers of one cluster, before the present input. */
public interface World {

  /** The remediation of an id. */
  Optional<Remediation> remediation(String id);

  /** All remediations that are under way or ended within a day, in the order of their ids. */
  List<Remediation> remediations();

  /** Incidents that are open, in the order of their ids. */
  List<Incident> openIncidents();

  /** The latest state of an incident. */
  Optional<Incident> incident(String id);

  /** What is known of a workload. */
  Optional<TopologyEntity> workload(String entity);

  /** The latest recommendation for a workload. */
  Optional<Scaling> scaling(String entity);

  /** The policy that the cluster itself states; empty if it states none. */
  Optional<Policy> policy();

  /** True between a pause command and a resume command. */
  boolean paused();

  /** The end of the maintenance window that covers an entity; empty if there is none. */
  Optional<Instant> maintenanceUntil(String entity);
}
