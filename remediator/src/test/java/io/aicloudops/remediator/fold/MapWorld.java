package io.aicloudops.remediator.fold;

import io.aicloudops.remediator.guard.Policy;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.Outcome;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.event.TopologyEntity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** A world in maps, fed as the processor feeds its stores, that keeps all outputs. */
final class MapWorld implements World {

  final List<Remediation> states = new ArrayList<>();
  final List<Intent> intents = new ArrayList<>();
  boolean paused;
  @Nullable Policy policy;
  private final RemediationFold fold;
  private final Map<String, Remediation> remediations = new TreeMap<>();
  private final Map<String, Incident> incidents = new TreeMap<>();
  private final Map<String, TopologyEntity> workloads = new HashMap<>();
  private final Map<String, Scaling> scalings = new HashMap<>();
  private final Map<String, Instant> maintenance = new HashMap<>();

  MapWorld(RemediationFold fold) {
    this.fold = fold;
  }

  Outputs feed(SpecificRecord input) {
    Outputs outputs = Outputs.none();
    if (input instanceof Incident i) {
      outputs = fold.onIncident(i, this);
      incidents.put(i.getId(), i);
      if (i.getStatus() != IncidentStatus.OPEN) {
        incidents.remove(i.getId());
      }
    } else if (input instanceof Scaling s) {
      outputs = fold.onScaling(s, this);
      scalings.put(s.getEntity(), s);
    } else if (input instanceof Command c) {
      outputs = fold.onCommand(c, this);
      if (c.getType() == CommandType.PAUSE || c.getType() == CommandType.RESUME) {
        paused = c.getType() == CommandType.PAUSE;
      } else if (c.getType() == CommandType.MAINTENANCE) {
        maintenance.put(c.getTarget(), c.getTime().plusSeconds(600));
      }
    } else if (input instanceof Outcome o) {
      outputs = fold.onOutcome(o, this);
    } else if (input instanceof TopologyEntity t) {
      Optional<TopologyEntity> before = workload(t.getEntity());
      workloads.put(t.getEntity(), t);
      outputs = fold.onTopology(t, before, this);
    }
    outputs.remediations().forEach(r -> remediations.put(r.getId(), r));
    states.addAll(outputs.remediations());
    intents.addAll(outputs.intents());
    return outputs;
  }

  /** The only remediation there is. */
  Remediation only() {
    if (remediations.size() != 1) {
      throw new AssertionError("expected one remediation, but there are " + remediations);
    }
    return remediations.values().iterator().next();
  }

  RemediationState state() {
    return only().getState();
  }

  Remediation latest() {
    return states.get(states.size() - 1);
  }

  /** The last intent of a kind. */
  Intent last(IntentKind kind) {
    return intents.stream().filter(i -> i.getKind() == kind).reduce((a, b) -> b).orElseThrow();
  }

  String lastNote() {
    var steps = latest().getSteps();
    return steps.get(steps.size() - 1).getNote();
  }

  @Override
  public Optional<Remediation> remediation(String id) {
    return Optional.ofNullable(remediations.get(id));
  }

  @Override
  public List<Remediation> remediations() {
    return List.copyOf(remediations.values());
  }

  @Override
  public List<Incident> openIncidents() {
    return List.copyOf(incidents.values());
  }

  @Override
  public Optional<Incident> incident(String id) {
    return Optional.ofNullable(incidents.get(id));
  }

  @Override
  public Optional<TopologyEntity> workload(String entity) {
    return Optional.ofNullable(workloads.get(entity));
  }

  @Override
  public Optional<Scaling> scaling(String entity) {
    return Optional.ofNullable(scalings.get(entity));
  }

  @Override
  public Optional<Policy> policy() {
    return Optional.ofNullable(policy);
  }

  @Override
  public boolean paused() {
    return paused;
  }

  @Override
  public Optional<Instant> maintenanceUntil(String entity) {
    return Optional.ofNullable(maintenance.get(entity));
  }
}
