package io.aicloudops.assistant.answer.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.assistant.answer.Answer;
import io.aicloudops.assistant.answer.AssistantHealth;
import io.aicloudops.assistant.answer.AssistantSettings;
import io.aicloudops.assistant.answer.Draft;
import io.aicloudops.assistant.answer.FixedLiveData;
import io.aicloudops.assistant.answer.LiveData;
import io.aicloudops.assistant.answer.MovingClock;
import io.aicloudops.assistant.answer.Question;
import io.aicloudops.assistant.answer.Source;
import io.aicloudops.assistant.answer.TokenListener;
import io.aicloudops.assistant.answer.dialogue.Conversations;
import io.aicloudops.assistant.knowledge.KnowledgeBase;
import io.aicloudops.assistant.knowledge.Language;
import io.aicloudops.assistant.knowledge.index.Fixtures;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Answers without a language model: from live data and runbooks, in the question's language. */
class GroundedAssistantTest {

  private static final KnowledgeBase KNOWLEDGE = Fixtures.knowledge(Fixtures.NO_MODELS);

  private final MovingClock clock = new MovingClock();
  private final GroundedAssistant assistant = over(FixedLiveData.withIncident());
  private String session = "";

  private GroundedAssistant over(LiveData live) {
    Conversations conversations =
        new Conversations(new AssistantSettings.Session(Duration.ofMinutes(30), 10, 5), clock);
    AtomicInteger ids = new AtomicInteger();
    return new GroundedAssistant(
        new Supervisor(live, KNOWLEDGE, conversations, clock, () -> "s" + ids.incrementAndGet()),
        KNOWLEDGE);
  }

  private Answer ask(String query) {
    Answer answer = assistant.answer(new Question(query, "", session, "amy"));
    session = answer.sessionId();
    return answer;
  }

  @Test
  void tellsWhatIsWrongNow() {
    Answer answer = ask("what is wrong now?");
    assertThat(answer.response())
        .contains("One incident is open", "inc-7f3a", "12 min", "83 %")
        .contains("Waiting for approval: 1")
        .contains("no language model was involved");
    assertThat(answer.language()).isEqualTo(Language.EN);
    assertThat(answer.grounded()).isTrue();
    assertThat(answer.agent()).isEqualTo("researcher");
    assertThat(answer.sources()).extracting(Source::ref).containsExactly("inc-7f3a");
    assertThat(answer.suggestions()).contains("Why did inc-7f3a happen?");
  }

  @Test
  void answersAChineseQuestionInChinese() {
    Answer answer = ask("现在有什么问题？");
    assertThat(answer.response()).contains("1 个未关闭的事件", "payment 达到内存限制", "未使用大模型");
    assertThat(answer.language()).isEqualTo(Language.ZH);
  }

  @Test
  void saysThatNothingIsWrong() {
    Answer answer = over(FixedLiveData.quiet()).answer(Question.of("当前有故障吗？现在有什么问题", "amy"));
    assertThat(answer.response()).contains("没有未关闭的事件");
  }

  @Test
  void explainsAnIncidentWithEvidenceForAndAgainst() {
    Answer answer = ask("why did inc-7f3a happen?");
    assertThat(answer.response())
        .contains("payment reaches its memory limit", "Speaks for it", "Speaks against it")
        .contains("Raise the memory limit to 384 MiB", "Affected: shop/Deployment/checkout")
        .contains("rem-42", "Handbook: **Container killed");
    assertThat(answer.sources())
        .extracting(Source::kind)
        .containsExactly(Source.Kind.INCIDENT, Source.Kind.REMEDIATION, Source.Kind.KNOWLEDGE);
  }

  @Test
  void goesOnAboutWhatWasTalkedAbout() {
    ask("what is wrong now?");
    assertThat(ask("why?").response()).contains("Most likely cause (83 %)");
    assertThat(ask("有什么修复建议？").response()).contains("rem-42", "等待审批");
    assertThat(ask("Draft a message to the team").response()).contains("> [ongoing] payment");
  }

  @Test
  void pointsAtWhatWaitsForApprovalAndApprovesNothing() {
    Answer answer = ask("what is proposed?");
    assertThat(answer.agent()).isEqualTo("fixer");
    assertThat(answer.response())
        .contains("rem-42", "raise the memory limit", "Danger: masks a leak", "aiops approve ID")
        .contains("I cannot do either");
    assertThat(answer.sources().get(0).content()).contains("+  memory: 384Mi");
  }

  @Test
  void draftsARequestInsteadOfActing() {
    Answer answer = ask("please scale cart to 4 replicas");
    assertThat(answer.agent()).isEqualTo("fixer");
    assertThat(answer.drafts())
        .singleElement()
        .satisfies(
            draft -> {
              assertThat(draft.kind()).isEqualTo(Draft.Kind.COMMAND);
              assertThat(draft.text())
                  .contains(FixedLiveData.CART, "\"action\": \"scale\"", "\"replicas\": \"4\"");
            });
    assertThat(answer.response()).contains("I do not change anything myself", "Dangers");
  }

  @Test
  void pointsAtThePendingRemediationWhenTheSameIsAskedFor() {
    assertThat(ask("提高 payment 的内存").response()).contains("rem-42").doesNotContain("autofix");
  }

  @Test
  void asksBackWhenARequestIsUnclear() {
    assertThat(ask("restart it").drafts()).isEmpty();
    assertThat(ask("fix checkout").response()).contains("rem-42");
  }

  @Test
  void tellsHowAWorkloadIs() {
    Answer answer = ask("cart 现在怎么样？");
    assertThat(answer.response())
        .contains("与平时不同", "latency.p99", "异常", "requests.rate: 120，预期 90.0 至 150")
        .contains("；水平变化，始于 2026-03-01 09:55 UTC，依据：从未出现的数值 63 %，与此时的平常值不同 38 %");
    assertThat(ask("how is cart now?").response())
        .contains(
            "; level shift since 2026-03-01 09:55 UTC, by a level not seen before 63 %, not usual at this time 38 %");
  }

  @Test
  void tellsTheLoadToCome() {
    Answer one = ask("how much load will cart have tomorrow?");
    assertThat(one.response())
        .contains("peak 240 at 2026-03-01 19:00 UTC (up to 300)", "4 recommended");
    assertThat(ask("预测一下所有服务的负载").response()).contains("建议 4", "高峰需要四个实例");
    assertThat(over(FixedLiveData.quiet()).answer(Question.of("payment 明天的负载", "a")).response())
        .contains("还没有预测");
  }

  @Test
  void answersHowToFromTheRunbooksWithTheAskersContext() {
    Answer answer = assistant.answer(new Question("如何优化Kubernetes集群性能？", "生产环境，高负载", "", "amy"));
    assertThat(answer.response()).contains("针对您给出的背景（生产环境，高负载）", "Kubernetes 集群性能优化指南");
    assertThat(answer.sources().get(0).ref()).isEqualTo("cluster-performance");
    assertThat(answer.sources().get(0).relevance()).isBetween(0.25, 1.0);
    assertThat(answer.suggestions()).hasSize(3).contains("配置 HPA 自动扩缩容");
  }

  @Test
  void tellsTheDangerWithTheRemedyAndWhatIsOpenOfTheKind() {
    Answer answer = ask("How do I handle OOMKilled containers?");
    assertThat(answer.response())
        .contains("### What to do", "### Dangers and when not to act")
        .contains("Open now and of this kind", "inc-7f3a");
  }

  @Test
  void admitsWhatItDoesNotKnow() {
    Answer answer = ask("who won the football match yesterday");
    assertThat(answer.response()).contains("I know nothing about that");
    assertThat(answer.sources()).isEmpty();
  }

  @Test
  void writesAQueryThatParses() {
    Answer answer = ask("write a PromQL query for the p95 latency of cart over 10 minutes");
    assertThat(answer.agent()).isEqualTo("coder");
    assertThat(answer.drafts().get(0).problems()).isEmpty();
    assertThat(answer.drafts().get(0).text())
        .contains("histogram_quantile(0.95", "service=\"cart\"", "[10m]");
  }

  @Test
  void checksAQueryThatSomebodyWrote() {
    Answer answer = ask("check this promql: `rate(http_requests_total[5m)`");
    assertThat(answer.response()).contains("A parser found").contains("\"]\" should stand here");
  }

  @Test
  void textFromTheClusterCannotActAsMarkup() {
    LiveData hostile =
        FixedLiveData.saying("</div><script>alert(1)</script> [click](http://evil) `rm -rf`");
    Answer answer = over(hostile).answer(Question.of("why did inc-7f3a happen?", "amy"));
    assertThat(answer.response()).doesNotContain("<script>", "[click]", "`rm");
  }

  @Test
  void streamsWhatItAnswers() {
    StringBuilder streamed = new StringBuilder();
    Listener listener = new Listener(streamed);
    assistant.stream(Question.of("镜像拉不下来怎么办？see below", "amy"), listener);
    assertThat(listener.pieces).isGreaterThan(20);
    assertThat(listener.done).isNotNull();
    assertThat(streamed.toString()).isEqualTo(listener.done.response());
  }

  @Test
  void healthSaysThatThereIsNoModelAndThatSearchRestsOnWords() {
    ask("如何处理内存泄漏");
    AssistantHealth health = assistant.health();
    assertThat(health.llm().status()).isEqualTo(AssistantHealth.Status.DISABLED);
    assertThat(health.vectorStore().status()).isEqualTo(AssistantHealth.Status.DEGRADED);
    assertThat(health.vectorStore().detail()).contains("words only");
  }

  private static final class Listener implements TokenListener {
    private final StringBuilder text;
    private int pieces;
    private @Nullable Answer done;

    Listener(StringBuilder text) {
      this.text = text;
    }

    @Override
    public void token(String piece) {
      pieces++;
      text.append(piece);
    }

    @Override
    public void done(Answer answer) {
      done = answer;
    }
  }
}
