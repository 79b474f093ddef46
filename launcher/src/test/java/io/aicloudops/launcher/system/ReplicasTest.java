package io.aicloudops.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.launcher.process.Installation;
import io.aicloudops.launcher.process.Services;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.runtime.kafka.EventProducer;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.topics.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas of the query service share the partitions; each answers for both. */
class ReplicasTest {

  private static final int INCIDENTS = 12;

  @TempDir Path data;

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Map<String, Object> at(int port) {
    return Map.of(
        "http.port",
        port,
        "kafka.streams.application-server",
        "localhost:" + port,
        "kafka.max-partitions",
        4);
  }

  @Test
  void everyReplicaAnswersForEveryKey() throws IOException {
    EnumSet<Services> assistant = EnumSet.of(Services.ASSISTANT);
    try (Rig first = Rig.start(data.resolve("a"), assistant, at(freePort()));
        Installation second =
            Rig.installation(first.log, data.resolve("b"), assistant, at(freePort()))) {
      try (EventProducer producer = first.installation.kafka().producer("test")) {
        for (int i = 0; i < INCIDENTS; i++) {
          producer.sendAndAwait(Topics.INCIDENTS, "inc-" + i, incident(i), Instant.now());
        }
      }
      for (Installation replica : List.of(first.installation, second)) {
        await()
            .atMost(Duration.ofSeconds(90))
            .ignoreExceptions()
            .untilAsserted(
                () -> {
                  JsonNode all = Rig.api(replica, Role.VIEWER).get("/api/v1/incidents?limit=100");
                  assertThat(all.path("items")).hasSize(INCIDENTS);
                  assertThat(IntStream.range(0, INCIDENTS))
                      .allSatisfy(
                          i ->
                              assertThat(
                                      Rig.api(replica, Role.VIEWER)
                                          .get("/api/v1/incidents/inc-" + i)
                                          .path("title")
                                          .asText())
                                  .isEqualTo("t" + i));
                });
      }
    }
  }

  private static Incident incident(int i) {
    Instant at = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(i);
    return Incident.newBuilder()
        .setId("inc-" + i)
        .setCluster("c")
        .setStatus(IncidentStatus.OPEN)
        .setSeverity("warning")
        .setTitle("t" + i)
        .setOpenedAt(at)
        .setSince(at)
        .setUpdatedAt(at)
        .setMembers(List.of())
        .setCauses(List.of())
        .setEvidence(List.of())
        .setTimeline(List.of())
        .build();
  }
}
