package io.aicloudops.remediator.fold;

import static io.aicloudops.schemas.event.RemediationState.VERIFYING;

import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Remediation;
import java.time.Instant;
import java.util.List;

/**
 * Which incident a remediation belongs to, as incidents end, merge and part. News of two incidents
 * come in any order: one that a remediation was moved to may not have been heard of yet, which is
 * another thing than one that has ended.
 */
final class Belonging {

  private static final String ROLLED_OUT = "rolledOut";

  /** The incident that it was moved to before anything was heard of that one. */
  private static final String UNHEARD = "incident.unheard";

  private Belonging() {}

  /** Remembers that the cluster did what was asked; from now on the signals decide. */
  static void rolledOut(Remediation r, Instant now) {
    r.getFacts().put(ROLLED_OUT, now.toString());
  }

  /** True if that the incident is not known means that it has not come yet. */
  static boolean unheard(Remediation r) {
    return r.getIncidentId().equals(r.getFacts().get(UNHEARD));
  }

  /** Verifies what waits for the incident's signals. */
  static Outputs onIncident(Incident incident, World world) {
    Outputs outputs = Outputs.none();
    for (Remediation r : underWay(incident, world)) {
      boolean waits = r.getState() == VERIFYING && r.getFacts().containsKey(ROLLED_OUT);
      if (waits && Recovery.recovered(r, incident)) {
        outputs = outputs.and(Moves.verified(r, incident.getUpdatedAt()));
      } else if (incident.getStatus() != IncidentStatus.OPEN
          && Life.RUNNING.contains(r.getState())
          && unheard(r)) {
        outputs = outputs.and(heard(r, incident));
      }
    }
    return outputs;
  }

  private static Outputs heard(Remediation r, Incident incident) {
    Remediation next =
        Life.note(
            r,
            incident.getUpdatedAt(),
            "remediator",
            "incident " + incident.getId() + " has ended");
    next.getFacts().remove(UNHEARD);
    return Outputs.of(next);
  }

  /** An incident became part of another: so did what is under way for it. */
  static Outputs onMerged(Incident incident, World world) {
    String into = incident.getMergedInto();
    Outputs outputs = Outputs.none();
    for (Remediation r : underWay(incident, world)) {
      outputs = outputs.and(moved(r, into, "the incident became part of " + into, incident, world));
    }
    return outputs;
  }

  /** Some of an incident became one of its own: what is under way there goes along. */
  static Outputs onParted(Incident incident, World world) {
    Outputs outputs = Outputs.none();
    for (Remediation r : underWay(incident, world)) {
      String to = incident.getPartedTo().get(r.getEntity());
      if (to != null) {
        String why = "its object is part of incident " + to;
        outputs = outputs.and(moved(r, to, why, incident, world));
      }
    }
    return outputs;
  }

  private static List<Remediation> underWay(Incident incident, World world) {
    return world.remediations().stream()
        .filter(r -> Life.active(r) && r.getIncidentId().equals(incident.getId()))
        .toList();
  }

  private static Outputs moved(
      Remediation r, String to, String why, Incident incident, World world) {
    Remediation moved = Life.step(r, r.getState(), incident.getUpdatedAt(), "remediator", why);
    moved.setIncidentId(to);
    if (world.incident(to).isEmpty()) {
      moved.getFacts().put(UNHEARD, to);
    }
    return Outputs.of(moved);
  }
}
