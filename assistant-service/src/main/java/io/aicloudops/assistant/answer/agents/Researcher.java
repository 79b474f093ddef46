package io.aicloudops.assistant.answer.agents;

import io.aicloudops.assistant.answer.LiveData;
import io.aicloudops.assistant.answer.Source;
import io.aicloudops.assistant.answer.dialogue.IntentRules;
import io.aicloudops.assistant.answer.dialogue.Subject;
import io.aicloudops.assistant.answer.dialogue.Task;
import io.aicloudops.assistant.knowledge.KnowledgeBase;
import io.aicloudops.assistant.knowledge.Runbook;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.Remediation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds out: what is wrong, why, how a workload is, how much load to expect, how things are done.
 */
final class Researcher implements Agent {

  static final String NAME = "researcher";
  private static final int MOST_LISTED = 10;

  private final LiveData live;
  private final KnowledgeBase knowledge;
  private final KnowledgeAnswer handbook;
  private final WorkloadAnswer workloads;

  Researcher(LiveData live, KnowledgeBase knowledge) {
    this.live = live;
    this.knowledge = knowledge;
    this.handbook = new KnowledgeAnswer(knowledge, live);
    this.workloads = new WorkloadAnswer(live);
  }

  @Override
  public Reply reply(Task task) {
    return switch (task.intent()) {
      case STATUS -> status(task);
      case WHY -> why(task);
      case LOAD -> workloads.load(task);
      case SIGNALS -> workloads.signals(task);
      default -> handbook.reply(task);
    };
  }

  private Reply status(Task task) {
    Optional<Incident> named = task.subject().resolve(live);
    if (named.isPresent()) {
      return explain(task, named.get());
    }
    if (task.subject().entity().isPresent()) {
      return workloads.signals(task);
    }
    List<Incident> open = live.openIncidents();
    int waiting = live.pendingApprovals().size();
    if (open.isEmpty()) {
      return new Reply(
          NAME,
          task.say("No incident is open: nothing is known to be wrong now.", "当前没有未关闭的事件，没有发现异常。"),
          List.of(),
          List.of(
              task.say("How much load is expected tomorrow?", "明天的负载预计是多少？"),
              task.say("What did AI-CloudOps do today?", "查看今天执行过的修复")),
          List.of(),
          Subject.NONE);
    }
    StringBuilder text = new StringBuilder();
    text.append(
        task.say(
            open.size() == 1 ? "One incident is open:\n" : open.size() + " incidents are open:\n",
            "当前有 " + open.size() + " 个未关闭的事件：\n"));
    open.stream()
        .limit(MOST_LISTED)
        .forEach(incident -> text.append(IncidentText.line(incident, task)).append('\n'));
    if (waiting > 0) {
      text.append(
          task.say("\nWaiting for approval: " + waiting + ".\n", "\n等待审批的修复：" + waiting + " 项。\n"));
    }
    Incident first = open.get(0);
    return new Reply(
        NAME,
        text.toString(),
        open.stream().limit(3).map(i -> IncidentText.source(i, task.language())).toList(),
        List.of(
            task.say("Why did " + first.getId() + " happen?", first.getId() + " 的原因是什么？"),
            task.say("What is proposed?", "有哪些修复建议？"),
            task.say("Draft a message to the team", "起草一份给团队的通知")),
        List.of(),
        new Subject(Optional.empty(), Optional.of(first.getId())));
  }

  private Reply why(Task task) {
    Optional<Incident> meant = task.subject().resolve(live);
    if (meant.isEmpty() && task.subject().entity().isPresent()) {
      return workloads.signals(task);
    }
    if (meant.isEmpty() && IntentRules.refersBack(task.question().query())) {
      meant = live.openIncidents().stream().findFirst();
    }
    return meant.map(incident -> explain(task, incident)).orElseGet(() -> handbook.reply(task));
  }

  private Reply explain(Task task, Incident incident) {
    StringBuilder text = new StringBuilder(IncidentText.explanation(incident, task));
    List<Source> sources = new ArrayList<>();
    sources.add(IncidentText.source(incident, task.language()));
    List<Remediation> remediations = live.remediations(incident.getId());
    remediations.stream()
        .limit(3)
        .forEach(
            remediation -> {
              text.append(task.say("\nRemediation: ", "\n修复："))
                  .append(RemediationText.line(remediation, task))
                  .append('\n');
              sources.add(RemediationText.source(remediation, task.language()));
            });
    List<String> suggestions = new ArrayList<>();
    if (!remediations.isEmpty()) {
      suggestions.add(task.say("What is proposed?", "有哪些修复建议？"));
    }
    Optional<Runbook> runbook = incident.getCauses().stream().findFirst().flatMap(this::runbook);
    runbook.ifPresent(
        found -> {
          text.append(task.say("\nHandbook: ", "\n参考手册："))
              .append("**")
              .append(found.title(task.language()))
              .append("**\n");
          sources.add(KnowledgeAnswer.source(found, 2, 0.9, task.language()));
          suggestions.addAll(found.next(task.language()));
        });
    suggestions.add(task.say("Draft a message to the team", "起草一份给团队的通知"));
    return new Reply(
        NAME,
        text.toString(),
        sources,
        suggestions.stream().limit(4).toList(),
        List.of(),
        new Subject(task.subject().entity(), Optional.of(incident.getId())));
  }

  private Optional<Runbook> runbook(Cause cause) {
    return knowledge.runbook(cause.getKnowledge()).or(() -> knowledge.forFault(cause.getFault()));
  }
}
