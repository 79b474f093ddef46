package io.aicloudops.remediator.fold;

import io.aicloudops.remediator.plan.Origin;
import io.aicloudops.remediator.plan.Remedy;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.EvidenceRef;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Remediation;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What an incident says of the effect of an action. */
final class Recovery {

  private Recovery() {}

  static Optional<Incident> incidentOf(Remediation r, World world) {
    return r.getIncidentId().isEmpty() ? Optional.empty() : world.incident(r.getIncidentId());
  }

  /**
   * The incident that came up at the object while a recommendation for it was carried out: from
   * then on the action has to show that it ends it, before anything more is tried.
   */
  static Optional<Incident> troubleOf(Remediation r, World world) {
    if (Life.origin(r) != Origin.RECOMMENDATION || !r.getIncidentId().isEmpty()) {
      return Optional.empty();
    }
    return world.openIncidents().stream()
        .filter(i -> !i.getCauses().isEmpty())
        .filter(i -> i.getCauses().get(0).getEntity().equals(r.getEntity()))
        .min(Comparator.comparing(Incident::getOpenedAt).thenComparing(Incident::getId));
  }

  /**
   * True when the incident ended, or nothing that spoke for the cause, and nothing at the object,
   * is active any more. More instances do not make the traffic less, nor what it costs: of a
   * scaling only the harm has to end. What only holds trouble in need not end it.
   */
  static boolean recovered(Remediation r, Incident incident) {
    if (incident.getStatus() != IncidentStatus.OPEN
        || Remedy.of(r.getAction()).proof() != Remedy.Proof.SIGNALS) {
      return true;
    }
    return awaited(incident.getEvidence(), Life.supporting(r), r.getEntity(), r.getAction())
        .findAny()
        .isEmpty();
  }

  /**
   * What has to go quiet to show that an action worked.
   *
   * @param supporting ids of what spoke for the cause
   * @param entity the object acted on
   */
  static Stream<EvidenceRef> awaited(
      List<EvidenceRef> evidence, List<String> supporting, String entity, ActionKind action) {
    Set<String> causal = new HashSet<>(supporting);
    return evidence.stream()
        .filter(e -> e.getActive() && !e.getKind().equals("change"))
        .filter(e -> e.getSymptom() || action != ActionKind.SCALE)
        .filter(e -> causal.contains(e.getId()) || e.getEntity().equals(entity));
  }

  /** Taking instances away under the load that they were added for would do harm. */
  static boolean reasonHolds(Remediation r, World world) {
    Set<String> supporting = new HashSet<>(Life.supporting(r));
    return r.getAction() == ActionKind.SCALE
        && Life.planOf(r).growth() > 0
        && incidentOf(r, world).stream()
            .flatMap(incident -> incident.getEvidence().stream())
            .anyMatch(e -> e.getActive() && !e.getSymptom() && supporting.contains(e.getId()));
  }
}
