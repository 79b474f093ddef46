package io.aicloudops.remediator.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.remediator.Given;
import io.aicloudops.remediator.RemediatorSettings;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.event.RemediationStep;
import io.aicloudops.schemas.faults.FaultKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NewsTest {

  private static News news(String lang) {
    return new News(
        Settings.of(
                Map.of(
                    "remediator.notifications.lang",
                    lang,
                    "remediator.notifications.dashboard",
                    "https://aiops.example"))
            .read(RemediatorSettings.SECTION)
            .notifications());
  }

  static Remediation remediation(String incident) {
    Remediation r =
        Remediation.newBuilder()
            .setId("demo:r1")
            .setIncidentId(incident)
            .setCluster("demo")
            .setEntity(Given.CART)
            .setFault("memory-leak")
            .setAction(ActionKind.RESTART)
            .setState(RemediationState.AWAITING_APPROVAL)
            .setMode("ask")
            .setReason("restart cart")
            .setReasonZh("重启 cart")
            .setDanger("hides evidence")
            .setExpiresAt(Given.T0)
            .setCreatedAt(Given.T0)
            .setUpdatedAt(Given.T0)
            .setSteps(new ArrayList<>())
            .setFacts(new HashMap<>())
            .build();
    r.setSteps(List.of(step(RemediationState.PROPOSED, "made"), step(r.getState(), "waits")));
    return r;
  }

  private static RemediationStep step(RemediationState state, String note) {
    return new RemediationStep(Given.T0, state, "remediator", note);
  }

  private static Remediation ended(RemediationState state, String... notes) {
    Remediation r = remediation("i1");
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
    Message en = news("en").of(incident, Set.of()).orElseThrow();
    assertThat(en.title()).isEqualTo("Incident: cart fails");
    assertThat(en.lines()).contains("Severity: warning", "Likely cause: it is Memory leak (90 %)");
    assertThat(en.link()).isEqualTo("https://aiops.example/#/incident/i1");
    Message zh = news("zh").of(incident, Set.of()).orElseThrow();
    assertThat(zh.title()).isEqualTo("故障：购物车故障");
    assertThat(zh.lines()).contains("可能原因：原因是内存泄漏 (90 %)");
    assertThat(zh.id()).isEqualTo(en.id());
  }

  @Test
  void anUncertainCauseIsNoNews() {
    Incident incident =
        Given.incident("i1", Given.T0, Given.cause(Given.CART, FaultKind.MEMORY_LEAK, 0.4));
    Message message = news("en").of(incident, Set.of()).orElseThrow();
    assertThat(message.lines()).contains("The cause is not known yet");
    assertThat(news("en").of(incident, Set.of("i1/opened/other"))).isEmpty();
    assertThat(
            news("en")
                .of(Given.ended(incident, IncidentStatus.MERGED, Given.T0), Set.of(message.id())))
        .isEmpty();
  }

  @Test
  void saysHowLongAResolvedIncidentTook() {
    Incident incident =
        Given.ended(
            Given.incident("i1", Given.T0), IncidentStatus.RESOLVED, Given.T0.plusSeconds(600));
    assertThat(news("en").of(incident, Set.of("i1/opened/")).orElseThrow().lines())
        .containsExactly("After 10 min");
  }

  @Test
  void saysWhatARemediationNeedsOrCameTo() {
    Message approval = news("zh").of(remediation("i1")).orElseThrow();
    assertThat(approval.title()).isEqualTo("需要审批：deployment cart in shop");
    assertThat(approval.lines())
        .containsExactly("重启 cart", "风险：hides evidence", "过期时间：" + Given.T0);
    assertThat(news("en").of(ended(RemediationState.VERIFIED, "ok")).orElseThrow().title())
        .startsWith("Mended");
    assertThat(
            news("en")
                .of(ended(RemediationState.ESCALATED, "it failed: 500", "a person has to look"))
                .orElseThrow()
                .lines())
        .contains("it failed: 500");
    assertThat(news("en").of(ended(RemediationState.UNDONE, "restored")).orElseThrow().kind())
        .isEqualTo(Message.Kind.UNDONE);
    assertThat(news("en").of(ended(RemediationState.EXECUTING, "runs"))).isEmpty();
    assertThat(news("en").of(ended(RemediationState.REFUSED, "paused: it is"))).isEmpty();
    Message alone = news("en").of(remediation("")).orElseThrow();
    assertThat(alone.subject()).isEqualTo("demo:r1");
    assertThat(alone.link()).isEqualTo("https://aiops.example/");
  }

  @Test
  void aSeverityThatIsNotKnownCountsAsAWarning() {
    assertThat(Severity.of("page")).isEqualTo(Severity.WARNING);
    assertThat(Severity.of("critical")).isEqualTo(Severity.CRITICAL);
  }
}
