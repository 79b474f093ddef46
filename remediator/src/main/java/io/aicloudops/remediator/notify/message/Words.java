package io.aicloudops.remediator.notify.message;

import io.aicloudops.remediator.notify.message.Message.Kind;
import io.aicloudops.remediator.notify.message.Message.Link;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.event.RemediationStep;
import io.aicloudops.schemas.identity.EntityId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts news into the words of one language. */
final class Words {

  private final Lang lang;
  private final String dashboard;
  private final Templates templates;

  /**
   * @param dashboard where people reach it
   */
  Words(Lang lang, String dashboard) {
    this.lang = lang;
    this.dashboard = dashboard.endsWith("/") ? dashboard : dashboard + "/";
    this.templates = new Templates(lang);
  }

  /** An incident that was opened, or has another cause. */
  Message incident(Incident incident, String id, Kind kind, Optional<Cause> cause) {
    List<String> lines = new ArrayList<>();
    lines.add(templates.text("severity", incident.getSeverity()));
    cause.ifPresentOrElse(
        c -> {
          lines.add(
              templates.text(
                  "likely",
                  lang.pick(c.getSummary(), c.getSummaryZh()),
                  Math.round(c.getConfidence() * 100)));
          List<String> advice =
              lang == Lang.ZH && !c.getRecommendationsZh().isEmpty()
                  ? c.getRecommendationsZh()
                  : c.getRecommendations();
          advice.stream().findFirst().ifPresent(a -> lines.add(templates.text("advice", a)));
        },
        () -> lines.add(templates.text("unknown")));
    lines.add(templates.text("affected", incident.getMembers().size()));
    return about(incident, id, kind, lines);
  }

  /** An incident that is over. */
  Message resolved(Incident incident) {
    long minutes = Duration.between(incident.getOpenedAt(), incident.getUpdatedAt()).toMinutes();
    return about(
        incident,
        incident.getId() + "/resolved",
        Kind.RESOLVED,
        List.of(templates.text("after", minutes)));
  }

  private Message about(Incident incident, String id, Kind kind, List<String> lines) {
    return new Message(
        id,
        incident.getId(),
        "",
        kind,
        title(kind, lang.pick(incident.getTitle(), incident.getTitleZh())),
        lines,
        List.of(link("link.incident", "#/incident/", incident.getId())),
        incident.getUpdatedAt());
  }

  /** A remediation that needs somebody or has ended. */
  Message remediation(Remediation r, Kind kind) {
    List<String> lines = new ArrayList<>();
    lines.add(lang.pick(r.getReason(), r.getReasonZh()));
    if (kind == Kind.APPROVAL) {
      if (!r.getDanger().isEmpty()) {
        lines.add(templates.text("danger", r.getDanger()));
      }
      if (r.getExpiresAt() != null) {
        lines.add(templates.text("expires", r.getExpiresAt()));
      }
    } else if (kind != Kind.VERIFIED && !r.getSteps().isEmpty()) {
      lines.add(why(r));
    }
    List<Link> links = new ArrayList<>();
    if (kind == Kind.APPROVAL) {
      links.add(link("link.review", "#/remediation/", r.getId()));
    }
    if (!r.getIncidentId().isEmpty()) {
      links.add(link("link.incident", "#/incident/", r.getIncidentId()));
    }
    if (links.isEmpty()) {
      links.add(link("link.dashboard", "", ""));
    }
    return new Message(
        r.getId() + "/" + idOf(kind),
        r.getIncidentId(),
        r.getId(),
        kind,
        title(kind, EntityId.tryParse(r.getEntity()).map(EntityId::display).orElse(r.getEntity())),
        lines,
        links,
        r.getUpdatedAt());
  }

  /** The reason of an escalation stands in the step before it, where it failed. */
  private static String why(Remediation r) {
    List<RemediationStep> steps = r.getSteps();
    boolean escalated = r.getState() == RemediationState.ESCALATED;
    int last = steps.size() - 1;
    return steps.get(escalated && last > 0 ? last - 1 : last).getNote();
  }

  private String title(Kind kind, String what) {
    return templates.text(idOf(kind) + ".title", what);
  }

  private Link link(String key, String page, String id) {
    return new Link(
        templates.text(key),
        dashboard + page + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20"));
  }

  private static String idOf(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
