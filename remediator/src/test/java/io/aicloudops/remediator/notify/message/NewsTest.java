package io.aicloudops.remediator.notify.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.remediator.Given;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.event.RemediationStep;
import io.aicloudops.schemas.faults.FaultKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NewsTest {

  private static News news() {
    return new News("https://aiops.example", Severity.WARNING);
  }

  private static RemediationStep step(RemediationState state, String note) {
    return new RemediationStep(Given.T0, state, "remediator", note);
  }

  private static Remediation ended(RemediationState state, String... notes) {
    Remediation r = Given.waiting("i1");
    r.setState(state);
    List<RemediationStep> steps = new ArrayList<>();
    for (String note : notes) {
      steps.add(step(state, note));
    }
    r.setSteps(steps);
    return r;
  }

  @Test
  void saysWhatAnIncidentIsAndWhy() {
    Incident incident =
        Given.incident("i1", Given.T0, Given.cause(Given.CART, FaultKind.MEMORY_LEAK, 0.9));
    Item item = news().of(incident, Set.of()).orElseThrow();
    Message en = item.in(Lang.EN);
    assertThat(en.title()).isEqualTo("Incident: cart fails");
    assertThat(en.lines()).contains("Severity: warning", "Likely cause: it is Memory leak (90 %)");
    assertThat(en.links())
        .containsExactly(
            new Message.Link("Open the incident", "https://aiops.example/#/incident/i1"));
    Message zh = item.in(Lang.ZH);
    assertThat(zh.title()).isEqualTo("故障：购物车故障");
    assertThat(zh.lines()).contains("可能原因：原因是内存泄漏 (90 %)");
    assertThat(zh.id()).isEqualTo(en.id());
  }

  @Test
  void anUncertainCauseIsNoNews() {
    Incident incident =
        Given.incident("i1", Given.T0, Given.cause(Given.CART, FaultKind.MEMORY_LEAK, 0.4));
    Message message = news().of(incident, Set.of()).orElseThrow().en();
    assertThat(message.lines()).contains("The cause is not known yet");
    assertThat(news().of(incident, Set.of("i1/opened/other"))).isEmpty();
    assertThat(
            news().of(Given.ended(incident, IncidentStatus.MERGED, Given.T0), Set.of(message.id())))
        .isEmpty();
  }

  @Test
  void saysHowLongAResolvedIncidentTook() {
    Incident incident =
        Given.ended(
            Given.incident("i1", Given.T0), IncidentStatus.RESOLVED, Given.T0.plusSeconds(600));
    assertThat(news().of(incident, Set.of("i1/opened/")).orElseThrow().en().lines())
        .containsExactly("After 10 min");
  }

  @Test
  void saysWhatARemediationNeedsOrCameTo() {
    Message approval = news().of(Given.waiting("i1")).orElseThrow().zh();
    assertThat(approval.title()).isEqualTo("需要审批：deployment cart in shop");
    assertThat(approval.lines())
        .containsExactly("重启 cart", "风险：hides evidence", "过期时间：" + Given.T0);
    assertThat(approval.links())
        .containsExactly(
            new Message.Link("查看变更并审批", "https://aiops.example/#/remediation/demo%3Ar1"),
            new Message.Link("打开故障详情", "https://aiops.example/#/incident/i1"));
    assertThat(news().of(ended(RemediationState.VERIFIED, "ok")).orElseThrow().en().title())
        .startsWith("Mended");
    assertThat(
            news()
                .of(ended(RemediationState.ESCALATED, "it failed: 500", "a person has to look"))
                .orElseThrow()
                .en()
                .lines())
        .contains("it failed: 500");
    assertThat(news().of(ended(RemediationState.UNDONE, "restored")).orElseThrow().kind())
        .isEqualTo(Message.Kind.UNDONE);
    assertThat(news().of(ended(RemediationState.EXECUTING, "runs"))).isEmpty();
    assertThat(news().of(ended(RemediationState.REFUSED, "paused: it is"))).isEmpty();
    Remediation alone = Given.waiting("");
    alone.setState(RemediationState.VERIFIED);
    Message mended = news().of(alone).orElseThrow().en();
    assertThat(mended.subject()).isEqualTo("demo:r1");
    assertThat(mended.links())
        .containsExactly(new Message.Link("Open the dashboard", "https://aiops.example/"));
  }

  @Test
  void aSeverityThatIsNotKnownCountsAsAWarning() {
    assertThat(Severity.of("page")).isEqualTo(Severity.WARNING);
    assertThat(Severity.of("critical")).isEqualTo(Severity.CRITICAL);
  }
}
