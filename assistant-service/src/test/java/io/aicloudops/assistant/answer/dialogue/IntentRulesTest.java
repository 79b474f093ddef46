package io.aicloudops.assistant.answer.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people say, and what they want by it. */
class IntentRulesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          what is wrong right now?                        | STATUS
          What's broken                                   | STATUS
          are there any open incidents                    | STATUS
          is everything ok?                               | STATUS
          现在有什么问题？                                  | STATUS
          当前有没有故障                                    | STATUS
          集群正常吗                                       | STATUS
          why did this happen?                            | WHY
          what is the root cause                          | WHY
          为什么会这样                                      | WHY
          根因是什么                                       | WHY
          怎么回事                                         | WHY
          what is proposed?                               | PROPOSED
          which remediations are waiting for approval     | PROPOSED
          what should I do about it                       | PROPOSED
          有哪些修复建议？                                   | PROPOSED
          有什么待审批的                                    | PROPOSED
          how much load do we get tomorrow                | LOAD
          how many replicas will be needed next week      | LOAD
          明天的流量有多大                                   | LOAD
          预测一下未来三小时的负载                             | LOAD
          write a PromQL query for errors                 | QUERY
          写一条查询 P99 延迟的 PromQL                        | QUERY
          draft an alert rule for consumer lag            | ALERT_RULE
          帮我生成一条内存告警规则                             | ALERT_RULE
          generate an HPA for me                          | POLICY
          写一个网络策略                                    | POLICY
          draft a message to the team                     | MESSAGE
          写一份通知发给用户                                 | MESSAGE
          How do I roll back a deployment?                | KNOWLEDGE
          如何优化Kubernetes集群性能？                        | KNOWLEDGE
          镜像拉不下来怎么办                                 | KNOWLEDGE
          what does CrashLoopBackOff mean                 | KNOWLEDGE
          disk is full on a node                          | KNOWLEDGE
          """)
  void recognisesWhatIsAskedWithoutASubject(String query, Intent intent) {
    assertThat(IntentRules.of(query, false)).isEqualTo(intent);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          restart cart                  | REQUEST
          please scale cart to 5        | REQUEST
          把 cart 回滚一下               | REQUEST
          how is cart doing             | SIGNALS
          cart 现在怎么样                 | SIGNALS
          show the latency of cart      | SIGNALS
          why is cart slow              | WHY
          cart 为什么这么慢               | WHY
          how many instances for cart   | LOAD
          how do I restart cart         | KNOWLEDGE
          """)
  void recognisesWhatIsAskedAboutAWorkload(String query, Intent intent) {
    assertThat(IntentRules.of(query, true)).isEqualTo(intent);
  }

  @ParameterizedTest
  @ValueSource(strings = {"why?", "restart it", "原因呢？", "这个怎么修", "and the incident?"})
  void knowsWhenAQuestionGoesOnAboutTheLast(String query) {
    assertThat(IntentRules.refersBack(query)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"why do pods get evicted", "how do I renew certificates"})
  void knowsWhenAQuestionStandsAlone(String query) {
    assertThat(IntentRules.refersBack(query)).isFalse();
  }
}
