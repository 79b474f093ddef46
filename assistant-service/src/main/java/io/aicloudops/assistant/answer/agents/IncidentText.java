package io.aicloudops.assistant.answer.agents;

import io.aicloudops.assistant.answer.Source;
import io.aicloudops.assistant.answer.dialogue.Task;
import io.aicloudops.assistant.knowledge.Language;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.EvidenceRef;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.faults.FaultKind;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Tells of an incident in the question's language. */
final class IncidentText {

  private static final int MOST_EVIDENCE = 5;

  private IncidentText() {}

  static String title(Incident incident, Language language) {
    String chinese = incident.getTitleZh();
    return Quoted.text(
        language == Language.ZH && !chinese.isEmpty() ? chinese : incident.getTitle());
  }

  static String summary(Cause cause, Language language) {
    String chinese = cause.getSummaryZh();
    String text = language == Language.ZH && !chinese.isEmpty() ? chinese : cause.getSummary();
    return text.isEmpty() ? fault(cause, language) : Quoted.text(text);
  }

  static String fault(Cause cause, Language language) {
    FaultKind kind = FaultKind.ofId(cause.getFault()).orElse(FaultKind.UNKNOWN);
    return language.say(kind.title(), kind.titleZh());
  }

  static List<String> recommendations(Cause cause, Language language) {
    List<String> chinese = cause.getRecommendationsZh();
    return language == Language.ZH && !chinese.isEmpty() ? chinese : cause.getRecommendations();
  }

  /** One line for a list. */
  static String line(Incident incident, Task task) {
    String cause =
        incident.getCauses().isEmpty()
            ? task.say("cause not known yet", "原因尚不明确")
            : summary(incident.getCauses().get(0), task.language())
                + " ("
                + Quoted.percent(incident.getCauses().get(0).getConfidence())
                + ")";
    return "- **%s** (%s, %s %s): %s — %s%s"
        .formatted(
            incident.getId(),
            Quoted.text(incident.getSeverity()),
            task.say("for", "已持续"),
            Quoted.age(task, incident.getSince()),
            title(incident, task.language()),
            cause,
            incident.getSilenced() ? task.say(" (silenced)", "（已静默）") : "");
  }

  /** The whole explanation: causes, what speaks for and against the first, what to do. */
  static String explanation(Incident incident, Task task) {
    StringBuilder text = new StringBuilder();
    text.append("**%s**: %s\n".formatted(incident.getId(), title(incident, task.language())));
    text.append(
        task.say(
            "%s, %s, began about %s.\n"
                .formatted(
                    incident.getStatus().name().toLowerCase(Locale.ROOT),
                    Quoted.text(incident.getSeverity()),
                    Quoted.time(incident.getSince())),
            "状态 %s，级别 %s，大约始于 %s。\n"
                .formatted(
                    incident.getStatus().name().toLowerCase(Locale.ROOT),
                    Quoted.text(incident.getSeverity()),
                    Quoted.time(incident.getSince()))));
    if (incident.getCauses().isEmpty()) {
      return text.append(
              task.say(
                  "\nNo cause is known yet. The first evidence in time is the best place to look.\n",
                  "\n目前还没有找到原因，建议从时间上最早的证据查起。\n"))
          .append(evidence(incident.getEvidence(), task))
          .toString();
    }
    Cause first = incident.getCauses().get(0);
    text.append(
        task.say("\nMost likely cause (%s): %s — %s.\n", "\n最可能的原因（置信度 %s）：%s（%s）。\n")
            .formatted(
                Quoted.percent(first.getConfidence()),
                summary(first, task.language()),
                Quoted.entity(first.getEntity())));
    text.append(
        section(task.say("Speaks for it:", "支持的证据："), incident, first.getSupporting(), task));
    text.append(
        section(task.say("Speaks against it:", "反对的证据："), incident, first.getAgainst(), task));
    if (!first.getAffected().isEmpty()) {
      text.append(task.say("\nAffected: ", "\n受影响："))
          .append(String.join(", ", first.getAffected().stream().map(Quoted::entity).toList()))
          .append('\n');
    }
    others(incident, task, text);
    List<String> advice = recommendations(first, task.language());
    if (!advice.isEmpty()) {
      text.append(task.say("\nRecommended:\n", "\n建议：\n"));
      advice.forEach(step -> text.append("- ").append(Quoted.text(step)).append('\n'));
    }
    return text.toString();
  }

  private static void others(Incident incident, Task task, StringBuilder text) {
    List<String> others =
        incident.getCauses().stream()
            .skip(1)
            .limit(2)
            .map(
                cause ->
                    "%s, %s (%s)"
                        .formatted(
                            summary(cause, task.language()),
                            Quoted.entity(cause.getEntity()),
                            Quoted.percent(cause.getConfidence())))
            .toList();
    if (!others.isEmpty()) {
      text.append(task.say("\nLess likely: ", "\n其他可能："))
          .append(String.join("; ", others))
          .append('\n');
    }
  }

  private static String section(String heading, Incident incident, List<String> ids, Task task) {
    List<EvidenceRef> named =
        incident.getEvidence().stream().filter(e -> ids.contains(e.getId())).toList();
    return named.isEmpty() ? "" : "\n" + heading + "\n" + evidence(named, task);
  }

  private static String evidence(List<EvidenceRef> evidence, Task task) {
    StringBuilder text = new StringBuilder();
    evidence.stream()
        .sorted(
            Comparator.comparingDouble(EvidenceRef::getWeight)
                .reversed()
                .thenComparing(EvidenceRef::getSince))
        .limit(MOST_EVIDENCE)
        .forEach(
            e ->
                text.append("- ")
                    .append(Quoted.time(e.getSince()))
                    .append(' ')
                    .append(Quoted.entity(e.getEntity()))
                    .append(task.say(": ", "："))
                    .append(Quoted.text(e.getText().isEmpty() ? e.getWhat() : e.getText()))
                    .append('\n'));
    return text.toString();
  }

  static Source source(Incident incident, Language language) {
    String cause =
        incident.getCauses().isEmpty() ? "" : summary(incident.getCauses().get(0), language);
    return new Source(title(incident, language), 1, cause, Source.Kind.INCIDENT, incident.getId());
  }
}
