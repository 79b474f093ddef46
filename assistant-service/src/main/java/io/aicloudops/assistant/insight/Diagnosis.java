package io.aicloudops.assistant.insight;

import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.faults.FaultKind;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is wrong with an entity and what would mend it, as far as incidents tell.
 *
 * @param entity asked about
 * @param incident the open incident it is part of, the newest
 * @param cause the likeliest cause of that incident
 * @param fault the catalogue's row of the cause; UNKNOWN without one
 * @param underWay remediations of the cause's entity that have not ended
 */
public record Diagnosis(
    String entity,
    Optional<Incident> incident,
    Optional<Cause> cause,
    FaultKind fault,
    List<Remediation> underWay) {

  private static final Set<RemediationState> ACTIVE =
      EnumSet.of(
          RemediationState.PROPOSED,
          RemediationState.AWAITING_APPROVAL,
          RemediationState.APPROVED,
          RemediationState.EXECUTING,
          RemediationState.VERIFYING,
          RemediationState.UNDOING);

  /** What to do next. */
  public enum Next {
    /** Nothing is known to be wrong: do nothing. */
    NOTHING,
    /** A remediation is under way or waits for approval. */
    WAIT_OR_APPROVE,
    /** The catalogue has an action for this fault: ask for it. */
    REQUEST,
    /** A person has to decide. */
    PERSON
  }

  /** Looks at open incidents first for what is held responsible, then for what is touched. */
  public static Diagnosis of(
      String entity, Collection<Incident> incidents, Collection<Remediation> remediations) {
    Optional<Incident> incident =
        incidents.stream()
            .filter(i -> i.getStatus() == IncidentStatus.OPEN && i.getMembers().contains(entity))
            .max(
                Comparator.comparing((Incident i) -> blames(i, entity))
                    .thenComparing(Incident::getUpdatedAt)
                    .thenComparing(Incident::getId));
    Optional<Cause> cause = incident.flatMap(i -> i.getCauses().stream().findFirst());
    FaultKind fault = cause.flatMap(c -> FaultKind.ofId(c.getFault())).orElse(FaultKind.UNKNOWN);
    String acted = cause.map(Cause::getEntity).orElse(entity);
    List<Remediation> underWay =
        remediations.stream()
            .filter(r -> ACTIVE.contains(r.getState()))
            .filter(r -> r.getEntity().equals(acted) || r.getEntity().equals(entity))
            .sorted(Comparator.comparing(Remediation::getCreatedAt))
            .toList();
    return new Diagnosis(entity, incident, cause, fault, underWay);
  }

  private static boolean blames(Incident incident, String entity) {
    return !incident.getCauses().isEmpty()
        && incident.getCauses().get(0).getEntity().equals(entity);
  }

  /** What to do next. */
  public Next next() {
    if (!underWay.isEmpty()) {
      return Next.WAIT_OR_APPROVE;
    }
    if (incident.isEmpty()) {
      return Next.NOTHING;
    }
    boolean mendable =
        fault.level() != FaultKind.Level.TELL
            && fault.action() != io.aicloudops.schemas.event.ActionKind.NONE;
    return mendable && cause.isPresent() ? Next.REQUEST : Next.PERSON;
  }

  /** One or two sentences for people. */
  public String explanation() {
    String about =
        incident
            .map(i -> "incident " + i.getId() + " is open: " + i.getTitle() + ". ")
            .orElse("no open incident touches " + entity + ". ");
    String why = cause.map(c -> "Likeliest cause: " + c.getSummary() + ". ").orElse("");
    return about
        + why
        + switch (next()) {
          case NOTHING ->
              "Nothing is done without evidence; if something is wrong, its signals will open an"
                  + " incident.";
          case WAIT_OR_APPROVE ->
              "Remediation "
                  + underWay.get(0).getId()
                  + " is "
                  + underWay.get(0).getState().name().toLowerCase(java.util.Locale.ROOT)
                  + ".";
          case REQUEST ->
              "What mends it: "
                  + fault.action().name().toLowerCase(java.util.Locale.ROOT)
                  + "; it is asked for, checked by policy and shown as a diff before it is done.";
          case PERSON -> "No action is known that is safe here; a person has to decide.";
        };
  }
}
