package io.aicloudops.assistant.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.assistant.ApiServer;
import io.aicloudops.assistant.Events;
import io.aicloudops.assistant.WebSocketClient;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.IncidentStatus;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveRoutesTest {

  @TempDir Path directory;
  private final LiveFeed feed = new LiveFeed(100, 4);
  private final KeepAlive keepAlive = new KeepAlive(1);
  private ApiServer api;

  @BeforeEach
  void start() {
    api = new ApiServer(directory, a -> List.of(new LiveRoutes(feed, keepAlive)));
  }

  @AfterEach
  void stop() {
    feed.close();
    keepAlive.close();
    api.close();
  }

  private void incident(int offset) {
    feed.publish(
        new LiveEvent(
            "incident-0-" + offset,
            "incident",
            Events.incident("i" + offset, IncidentStatus.OPEN, Events.NOW)));
  }

  private void anomaly(int offset) {
    feed.publish(
        new LiveEvent(
            "anomaly-0-" + offset,
            "anomaly",
            Events.anomaly("a" + offset, AnomalyStatus.OPEN, Events.NOW)));
  }

  @Test
  void aSocketHearsUpdatesInShort() {
    try (WebSocketClient client = WebSocketClient.connect(api, "/api/v1/live", Role.VIEWER)) {
      assertThat(client.next().path("type").asText()).isEqualTo("hello");
      incident(7);

      JsonNode message = client.next();
      assertThat(message.path("id").asText()).isEqualTo("incident-0-7");
      assertThat(message.path("type").asText()).isEqualTo("incident");
      assertThat(message.path("data").path("id").asText()).isEqualTo("i7");
      assertThat(message.path("data").has("evidence")).isFalse();
    }
  }

  @Test
  void aSocketHearsOnlyWhatItWantsAndWhatItMissed() {
    incident(1);
    anomaly(1);
    incident(2);
    String path = "/api/v1/live?types=incident&last_event_id=incident-0-1";
    try (WebSocketClient client = WebSocketClient.connect(api, path, Role.VIEWER)) {
      List<String> ids =
          Stream.of(client.next(), client.next()).map(m -> m.path("id").asText()).toList();
      assertThat(ids).containsExactlyInAnyOrder("", "incident-0-2");
    }
  }

  @Test
  void aSocketThatWasAwayTooLongHearsReset() {
    String path = "/api/v1/live?last_event_id=incident-0-1";
    try (WebSocketClient client = WebSocketClient.connect(api, path, Role.VIEWER)) {
      assertThat(client.next().path("type").asText()).isEqualTo("reset");
    }
  }

  @Test
  void refusesUnknownTypesAndStrangers() {
    try (WebSocketClient client =
        WebSocketClient.connect(api, "/api/v1/live?types=gossip", Role.VIEWER)) {
      assertThat(client.closeCode()).isEqualTo(1008);
    }
    assertThatThrownBy(() -> WebSocketClient.connect(api, "/api/v1/live", Role.ANYONE))
        .hasMessageContaining("WebSocketHandshakeException");
    assertThat(api.get("/api/v1/events", Role.ANYONE).status()).isEqualTo(401);
  }

  @Test
  void whoDoesNotAskForEventsIsToldHow() {
    ApiServer.Answer plain = api.get("/api/v1/events", Role.VIEWER);
    assertThat(plain.status()).isEqualTo(406);
    assertThat(plain.detail()).isEqualTo("send Accept: text/event-stream");
    var anything = api.request("/api/v1/events", Role.VIEWER).header("Accept", "*/*").GET().build();
    assertThat(api.send(anything).status()).isEqualTo(406);
  }

  @Test
  void aFullHouseSaysSo() {
    for (int i = 0; i < 4; i++) {
      assertThat(feed.listen(java.util.Set.of(), e -> {}, () -> {})).isPresent();
    }
    try (WebSocketClient client = WebSocketClient.connect(api, "/api/v1/live", Role.VIEWER)) {
      assertThat(client.closeCode()).isEqualTo(1013);
    }
  }

  @Test
  void aClosedSocketIsForgotten() {
    WebSocketClient client = WebSocketClient.connect(api, "/api/v1/live", Role.VIEWER);
    assertThat(client.next().path("type").asText()).isEqualTo("hello");
    client.close();

    await().until(() -> feed.listeners() == 0);
  }

  @Test
  void eventsCarryIdsAndResume() {
    incident(1);
    incident(2);
    List<String> lines = new CopyOnWriteArrayList<>();
    var request =
        api.request("/api/v1/events", Role.VIEWER)
            .header("Accept", "text/event-stream")
            .header("Last-Event-ID", "incident-0-1")
            .build();
    CompletableFuture<Void> reading =
        api.client()
            .sendAsync(request, BodyHandlers.ofLines())
            .thenAccept(response -> response.body().forEach(lines::add));

    await()
        .atMost(30, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(lines).as("%s", reading).contains("id: incident-0-2"));
    incident(3);
    await()
        .atMost(30, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(lines).as("%s", reading).contains("id: incident-0-3"));

    assertThat(lines).contains("event: incident").anyMatch(l -> l.contains("\"id\":\"i3\""));
    assertThat(lines).noneMatch(l -> l.equals("id: incident-0-1"));
    // Quiet connections are kept alive.
    await().atMost(20, TimeUnit.SECONDS).until(() -> lines.contains(": still here"));
    reading.cancel(true);
  }
}
