package io.aicloudops.assistant.views;

import static io.aicloudops.assistant.Events.CART;
import static io.aicloudops.assistant.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.assistant.Events;
import io.aicloudops.runtime.kafka.StreamsService;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.topics.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewTopologyTest {

  @TempDir Path directory;

  /**
   * Before changing the golden file: a renamed store or source leaves the state of running
   * installations behind, and they load it anew from the topics.
   */
  @Test
  void isTheTopologyOfTheGoldenFile() throws IOException {
    try (ViewsFixture fixture = new ViewsFixture(directory);
        InputStream golden = getClass().getResourceAsStream("view-topology.txt")) {
      assertThat(golden).isNotNull();
      ViewsSettings settings =
          new ViewsSettings(Duration.ofDays(7), Duration.ofHours(2), Duration.ofSeconds(2));
      String described =
          new ViewTopology(fixture.serdes(), settings)
              .build(StreamsService.strictBuilder())
              .describe()
              .toString();
      assertThat(described)
          .isEqualToNormalizingNewlines(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void keepsTheNewestStateOfARow() {
    try (ViewsFixture fixture = new ViewsFixture(directory)) {
      fixture.put(Topics.INCIDENTS, "i1", Events.incident("i1", IncidentStatus.OPEN, NOW), NOW);
      Instant later = NOW.plusSeconds(5);
      fixture.put(
          Topics.INCIDENTS, "i1", Events.incident("i1", IncidentStatus.RESOLVED, later), later);

      assertThat(fixture.views().one(View.INCIDENTS, "i1"))
          .map(Incident::getStatus)
          .contains(IncidentStatus.RESOLVED);
      assertThat(fixture.views().all(View.INCIDENTS).rows()).hasSize(1);
    }
  }

  @Test
  void aTombstoneRemovesARow() {
    try (ViewsFixture fixture = new ViewsFixture(directory)) {
      fixture.put(Topics.TOPOLOGY, CART, Events.workload(CART, 1, 1), NOW);
      fixture.put(Topics.TOPOLOGY, CART, null, NOW);

      assertThat(fixture.views().all(View.TOPOLOGY).rows()).isEmpty();
    }
  }

  @Test
  void findsTheRowsOfOneKeyAndNotThoseOfAKeyThatBeginsAlike() {
    try (ViewsFixture fixture = new ViewsFixture(directory)) {
      fixture.put(Topics.ANOMALIES, CART, Events.anomaly("a1", AnomalyStatus.OPEN, NOW), NOW);
      fixture.put(Topics.ANOMALIES, CART, Events.anomaly("a2", AnomalyStatus.OPEN, NOW), NOW);
      fixture.put(
          Topics.ANOMALIES, CART + "-2", Events.anomaly("a3", AnomalyStatus.OPEN, NOW), NOW);

      assertThat(fixture.views().of(View.ANOMALIES, CART))
          .extracting(Anomaly::getId)
          .containsExactly("a1", "a2");
    }
  }

  @Test
  void dropsWhatIsOverAndOldButNeverWhatIsOpen() {
    try (ViewsFixture fixture = new ViewsFixture(directory)) {
      fixture.put(Topics.INCIDENTS, "i1", Events.incident("i1", IncidentStatus.OPEN, NOW), NOW);
      fixture.put(Topics.INCIDENTS, "i2", Events.incident("i2", IncidentStatus.RESOLVED, NOW), NOW);
      Instant later = NOW.plus(Duration.ofDays(2));
      fixture.put(Topics.INCIDENTS, "i3", Events.incident("i3", IncidentStatus.OPEN, later), later);

      assertThat(fixture.views().all(View.INCIDENTS).rows())
          .extracting(Incident::getId)
          .containsExactlyInAnyOrder("i1", "i3");
    }
  }

  @Test
  void keepsTheSignalsOfTheLastHourByTime() {
    try (ViewsFixture fixture = new ViewsFixture(directory)) {
      for (int s = 0; s < 60; s++) {
        Instant time = NOW.plusSeconds(s);
        fixture.put(Topics.SIGNALS, CART, Events.signals(CART, time, s, 0), time);
      }

      assertThat(fixture.views().signals(CART, NOW.plusSeconds(10), NOW.plusSeconds(12)))
          .extracting(SignalBatch::getTime)
          .containsExactly(NOW.plusSeconds(10), NOW.plusSeconds(11), NOW.plusSeconds(12));
      assertThat(fixture.views().signals(Events.FRONT, NOW, NOW.plusSeconds(60))).isEmpty();
    }
  }

  @Test
  void forgetsSignalsThatAreTooOld() {
    try (ViewsFixture fixture = new ViewsFixture(directory)) {
      fixture.put(Topics.SIGNALS, CART, Events.signals(CART, NOW, 1, 0), NOW);
      Instant later = NOW.plus(Duration.ofHours(3));
      fixture.put(Topics.SIGNALS, CART, Events.signals(CART, later, 2, 0), later);

      assertThat(fixture.views().signals(CART, NOW.minusSeconds(1), later))
          .extracting(SignalBatch::getTime)
          .containsExactly(later);
    }
  }
}
