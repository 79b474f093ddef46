package io.aicloudops.remediator.notify.message;

import io.aicloudops.remediator.notify.message.Message.Kind;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.faults.FaultKind;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Which change of state is news to people. The same state always gives news of the same id, so that
 * whoever sends can tell what was told before.
 */
public final class News {

  /** A cause below this confidence is not worth a message of its own; in [0,1]. */
  private static final double SURE_ENOUGH = 0.5;

  private final Severity least;
  private final Words english;
  private final Words chinese;

  /**
   * @param dashboard where people reach it
   * @param least severity of an incident that is told
   */
  public News(String dashboard, Severity least) {
    this.least = least;
    this.english = new Words(Lang.EN, dashboard);
    this.chinese = new Words(Lang.ZH, dashboard);
  }

  /**
   * What an incident's state has to say.
   *
   * @param told ids of messages about it that were told before
   */
  public Optional<Item> of(Incident incident, Set<String> told) {
    String opened = incident.getId() + "/opened/";
    boolean known = told.stream().anyMatch(id -> id.startsWith(opened));
    if (incident.getStatus() == IncidentStatus.RESOLVED && known && !incident.getSilenced()) {
      return Optional.of(item(incident, w -> w.resolved(incident)));
    }
    if (incident.getStatus() != IncidentStatus.OPEN
        || incident.getSilenced()
        || Severity.of(incident.getSeverity()).compareTo(least) < 0) {
      return Optional.empty();
    }
    Optional<Cause> cause = sure(incident);
    String key = cause.map(c -> c.getEntity() + "~" + c.getFault()).orElse("");
    if (!known || told.contains(opened + key)) {
      return Optional.of(
          item(incident, w -> w.incident(incident, opened + key, Kind.OPENED, cause)));
    }
    String id = incident.getId() + "/cause/" + key;
    return cause.map(c -> item(incident, w -> w.incident(incident, id, Kind.CAUSE, cause)));
  }

  private static Optional<Cause> sure(Incident incident) {
    return incident.getCauses().stream()
        .findFirst()
        .filter(
            c -> c.getConfidence() >= SURE_ENOUGH && !c.getFault().equals(FaultKind.UNKNOWN.id()));
  }

  private Item item(Incident incident, Function<Words, Message> message) {
    Optional<Cause> cause = sure(incident);
    String entity =
        cause
            .map(Cause::getEntity)
            .orElseGet(() -> incident.getMembers().stream().findFirst().orElse(""));
    return new Item(
        message.apply(english),
        message.apply(chinese),
        entity,
        Severity.of(incident.getSeverity()),
        cause.map(Cause::getFault).orElse(""));
  }

  /**
   * What a remediation's state has to say. It counts as a warning, and as critical where the system
   * gives up.
   */
  public Optional<Item> of(Remediation r) {
    return switch (r.getState()) {
      case AWAITING_APPROVAL -> Optional.of(item(r, Kind.APPROVAL, Severity.WARNING));
      case VERIFIED -> Optional.of(item(r, Kind.VERIFIED, Severity.WARNING));
      case UNDONE -> Optional.of(item(r, Kind.UNDONE, Severity.WARNING));
      case ESCALATED -> Optional.of(item(r, Kind.ESCALATED, Severity.CRITICAL));
      default -> Optional.empty();
    };
  }

  private Item item(Remediation r, Kind kind, Severity severity) {
    return new Item(
        english.remediation(r, kind),
        chinese.remediation(r, kind),
        r.getEntity(),
        severity,
        r.getFault());
  }
}
