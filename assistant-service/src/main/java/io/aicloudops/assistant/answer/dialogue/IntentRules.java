package io.aicloudops.assistant.answer.dialogue;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Recognises what is asked by its words: a list of rules, the first that fits decides. Simple on
 * purpose: it can be read, tested and mended, and a wrong guess costs one more question.
 */
public final class IntentRules {

  private record Rule(Intent intent, boolean needsSubject, Pattern words) {}

  private static final String WRITE =
      "(?:write|draft|generate|create|give me|make|compose|prepare|写|生成|起草|拟|创建|给我|来一?[条个份])";

  private static final List<Rule> RULES =
      List.of(
          rule(
              Intent.MESSAGE,
              WRITE
                  + ".{0,40}(?:message|notification|announcement|e-?mail|status update|通知|公告|消息|邮件|通报)"
                  + "|\\b(?:notify|tell|inform) (?:the )?(?:team|people|users|everybody|on-?call)|通知(?:一下)?(?:大家|团队|用户|值班)"),
          rule(
              Intent.POLICY,
              WRITE
                  + ".{0,40}(?:hpa|autoscaler|pdb|disruption ?budget|network ?policy|policy|扩缩容策略|中断预算|网络策略|策略)"),
          rule(
              Intent.ALERT_RULE,
              WRITE + ".{0,40}(?:alert|alerting|rule|告警|报警)|\\balert(?:ing)? rule for\\b"),
          rule(
              Intent.QUERY,
              WRITE
                  + ".{0,40}(?:promql|query|查询|表达式)|\\b(?:promql|query) for\\b|(?:check|valid|检查|校验).{0,20}promql|promql.{0,12}(?:对吗|正确吗|ok|right|valid)"),
          rule(Intent.WHY, "怎么(?:这么|会|又|突然|老是|一直|了|回事)"),
          rule(
              Intent.KNOWLEDGE,
              "^\\W*(?:how (?:do|can|should|to|would|does)|what (?:does|do|is an?|are) |explain what|best practice)"
                  + "|如何|怎样(?!$)|怎么(?!样)|什么是|是什么意思|最佳实践|谁可以|能不能"),
          needing(
              Intent.REQUEST,
              "^\\W*(?:please |can you |could you |now )*(?:restart|roll ?back|scale|fix|remediate|heal|mend|repair|raise|increase|cordon|undo)\\b"
                  + "|(?:重启|回滚|扩容|缩容|修复|治好|隔离|调大|提高|撤销)"),
          rule(
              Intent.PROPOSED,
              "pending (?:approval|remediation|action|proposal)|\\bpropos|\\bapprovals?\\b|wait(?:s|ing)? for (?:me|approval)"
                  + "|(?:suggest|recommend)|what should (?:i|we) do|待审批|待批准|等待(?:审批|批准|确认)|(?:建议|提议|方案)"),
          rule(
              Intent.STATUS,
              "what(?:'s| is| has| went|s)? (?:gone )?(?:wrong|broken|failing|happening|going on)|(?:any|open|current|active|list|show).{0,20}(?:incident|problem|issue|alert)"
                  + "|everything (?:ok|okay|fine|alright|healthy)|(?:cluster|system) (?:status|health)|are we (?:ok|healthy)"
                  + "|(?:现在|当前|目前|有没有|有什么|有哪些|哪些|存在).{0,8}(?:问题|故障|事件|异常|告警|报警)|出了什么|(?:集群|系统)(?:状态|怎么样|正常|健康)|一切正常"),
          rule(
              Intent.LOAD,
              "forecast|predict|expected load|how (?:much|many) .{0,20}(?:load|traffic|requests|instances|replicas|pods)|\\btomorrow\\b|next (?:hour|day|week)"
                  + "|预测|明天|未来|下周|小时后|多少.{0,4}(?:负载|流量|请求|实例|副本|qps)|(?:负载|流量).{0,6}多少"),
          rule(Intent.WHY, "\\bwhy\\b|root cause|what caused|cause of|为什么|为何|原因|根因|什么导致"),
          needing(
              Intent.SIGNALS,
              "how(?:'s| is| are)|show|status|metric|signal|latency|cpu|memory|error|health|怎么样|状态|指标|延迟|情况|信号|健康|正常"));

  private static final Pattern REFERS_BACK =
      Pattern.compile(
          "(?i)\\b(?:it|this|that|these|those|them|incident)\\b|这个?|那个?|它|该|此|上述|刚才|事件|故障");

  private IntentRules() {}

  private static Rule rule(Intent intent, String words) {
    return new Rule(intent, false, Pattern.compile(words, Pattern.CASE_INSENSITIVE));
  }

  private static Rule needing(Intent intent, String words) {
    return new Rule(intent, true, Pattern.compile(words, Pattern.CASE_INSENSITIVE));
  }

  /**
   * What a question wants.
   *
   * @param hasSubject whether it names a workload or an incident, or goes on about one
   */
  public static Intent of(String query, boolean hasSubject) {
    for (Rule rule : RULES) {
      if ((hasSubject || !rule.needsSubject()) && rule.words().matcher(query).find()) {
        return rule.intent();
      }
    }
    return Intent.KNOWLEDGE;
  }

  /** Whether a question goes on about what was talked about: "why?", "restart it", "原因呢？". */
  public static boolean refersBack(String query) {
    boolean brief = query.length() <= 6 || (query.length() <= 12 && query.indexOf(' ') < 0);
    return brief || REFERS_BACK.matcher(query).find();
  }
}
