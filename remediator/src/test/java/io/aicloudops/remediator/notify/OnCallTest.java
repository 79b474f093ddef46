package io.aicloudops.remediator.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.remediator.Given;
import io.aicloudops.remediator.RemediatorSettings;
import io.aicloudops.remediator.notify.message.Lang;
import io.aicloudops.remediator.notify.message.Message;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.faults.FaultKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who hears what, by the labels of what is held responsible. */
class OnCallTest {

  private static final Map<String, Object> SLACK = Map.of("slack", Map.of("url", "http://x"));

  private final NotifierRig.Recording payments = new NotifierRig.Recording();
  private final NotifierRig.Recording shop = new NotifierRig.Recording();
  private final NotifierRig.Recording others = new NotifierRig.Recording();
  private final NotifierRig rig =
      new NotifierRig(
          settings(),
          List.of(
              new Outlet("payments", "payments/test", Lang.EN, payments),
              new Outlet("shop", "shop/test", Lang.ZH, shop),
              new Outlet("default", "test", Lang.EN, others)));

  private static NotifySettings settings() {
    return Settings.of(
            Map.of(
                "remediator.notifications.receivers",
                Map.of("payments", SLACK, "shop", SLACK),
                "remediator.notifications.routes",
                List.of(
                    Map.of("match", List.of("team=payments"), "receivers", List.of("payments")),
                    Map.of("match", List.of("namespace=shop"), "receivers", List.of("shop")))))
        .read(RemediatorSettings.SECTION)
        .notifications();
  }

  @BeforeEach
  void start() {
    TopologyEntity pay = Given.workload(Given.PAY, Map.of());
    pay.getLabels().put("team", "payments");
    rig.start(List.of(), List.of(pay));
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private static Incident incident(String id, String entity) {
    return Given.incident(id, Instant.now(), Given.cause(entity, FaultKind.ERROR_BURST, 0.9));
  }

  @Test
  void eachTeamHearsOfItsOwnInItsLanguage() {
    rig.read(incident("i1", Given.PAY));
    rig.read(incident("i2", Given.CART));
    rig.read(incident("i3", "demo/blog/Deployment/web"));
    assertThat(payments.titles()).containsExactly("Incident: cart fails");
    assertThat(shop.titles()).containsExactly("故障：购物车故障");
    assertThat(others.messages).extracting(Message::incidentId).containsExactly("i3");
  }

  @Test
  void whoeverWasToldHearsHowItGoesOn() {
    rig.read(incident("i1", Given.CART));
    rig.read(incident("i1", Given.PAY));
    assertThat(shop.kinds()).containsExactly(Message.Kind.OPENED, Message.Kind.CAUSE);
    assertThat(payments.kinds()).containsExactly(Message.Kind.CAUSE);
    rig.read(Given.ended(incident("i1", Given.PAY), IncidentStatus.RESOLVED, Instant.now()));
    assertThat(shop.kinds()).endsWith(Message.Kind.RESOLVED);
    assertThat(payments.kinds()).endsWith(Message.Kind.RESOLVED);
    assertThat(others.messages).isEmpty();
  }

  @Test
  void anEvaluationWithoutAChangeOfStateTellsNobodyAnything() {
    for (int i = 0; i < 20; i++) {
      rig.read(incident("i1", Given.PAY));
    }
    assertThat(payments.messages).hasSize(1);
    assertThat(rig.written()).hasSize(2);
  }

  @Test
  void anApprovalGoesToThoseWhoseObjectItIs() {
    Remediation waiting = Given.waiting("");
    waiting.setUpdatedAt(Instant.now());
    waiting.setEntity(Given.PAY);
    rig.read(waiting);
    rig.read(waiting);
    assertThat(payments.kinds()).containsExactly(Message.Kind.APPROVAL);
    assertThat(shop.messages).isEmpty();
    assertThat(rig.written().get(0).getChannel()).isEqualTo("payments/test");
  }
}
