package io.aicloudops.assistant.answer.agents;

import io.aicloudops.assistant.answer.Source;
import io.aicloudops.assistant.answer.dialogue.Task;
import io.aicloudops.assistant.knowledge.Language;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import java.util.Locale;

/** Tells of a remediation in the question's language. */
final class RemediationText {

  private RemediationText() {}

  static String action(ActionKind action, Language language) {
    return switch (action) {
      case RESTART -> language.say("rolling restart", "滚动重启");
      case ROLLBACK -> language.say("rollback", "回滚");
      case SCALE -> language.say("scale", "调整副本数");
      case RAISE_MEMORY_LIMIT -> language.say("raise the memory limit", "提高内存限制");
      case DELETE_POD -> language.say("replace one pod", "重建一个 Pod");
      case CORDON -> language.say("cordon the node", "隔离节点");
      case UNCORDON -> language.say("uncordon the node", "解除节点隔离");
      case DELETE_EVICTED_PODS -> language.say("delete evicted pods", "清理被驱逐的 Pod");
      case RESUME_ROLLOUT -> language.say("resume the rollout", "恢复发布");
      case RAISE_CPU_LIMIT -> language.say("raise the CPU limit", "提高 CPU 限制");
      case LOWER_REQUEST -> language.say("lower a resource request", "降低资源请求");
      case CLEAR_NODE_NAME -> language.say("clear the node name", "清除节点名");
      case RAISE_AUTOSCALER_MAXIMUM -> language.say("raise the autoscaler's maximum", "提高自动扩缩容上限");
      case RESTORE_FORMER_VALUE -> language.say("restore the former values", "恢复之前的值");
      case MEND_SELECTOR -> language.say("mend the service's selector", "修正服务选择器");
      case SUSPEND_CRON_JOB -> language.say("suspend the cron job", "暂停定时任务");
      case RETRY_JOB -> language.say("run the job once more", "重跑任务");
      case EXPAND_VOLUME -> language.say("expand the volume", "扩容存储卷");
      case DRAIN -> language.say("evict the node's pods", "驱逐节点上的 Pod");
      case LOOSEN_DISRUPTION_BUDGET ->
          language.say("loosen the disruption budget for a while", "暂时放宽中断预算");
      case NONE, UNKNOWN -> language.say("no action", "不执行动作");
    };
  }

  private static String state(RemediationState state, Language language) {
    String english = state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return switch (state) {
      case AWAITING_APPROVAL -> language.say(english, "等待审批");
      case PROPOSED -> language.say(english, "已提议");
      case APPROVED -> language.say(english, "已批准");
      case EXECUTING -> language.say(english, "执行中");
      case VERIFYING -> language.say(english, "核实中");
      case VERIFIED -> language.say(english, "已核实恢复");
      case UNDONE -> language.say(english, "已撤销");
      case FAILED -> language.say(english, "失败");
      case REJECTED, REFUSED -> language.say(english, "被拒绝");
      case EXPIRED -> language.say(english, "已过期");
      case ESCALATED -> language.say(english, "已升级给人处理");
      default -> english;
    };
  }

  /** One line: id, what, where, state, why. */
  static String line(Remediation remediation, Task task) {
    Language language = task.language();
    String params =
        remediation.getParams().isEmpty()
            ? ""
            : " " + Quoted.text(remediation.getParams().toString());
    return "**%s** %s%s, %s — %s. %s"
        .formatted(
            remediation.getId(),
            action(remediation.getAction(), language),
            params,
            Quoted.entity(remediation.getEntity()),
            state(remediation.getState(), language),
            reason(remediation, language));
  }

  static String reason(Remediation remediation, Language language) {
    String chinese = remediation.getReasonZh();
    return Quoted.text(
        language == Language.ZH && !chinese.isEmpty() ? chinese : remediation.getReason());
  }

  static Source source(Remediation remediation, Language language) {
    return new Source(
        action(remediation.getAction(), language) + " " + Quoted.entity(remediation.getEntity()),
        1,
        remediation.getDiff().isEmpty() ? reason(remediation, language) : remediation.getDiff(),
        Source.Kind.REMEDIATION,
        remediation.getId());
  }
}
