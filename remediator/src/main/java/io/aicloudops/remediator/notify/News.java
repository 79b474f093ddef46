package io.aicloudops.remediator.notify;

import io.aicloudops.remediator.notify.Message.Kind;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.event.RemediationStep;
import io.aicloudops.schemas.identity.EntityId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which change of state is news to people. The same state always gives a message of the same id, so
 * that whoever sends can tell what was told before.
 */
final class News {

  /** A cause below this confidence is not worth a message of its own; in [0,1]. */
  private static final double SURE_ENOUGH = 0.5;

  private final NotifySettings settings;

  News(NotifySettings settings) {
    this.settings = settings;
  }

  /**
   * What an incident's state has to say.
   *
   * @param told ids of messages about it that were told before
   */
  Optional<Message> of(Incident incident, Set<String> told) {
    String opened = incident.getId() + "/opened/";
    boolean known = told.stream().anyMatch(id -> id.startsWith(opened));
    if (incident.getStatus() == IncidentStatus.RESOLVED && known && !incident.getSilenced()) {
      return Optional.of(resolved(incident));
    }
    if (incident.getStatus() != IncidentStatus.OPEN
        || incident.getSilenced()
        || Severity.of(incident.getSeverity()).compareTo(settings.minSeverity()) < 0) {
      return Optional.empty();
    }
    Optional<Cause> cause =
        incident.getCauses().stream()
            .findFirst()
            .filter(c -> c.getConfidence() >= SURE_ENOUGH && !c.getFault().equals("unknown"));
    String key = cause.map(c -> c.getEntity() + "~" + c.getFault()).orElse("");
    if (!known || told.contains(opened + key)) {
      return Optional.of(incident(incident, opened + key, Kind.OPENED, cause));
    }
    return cause.map(
        c -> incident(incident, incident.getId() + "/cause/" + key, Kind.CAUSE, cause));
  }

  private Message incident(Incident incident, String id, Kind kind, Optional<Cause> cause) {
    Lang lang = settings.lang();
    String what = lang.pick(incident.getTitle(), incident.getTitleZh());
    String head =
        kind == Kind.OPENED
            ? lang.pick("Incident", "故障")
            : lang.pick("Cause of an incident", "故障原因更新");
    List<String> lines = new ArrayList<>();
    lines.add(lang.pick("Severity: ", "级别：") + incident.getSeverity());
    cause.ifPresentOrElse(
        c -> {
          lines.add(
              lang.pick("Likely cause: ", "可能原因：")
                  + lang.pick(c.getSummary(), c.getSummaryZh())
                  + " ("
                  + Math.round(c.getConfidence() * 100)
                  + " %)");
          List<String> advice =
              lang == Lang.ZH && !c.getRecommendationsZh().isEmpty()
                  ? c.getRecommendationsZh()
                  : c.getRecommendations();
          advice.stream().findFirst().ifPresent(a -> lines.add(lang.pick("Advice: ", "建议：") + a));
        },
        () -> lines.add(lang.pick("The cause is not known yet", "原因尚不明确")));
    lines.add(
        lang.pick("Affected: ", "受影响：") + incident.getMembers().size() + lang.pick("", " 个对象"));
    return new Message(
        id,
        incident.getId(),
        "",
        kind,
        head + lang.pick(": ", "：") + what,
        lines,
        link("#/incident/" + incident.getId()),
        incident.getUpdatedAt());
  }

  private Message resolved(Incident incident) {
    Lang lang = settings.lang();
    long minutes = Duration.between(incident.getOpenedAt(), incident.getUpdatedAt()).toMinutes();
    return new Message(
        incident.getId() + "/resolved",
        incident.getId(),
        "",
        Kind.RESOLVED,
        lang.pick("Resolved: ", "故障已恢复：") + lang.pick(incident.getTitle(), incident.getTitleZh()),
        List.of(lang.pick("After " + minutes + " min", "持续 " + minutes + " 分钟")),
        link("#/incident/" + incident.getId()),
        incident.getUpdatedAt());
  }

  /** What a remediation's state has to say. */
  Optional<Message> of(Remediation r) {
    Lang lang = settings.lang();
    return switch (r.getState()) {
      case AWAITING_APPROVAL ->
          Optional.of(remediation(r, Kind.APPROVAL, lang.pick("Approval needed", "需要审批")));
      case VERIFIED -> Optional.of(remediation(r, Kind.VERIFIED, lang.pick("Mended", "已修复")));
      case UNDONE ->
          Optional.of(remediation(r, Kind.UNDONE, lang.pick("Had no effect, undone", "未见效，已撤销")));
      case ESCALATED ->
          Optional.of(remediation(r, Kind.ESCALATED, lang.pick("A person has to look", "需要人工处理")));
      default -> Optional.empty();
    };
  }

  private Message remediation(Remediation r, Kind kind, String head) {
    Lang lang = settings.lang();
    List<String> lines = new ArrayList<>();
    lines.add(lang.pick(r.getReason(), r.getReasonZh()));
    if (kind == Kind.APPROVAL) {
      if (!r.getDanger().isEmpty()) {
        lines.add(lang.pick("Danger: ", "风险：") + r.getDanger());
      }
      if (r.getExpiresAt() != null) {
        lines.add(lang.pick("Expires: ", "过期时间：") + r.getExpiresAt());
      }
    } else if (kind != Kind.VERIFIED && !r.getSteps().isEmpty()) {
      lines.add(why(r));
    }
    return new Message(
        r.getId() + "/" + kind.name().toLowerCase(Locale.ROOT),
        r.getIncidentId(),
        r.getId(),
        kind,
        head
            + lang.pick(": ", "：")
            + EntityId.tryParse(r.getEntity()).map(EntityId::display).orElse(r.getEntity()),
        lines,
        link(r.getIncidentId().isEmpty() ? "" : "#/incident/" + r.getIncidentId()),
        r.getUpdatedAt());
  }

  /** The reason of an escalation stands in the step before it, where it failed. */
  private static String why(Remediation r) {
    List<RemediationStep> steps = r.getSteps();
    boolean escalated = r.getState() == RemediationState.ESCALATED;
    int last = steps.size() - 1;
    return steps.get(escalated && last > 0 ? last - 1 : last).getNote();
  }

  private String link(String page) {
    String base = settings.dashboard();
    return (base.endsWith("/") ? base : base + "/") + page;
  }
}
