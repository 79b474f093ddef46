package io.aicloudops.assistant.answer.agents;

import io.aicloudops.assistant.answer.Draft;
import io.aicloudops.assistant.answer.LiveData;
import io.aicloudops.assistant.answer.Source;
import io.aicloudops.assistant.answer.dialogue.Intent;
import io.aicloudops.assistant.answer.dialogue.Subject;
import io.aicloudops.assistant.answer.dialogue.Task;
import io.aicloudops.assistant.knowledge.KnowledgeBase;
import io.aicloudops.assistant.knowledge.Runbook;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.identity.EntityId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells what is proposed and drafts requests. It never executes, approves or sends anything: a
 * person with the role does, and the remediator's guards decide.
 */
final class Fixer implements Agent {

  private static final String NAME = "fixer";
  private static final Map<ActionKind, Pattern> WORDS =
      Map.of(
          ActionKind.ROLLBACK, words("roll ?back|revert|undo|回滚|撤销"),
          ActionKind.RESTART, words("restart|bounce|重启"),
          ActionKind.SCALE, words("scale|replicas|扩容|缩容|副本"),
          ActionKind.RAISE_MEMORY_LIMIT, words("memory|内存"),
          ActionKind.CORDON, words("cordon|隔离"));
  private static final Pattern COUNT =
      Pattern.compile(
          "(?:to|=|到|至|为|成)\\s*(\\d{1,4})|(\\d{1,4})\\s*(?:replicas|instances|pods|副本|实例|个)");

  private final LiveData live;
  private final KnowledgeBase knowledge;

  Fixer(LiveData live, KnowledgeBase knowledge) {
    this.live = live;
    this.knowledge = knowledge;
  }

  private static Pattern words(String words) {
    return Pattern.compile(words, Pattern.CASE_INSENSITIVE);
  }

  @Override
  public Reply reply(Task task) {
    return task.intent() == Intent.REQUEST ? request(task) : proposed(task);
  }

  private Reply proposed(Task task) {
    Optional<Incident> about = task.subject().resolve(live);
    List<Remediation> pending = pending(task.subject(), about);
    if (pending.isEmpty()) {
      return about.map(incident -> advice(task, incident)).orElseGet(() -> nothingPending(task));
    }
    StringBuilder text = new StringBuilder();
    text.append(task.say("Waiting for approval:\n", "等待审批：\n"));
    pending.forEach(remediation -> text.append(details(remediation, task)));
    text.append(
        task.say(
            "\nLook at the diff first. Approve with `aiops approve ID` or on the dashboard, reject"
                + " with `aiops reject ID`. I cannot do either.\n",
            "\n请先查看差异。批准：`aiops approve ID` 或在仪表盘上操作；拒绝：`aiops reject ID`。我不能代为操作。\n"));
    Remediation first = pending.get(0);
    return new Reply(
        NAME,
        text.toString(),
        pending.stream().limit(3).map(r -> RemediationText.source(r, task.language())).toList(),
        List.of(
            task.say(
                "Why did " + first.getIncidentId() + " happen?",
                first.getIncidentId() + " 的原因是什么？"),
            task.say("What does an approval bind to?", "批准对什么有效？")),
        List.of(),
        new Subject(
            task.subject().entity(),
            Optional.of(first.getIncidentId()).filter(id -> !id.isEmpty())));
  }

  private List<Remediation> pending(Subject subject, Optional<Incident> about) {
    return live.pendingApprovals().stream()
        .filter(
            remediation ->
                !subject.present()
                    || subject.entity().map(EntityId::toString).stream()
                        .anyMatch(remediation.getEntity()::equals)
                    || about.map(Incident::getId).stream()
                        .anyMatch(remediation.getIncidentId()::equals))
        .toList();
  }

  private static String details(Remediation remediation, Task task) {
    StringBuilder text = new StringBuilder("- ");
    text.append(RemediationText.line(remediation, task)).append('\n');
    if (!remediation.getDanger().isEmpty()) {
      text.append(task.say("  Danger: ", "  风险："))
          .append(Quoted.text(remediation.getDanger()))
          .append('\n');
    }
    Instant expires = remediation.getExpiresAt();
    if (expires != null) {
      text.append(task.say("  Expires: ", "  过期时间：")).append(Quoted.time(expires)).append('\n');
    }
    return text.toString();
  }

  private Reply nothingPending(Task task) {
    return new Reply(
        NAME,
        task.say("Nothing waits for approval.", "当前没有等待审批的修复。"),
        List.of(),
        List.of(
            task.say("What is wrong now?", "现在有什么问题？"),
            task.say("How do approvals work?", "审批是如何工作的？")),
        List.of(),
        task.subject());
  }

  private Reply advice(Task task, Incident incident) {
    StringBuilder text = new StringBuilder();
    text.append(
        task.say("Nothing waits for approval for %s.\n", "%s 当前没有等待审批的修复。\n")
            .formatted(incident.getId()));
    List<Source> sources = new ArrayList<>();
    sources.add(IncidentText.source(incident, task.language()));
    incident.getCauses().stream()
        .findFirst()
        .ifPresent(
            cause -> {
              IncidentText.recommendations(cause, task.language())
                  .forEach(step -> text.append("- ").append(Quoted.text(step)).append('\n'));
              dangers(task, cause.getFault(), text, sources);
            });
    return new Reply(
        NAME,
        text.toString(),
        sources,
        List.of(task.say("Why did it happen?", "原因是什么？")),
        List.of(),
        new Subject(task.subject().entity(), Optional.of(incident.getId())));
  }

  private void dangers(Task task, String fault, StringBuilder text, List<Source> sources) {
    Optional<Runbook> runbook = knowledge.forFault(fault);
    runbook.ifPresent(
        found -> {
          int last = found.sections(task.language()).size() - 1;
          text.append("\n### ")
              .append(found.sections(task.language()).get(last).heading())
              .append('\n')
              .append(found.sections(task.language()).get(last).text())
              .append('\n');
          sources.add(KnowledgeAnswer.source(found, last, 0.9, task.language()));
        });
  }

  private Reply request(Task task) {
    Optional<Incident> incident = task.subject().resolve(live);
    Optional<Cause> cause = incident.flatMap(found -> found.getCauses().stream().findFirst());
    Optional<String> entity =
        task.subject().entity().map(EntityId::toString).or(() -> cause.map(Cause::getEntity));
    ActionKind action = action(task.question().query(), cause);
    List<Remediation> same =
        pending(task.subject(), incident).stream()
            .filter(remediation -> action == ActionKind.NONE || remediation.getAction() == action)
            .toList();
    if (!same.isEmpty()) {
      return proposed(task);
    }
    if (entity.isEmpty() || action == ActionKind.NONE) {
      return incident.map(found -> advice(task, found)).orElseGet(() -> unclear(task));
    }
    return drafted(task, action, entity.get(), cause, incident);
  }

  private Reply drafted(
      Task task,
      ActionKind action,
      String entity,
      Optional<Cause> cause,
      Optional<Incident> incident) {
    String body = body(action, entity, task.question().query());
    StringBuilder text = new StringBuilder();
    text.append(
        task.say(
                "I do not change anything myself. Here is a request for a %s of %s. A person with the"
                    + " role operator can send it to `POST /api/v1/autofix`; the policy, a dry run with"
                    + " its diff and an approval still stand before the write.\n",
                "我自己不会改动任何东西。下面是对 %2$s 执行%1$s的请求，由具有 operator 角色的人发送到"
                    + " `POST /api/v1/autofix`；写入之前仍要经过策略、带差异的试运行和审批。\n")
            .formatted(RemediationText.action(action, task.language()), Quoted.entity(entity)));
    text.append("```json\n").append(body).append("\n```\n");
    List<Source> sources = new ArrayList<>();
    incident.ifPresent(found -> sources.add(IncidentText.source(found, task.language())));
    dangers(task, cause.map(Cause::getFault).orElse(usualFault(action).id()), text, sources);
    return new Reply(
        NAME,
        text.toString(),
        sources,
        List.of(
            task.say("What is proposed?", "有哪些修复建议？"),
            task.say("How do approvals work?", "审批是如何工作的？")),
        List.of(
            new Draft(
                Draft.Kind.COMMAND,
                RemediationText.action(action, task.language()) + " " + Quoted.entity(entity),
                body,
                List.of())),
        new Subject(EntityId.tryParse(entity), incident.map(Incident::getId)));
  }

  private static Reply unclear(Task task) {
    return new Reply(
        NAME,
        task.say(
            "Say what to do with which workload, e.g. \"restart NAME\" or \"scale NAME to 4\".",
            "请说明对哪个工作负载做什么，例如“重启 NAME”或“把 NAME 扩容到 4”。"),
        List.of(),
        List.of(task.say("What is wrong now?", "现在有什么问题？")),
        List.of(),
        task.subject());
  }

  private static ActionKind action(String query, Optional<Cause> cause) {
    for (ActionKind kind : ActionKind.values()) {
      Pattern words = WORDS.get(kind);
      if (words != null && words.matcher(query).find()) {
        return kind;
      }
    }
    return cause
        .flatMap(found -> FaultKind.ofId(found.getFault()))
        .map(FaultKind::action)
        .orElse(ActionKind.NONE);
  }

  /** Whose dangers to tell of when an action is asked for without an incident. */
  private static FaultKind usualFault(ActionKind action) {
    return switch (action) {
      case ROLLBACK -> FaultKind.CRASH_AFTER_ROLLOUT;
      case SCALE -> FaultKind.LOAD_ABOVE_CAPACITY;
      case RAISE_MEMORY_LIMIT -> FaultKind.OOM_LIMIT_TOO_LOW;
      case CORDON -> FaultKind.NODE_NOT_READY;
      default -> FaultKind.CRASH_WITHOUT_CHANGE;
    };
  }

  private static String body(ActionKind action, String entity, String query) {
    Matcher count = COUNT.matcher(query);
    String params =
        action == ActionKind.SCALE && count.find()
            ? "\"replicas\": \"%s\""
                .formatted(count.group(1) != null ? count.group(1) : count.group(2))
            : "";
    return """
    {"entity": "%s", "action": "%s", "params": {%s}}"""
        .formatted(entity, action.name().toLowerCase(Locale.ROOT), params);
  }
}
