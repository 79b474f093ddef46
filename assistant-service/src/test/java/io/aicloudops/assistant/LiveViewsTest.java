package io.aicloudops.assistant;

import static io.aicloudops.assistant.Events.CART;
import static io.aicloudops.assistant.Events.FRONT;
import static io.aicloudops.assistant.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.assistant.views.ViewsFixture;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.topics.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveViewsTest {

  private ViewsFixture views;
  private LiveViews live;

  @BeforeAll
  void start(@TempDir Path directory) {
    views = new ViewsFixture(directory);
    live = new LiveViews(views.views(), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @AfterAll
  void stop() {
    views.close();
  }

  private void incident(String id, String severity, IncidentStatus status, int second) {
    Incident incident = Events.incident(id, status, NOW.plusSeconds(second));
    incident.setSeverity(severity);
    views.put(Topics.INCIDENTS, id, incident, NOW);
  }

  @Test
  void openIncidentsComeWithTheMostUrgentFirst() {
    incident("i1", "warning", IncidentStatus.OPEN, 1);
    incident("i2", "critical", IncidentStatus.OPEN, 2);
    incident("i3", "critical", IncidentStatus.OPEN, 3);
    incident("i4", "critical", IncidentStatus.RESOLVED, 4);
    incident("i5", "strange", IncidentStatus.OPEN, 5);

    assertThat(live.openIncidents())
        .extracting(Incident::getId)
        .containsExactly("i3", "i2", "i1", "i5");
    assertThat(live.incident("i4")).isPresent();
    assertThat(live.incident("none")).isEmpty();
  }

  @Test
  void openAnomaliesOfAnEntityTheNewestFirst() {
    anomaly("a1", AnomalyStatus.OPEN, 1);
    anomaly("a2", AnomalyStatus.GROWING, 2);
    anomaly("a3", AnomalyStatus.CLOSED, 3);

    assertThat(live.openAnomalies(CART)).extracting(Anomaly::getId).containsExactly("a2", "a1");
    assertThat(live.openAnomalies(FRONT)).isEmpty();
  }

  private void anomaly(String id, AnomalyStatus status, int second) {
    views.put(Topics.ANOMALIES, CART, Events.anomaly(id, status, NOW.plusSeconds(second)), NOW);
  }

  @Test
  void entitiesForecastsScalingAndTheNewestSignals() {
    views.put(Topics.TOPOLOGY, CART, Events.workload(CART, 1, 1), NOW);
    views.put(Topics.SCALING, FRONT, Events.scaling(FRONT, 10), NOW);
    views.put(Topics.FORECASTS, CART + "/x", Events.forecast(CART, 1), NOW);
    views.put(
        Topics.SIGNALS, CART, Events.signals(CART, NOW.minusSeconds(5), 1, 0), NOW.minusSeconds(5));
    views.put(
        Topics.SIGNALS, CART, Events.signals(CART, NOW.minusSeconds(1), 2, 0), NOW.minusSeconds(1));

    assertThat(live.entities()).containsExactly(CART, FRONT);
    assertThat(live.forecasts(CART)).hasSize(1);
    assertThat(live.forecasts(FRONT)).isEmpty();
    assertThat(live.scaling(FRONT)).isPresent();
    assertThat(live.signals(CART)).map(s -> s.getValues().get(0)).contains(2.0);
    assertThat(live.signals(FRONT)).isEmpty();
  }

  @Test
  void remediationsThatWaitComeWithTheOldestFirst() {
    for (int i = 1; i <= 3; i++) {
      RemediationState state =
          i == 3 ? RemediationState.VERIFIED : RemediationState.AWAITING_APPROVAL;
      Remediation remediation = Events.remediation("r" + i, state, "h");
      remediation.setCreatedAt(NOW.minusSeconds(i));
      views.put(Topics.REMEDIATIONS, "r" + i, remediation, NOW);
    }

    assertThat(live.pendingApprovals()).extracting(Remediation::getId).containsExactly("r2", "r1");
    assertThat(live.remediations("inc-1"))
        .extracting(Remediation::getId)
        .containsExactly("r1", "r2", "r3");
    assertThat(live.remediations("inc-2")).isEmpty();
  }
}
