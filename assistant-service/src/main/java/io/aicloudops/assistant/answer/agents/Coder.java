package io.aicloudops.assistant.answer.agents;

import io.aicloudops.assistant.answer.Draft;
import io.aicloudops.assistant.answer.dialogue.Intent;
import io.aicloudops.assistant.answer.dialogue.Task;
import io.aicloudops.assistant.answer.drafts.Drafts;
import io.aicloudops.assistant.answer.drafts.PromQl;
import io.aicloudops.schemas.identity.EntityId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes queries, alert rules and policies, and checks queries that people wrote. */
final class Coder implements Agent {

  private static final String NAME = "coder";
  private static final Pattern QUOTED = Pattern.compile("```(?:promql)?\\s*([^`]+)```|`([^`]+)`");

  @Override
  public Reply reply(Task task) {
    String query = task.question().query();
    Matcher quoted = QUOTED.matcher(query);
    if (task.intent() == Intent.QUERY && quoted.find()) {
      return checked(task, quoted.group(1) != null ? quoted.group(1) : quoted.group(2));
    }
    Optional<EntityId> about = task.subject().entity();
    Optional<Draft> draft =
        switch (task.intent()) {
          case ALERT_RULE -> Drafts.alertRule(query, about, task.language());
          case POLICY -> Optional.of(Drafts.policy(query, about));
          default -> Drafts.query(query, about, task.language());
        };
    return draft.map(written -> written(task, written)).orElseGet(() -> unclear(task));
  }

  private static Reply written(Task task, Draft draft) {
    boolean promql = draft.kind() == Draft.Kind.PROMQL;
    String text =
        "**"
            + draft.title()
            + "**\n```"
            + (promql ? "promql" : "yaml")
            + "\n"
            + draft.text().stripTrailing()
            + "\n```\n"
            + verdict(task, draft.problems())
            + task.say(
                "Metric and label names follow the usual conventions: compare them with yours.\n",
                "指标名和标签名按通用约定填写，请与实际环境核对。\n");
    return new Reply(
        NAME,
        text,
        List.of(),
        List.of(
            promql
                ? task.say("Write an alert rule for it", "为它写一条告警规则")
                : task.say("What makes a good alert rule?", "什么样的告警规则才好？"),
            task.say("How do I write PromQL?", "如何编写 PromQL？")),
        List.of(draft),
        task.subject());
  }

  private static Reply checked(Task task, String expression) {
    List<String> problems = PromQl.problems(expression.strip());
    return new Reply(
        NAME,
        "```promql\n" + expression.strip() + "\n```\n" + verdict(task, problems),
        List.of(),
        List.of(task.say("How do I write PromQL?", "如何编写 PromQL？")),
        List.of(new Draft(Draft.Kind.PROMQL, "PromQL", expression.strip(), problems)),
        task.subject());
  }

  private static String verdict(Task task, List<String> problems) {
    return problems.isEmpty()
        ? task.say("A parser has read it and found nothing wrong.\n", "已通过解析器检查，未发现语法问题。\n")
        : task.say("A parser found: ", "解析器发现问题：") + String.join("; ", problems) + "\n";
  }

  private static Reply unclear(Task task) {
    return new Reply(
        NAME,
        task.say(
            "Say what it should measure: request rate, errors, latency, CPU, memory, restarts,"
                + " throttling, disk, replicas, consumer lag or SLO burn; and of which workload.",
            "请说明要度量什么：请求速率、错误率、延迟、CPU、内存、重启、节流、磁盘、副本、消费积压或 SLO" + " 燃烧率，以及针对哪个工作负载。"),
        List.of(),
        List.of(
            task.say("Write a PromQL query for the error rate", "写一条错误率的 PromQL"),
            task.say("Draft an alert rule for p99 latency", "起草一条 P99 延迟的告警规则")),
        List.of(),
        task.subject());
  }
}
