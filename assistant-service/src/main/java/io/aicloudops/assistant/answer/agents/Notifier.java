package io.aicloudops.assistant.answer.agents;

import io.aicloudops.assistant.answer.Draft;
import io.aicloudops.assistant.answer.LiveData;
import io.aicloudops.assistant.answer.dialogue.Subject;
import io.aicloudops.assistant.answer.dialogue.Task;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Remediation;
import java.util.List;
import java.util.Optional;

/** Drafts messages to people about an incident. It sends none. */
final class Notifier implements Agent {

  private static final String NAME = "notifier";

  private final LiveData live;

  Notifier(LiveData live) {
    this.live = live;
  }

  @Override
  public Reply reply(Task task) {
    Optional<Incident> about =
        task.subject().resolve(live).or(() -> live.openIncidents().stream().findFirst());
    if (about.isEmpty()) {
      return new Reply(
          NAME,
          task.say("No incident is open: there is nothing to tell.", "当前没有未关闭的事件，无需通知。"),
          List.of(),
          List.of(task.say("What is wrong now?", "现在有什么问题？")),
          List.of(),
          task.subject());
    }
    Incident incident = about.get();
    String message = message(incident, task);
    return new Reply(
        NAME,
        task.say("A draft; I have sent nothing:\n\n", "以下是草稿，我没有发送：\n\n")
            + message.lines().map(line -> "> " + line + "\n").reduce("", String::concat),
        List.of(IncidentText.source(incident, task.language())),
        List.of(
            task.say("Why did it happen?", "原因是什么？"), task.say("What is proposed?", "有哪些修复建议？")),
        List.of(
            new Draft(
                Draft.Kind.MESSAGE,
                IncidentText.title(incident, task.language()),
                message,
                List.of())),
        new Subject(task.subject().entity(), Optional.of(incident.getId())));
  }

  private String message(Incident incident, Task task) {
    StringBuilder text = new StringBuilder();
    boolean over = incident.getStatus() == IncidentStatus.RESOLVED;
    text.append(over ? task.say("[resolved] ", "【已恢复】") : task.say("[ongoing] ", "【进行中】"))
        .append(IncidentText.title(incident, task.language()))
        .append('\n');
    text.append(
        task.say("Since %s, severity %s.\n", "开始于 %s，级别 %s。\n")
            .formatted(Quoted.time(incident.getSince()), Quoted.text(incident.getSeverity())));
    incident.getCauses().stream().findFirst().ifPresent(cause -> cause(cause, task, text));
    live.remediations(incident.getId()).stream()
        .findFirst()
        .ifPresent(remediation -> remediation(remediation, task, text));
    return text.append(task.say("Reference: ", "编号：")).append(incident.getId()).toString();
  }

  private static void cause(Cause cause, Task task, StringBuilder text) {
    text.append(
        task.say("Likely cause: %s (confidence %s).\n", "可能原因：%s（置信度 %s）。\n")
            .formatted(
                IncidentText.summary(cause, task.language()),
                Quoted.percent(cause.getConfidence())));
    if (!cause.getAffected().isEmpty()) {
      text.append(task.say("Affected: ", "受影响："))
          .append(String.join(", ", cause.getAffected().stream().map(Quoted::entity).toList()))
          .append('\n');
    }
  }

  private static void remediation(Remediation remediation, Task task, StringBuilder text) {
    text.append(task.say("Remediation: ", "修复："))
        .append(RemediationText.line(remediation, task).replace("**", ""))
        .append('\n');
  }
}
