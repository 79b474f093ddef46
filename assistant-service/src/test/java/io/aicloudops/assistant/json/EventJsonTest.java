package io.aicloudops.assistant.json;

import static io.aicloudops.assistant.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.assistant.Events;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.RemediationState;
import org.junit.jupiter.api.Test;

class EventJsonTest {

  @Test
  void writesNamesEnumsTimesAndMapsAsTheApiDoes() {
    var json = EventJson.of(Events.remediation("r1", RemediationState.AWAITING_APPROVAL, "h"));

    assertThat(json.path("incident_id").asText()).isEqualTo("inc-1");
    assertThat(json.path("state").asText()).isEqualTo("awaiting_approval");
    assertThat(json.path("created_at").asText()).isEqualTo("2026-03-01T12:00:00Z");
    assertThat(json.path("params").path("toRevision").asText()).isEqualTo("6");
    assertThat(json.path("steps").path(0).path("who").asText()).isEqualTo("policy");
    assertThat(json.path("attempt").isInt()).isTrue();
    assertThat(json.path("revision").isIntegralNumber()).isTrue();
  }

  @Test
  void aNumberThatIsNotKnownIsNull() {
    var anomaly = Events.anomaly("a", AnomalyStatus.OPEN, NOW);
    anomaly.setExpected(Double.NaN);
    anomaly.setUpper(Double.POSITIVE_INFINITY);

    var json = EventJson.of(anomaly);

    assertThat(json.path("expected").isNull()).isTrue();
    assertThat(json.path("upper").isNull()).isTrue();
    assertThat(json.path("lower").asDouble()).isEqualTo(5);
  }

  @Test
  void whatIsAbsentIsNullAndWhatIsTrueIsTrue() {
    var incident = Events.incident("i", IncidentStatus.OPEN, NOW);

    assertThat(EventJson.of(incident).path("resolved_at").isNull()).isTrue();
    assertThat(EventJson.of(incident).path("silenced").isBoolean()).isTrue();
    assertThat(IncidentJson.brief(incident).has("timeline")).isFalse();
  }

  @Test
  void aCauseHasTheTitlesOfItsFaultIfTheCatalogueHasIt() {
    var incident = Events.incident("i", IncidentStatus.OPEN, NOW);

    var cause = IncidentJson.brief(incident).path("causes").path(0);
    assertThat(cause.path("fault_title").asText()).isEqualTo("Crash loop after a rollout");
    assertThat(cause.path("fault_title_zh").asText()).isEqualTo("发布后反复崩溃");

    incident.getCauses().get(0).setFault("fault-of-a-newer-version");
    assertThat(IncidentJson.whole(incident).path("causes").path(0).has("fault_title")).isFalse();
  }
}
