package io.aicloudops.assistant.graphql;

import static io.aicloudops.assistant.Events.CART;
import static io.aicloudops.assistant.Events.FRONT;
import static io.aicloudops.assistant.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import graphql.introspection.IntrospectionQuery;
import io.aicloudops.assistant.ApiServer;
import io.aicloudops.assistant.Events;
import io.aicloudops.assistant.WebSocketClient;
import io.aicloudops.assistant.insight.ServiceMap;
import io.aicloudops.assistant.live.LiveEvent;
import io.aicloudops.assistant.live.LiveFeed;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.AnomalyKind;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Direction;
import io.aicloudops.schemas.event.EdgeType;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.event.SignalRole;
import io.aicloudops.schemas.topics.Topics;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GraphQlRoutesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LiveFeed feed = new LiveFeed(100, 50);
  private ApiServer api;

  @BeforeAll
  void start(@TempDir Path directory) {
    api =
        new ApiServer(
            directory,
            a -> List.of(new GraphQlRoutes(a.views.views(), a.commands(), feed, a.clock)));
    api.views.put(Topics.INCIDENTS, "i1", Events.incident("i1", IncidentStatus.OPEN, NOW), NOW);
    var rem = Events.remediation("rem-1", RemediationState.AWAITING_APPROVAL, "h1");
    rem.setIncidentId("i1");
    api.views.put(Topics.REMEDIATIONS, "rem-1", rem, NOW);
    api.views.put(Topics.ANOMALIES, CART, Events.anomaly("a1", AnomalyStatus.OPEN, NOW), NOW);
    api.views.put(Topics.TOPOLOGY, FRONT, Events.workload(FRONT, 1, 1, CART), NOW);
    api.views.put(Topics.FORECASTS, CART + "/x", Events.forecast(CART, 2), NOW);
    api.views.put(Topics.SIGNALS, CART, Events.signals(CART, NOW, 3, 0), NOW);
  }

  @AfterAll
  void stop() {
    feed.close();
    api.close();
  }

  private ApiServer.Answer ask(Role role, String query) {
    return api.post("/graphql", role, JSON.createObjectNode().put("query", query).toString());
  }

  private JsonNode data(String query) {
    ApiServer.Answer answer = ask(Role.VIEWER, query);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("errors").isMissingNode()).as(answer.body().toString()).isTrue();
    return answer.body().path("data");
  }

  @Test
  void anIncidentWithItsCausesAndRemediations() {
    var incident =
        data("{incident(id:\"i1\"){id status openedAt resolvedAt causes{fault confidence facts}"
                + " evidence{text} remediations{id diffHash state action steps{who}}}}")
            .path("incident");

    assertThat(incident.path("status").asText()).isEqualTo("OPEN");
    assertThat(incident.path("openedAt").asText()).isEqualTo(NOW.toString());
    assertThat(incident.path("resolvedAt").isNull()).isTrue();
    assertThat(incident.path("causes").path(0).path("fault").asText())
        .isEqualTo("crash-after-rollout");
    assertThat(incident.path("remediations").path(0).path("diffHash").asText()).isEqualTo("h1");
  }

  @Test
  void everyQuery() {
    var data =
        data(
            "{incidents(status:OPEN,namespace:\"shop\"){id} remediations(state:VERIFIED){id}"
                + " remediation(id:\"rem-1\"){reason} anomalies{id score kind severity views shares}"
                + " topology{nodes{entity state attributes} links{from to type}}"
                + " forecasts(entity:\""
                + CART
                + "\"){model points{time mean quantiles}}"
                + " signals(entity:\""
                + CART
                + "\"){signal role points{value expected}}}");

    assertThat(data.path("incidents")).hasSize(1);
    assertThat(data.path("remediations")).isEmpty();
    assertThat(data.path("anomalies").path(0).path("score").asDouble()).isEqualTo(0.97);
    assertThat(data.path("anomalies").path(0).path("severity").asText()).isEqualTo("info");
    assertThat(data.path("anomalies").path(0).path("views").path(0).asText())
        .isEqualTo("running-level");
    assertThat(data.path("topology").path("links").path(0).path("type").asText())
        .isEqualTo("CALLS");
    assertThat(data.path("topology").path("nodes").path(0).path("entity").asText()).isEqualTo(CART);
    assertThat(data.path("forecasts").path(0).path("points")).hasSize(2);
    // What is not known is null, not an error.
    assertThat(data.path("signals").path(1).path("points").path(0).path("expected").isNull())
        .isTrue();
  }

  @Test
  void aMutationNeedsAnOperator() {
    String approve = "mutation{approve(remediation:\"rem-1\",diffHash:\"h1\"){commandId status}}";

    var refused = ask(Role.VIEWER, approve).body().path("errors").path(0);
    assertThat(refused.path("extensions").path("status").asInt()).isEqualTo(403);
    assertThat(api.obeyed()).isEmpty();

    var accepted = ask(Role.OPERATOR, approve).body().path("data").path("approve");
    assertThat(accepted.path("status").asText()).isEqualTo("accepted");
    var stale = ask(Role.OPERATOR, approve.replace("h1", "h0")).body().path("errors").path(0);
    assertThat(stale.path("extensions").path("status").asInt()).isEqualTo(409);
    ask(Role.OPERATOR, "mutation{reject(remediation:\"rem-1\",reason:\"no\"){status}}");
    assertThat(api.obeyed())
        .extracting(c -> c.getType())
        .containsExactly(CommandType.APPROVE, CommandType.REJECT);
  }

  @Test
  void toolsMayLookAtTheSchema() {
    var answer = ask(Role.VIEWER, IntrospectionQuery.INTROSPECTION_QUERY);
    assertThat(answer.body().path("errors").isMissingNode()).isTrue();
    assertThat(answer.body().path("data").path("__schema").path("types").size()).isGreaterThan(20);
  }

  @Test
  void refusesWhatIsTooDeepTooMuchOrWrong() {
    String many =
        Stream.iterate(0, i -> i + 1)
            .limit(200)
            .map(i -> "q" + i + ":incidents{id title status}")
            .reduce("{", (a, b) -> a + " " + b);
    assertThat(ask(Role.VIEWER, many + "}").body().path("errors").toString())
        .contains("complexity");
    assertThat(ask(Role.VIEWER, "{nothing}").body().path("errors")).isNotEmpty();
    String farAway = "to:\"-1000000000-01-01T00:00:00Z\"";
    String signals = "{signals(entity:\"" + CART + "\"," + farAway + "){signal}}";
    assertThat(ask(Role.VIEWER, signals).body().path("errors").toString())
        .contains("is a text with a time");
    var limit = ask(Role.VIEWER, "{incidents(limit:0){id}}").body().path("errors").path(0);
    assertThat(limit.path("extensions").path("status").asInt()).isEqualTo(400);
    assertThat(ask(Role.VIEWER, "subscription{incidentUpdates{id}}").status()).isEqualTo(400);
    assertThat(api.post("/graphql", Role.VIEWER, "{}").field()).isEqualTo("query");
    assertThat(api.post("/graphql", Role.VIEWER, "{").status()).isEqualTo(400);
    assertThat(api.post("/graphql", Role.VIEWER, "{\"query\":\"{x}\",\"variables\":[]}").field())
        .isEqualTo("variables");
    assertThat(ask(Role.ANYONE, "{incidents{id}}").status()).isEqualTo(401);
  }

  @Test
  void theSchemaKnowsEveryConstant() {
    Map<String, Class<? extends Enum<?>>> types =
        Map.of(
            "IncidentStatus", IncidentStatus.class,
            "RemediationState", RemediationState.class,
            "ActionKind", ActionKind.class,
            "AnomalyStatus", AnomalyStatus.class,
            "AnomalyKind", AnomalyKind.class,
            "Direction", Direction.class,
            "SignalRole", SignalRole.class,
            "EdgeType", EdgeType.class,
            "State", ServiceMap.State.class);
    types.forEach(
        (name, type) -> {
          var values =
              data("{__type(name:\"" + name + "\"){enumValues{name}}}").findValuesAsText("name");
          assertThat(values)
              .as(name)
              .containsExactlyInAnyOrderElementsOf(
                  Stream.of(type.getEnumConstants()).map(Enum::name).toList());
        });
  }

  @Test
  void aSubscriptionHearsUpdatesUntilItIsCompleted() {
    try (WebSocketClient client =
        WebSocketClient.connect(api, "/graphql", Role.VIEWER, "graphql-transport-ws")) {
      assertThat(client.protocol()).isEqualTo("graphql-transport-ws");
      client.send("{\"type\":\"connection_init\"}");
      assertThat(client.next().path("type").asText()).isEqualTo("connection_ack");
      client.send("{\"type\":\"ping\"}");
      assertThat(client.next().path("type").asText()).isEqualTo("pong");
      int before = feed.listeners();
      client.send(
          "{\"id\":\"1\",\"type\":\"subscribe\",\"payload\":{\"query\":\"subscription{incidentUpdates{id title}}\"}}");
      await().until(() -> feed.listeners() == before + 1);
      for (int i = 0; i < 3; i++) {
        feed.publish(
            new LiveEvent(
                "incident-0-" + i, "incident", Events.incident("n" + i, IncidentStatus.OPEN, NOW)));
      }
      for (int i = 0; i < 3; i++) {
        JsonNode next = client.next();
        assertThat(next.path("type").asText()).isEqualTo("next");
        assertThat(next.path("id").asText()).isEqualTo("1");
        assertThat(next.at("/payload/data/incidentUpdates/id").asText()).isEqualTo("n" + i);
      }
      client.send("{\"id\":\"1\",\"type\":\"complete\"}");
      await().until(() -> feed.listeners() == before);
    }
  }

  @Test
  void theProtocolThatIsSpokenIsConfirmedWhateverElseIsOffered() {
    try (WebSocketClient client =
        WebSocketClient.connect(
            api, "/graphql", Role.VIEWER, "graphql-ws", "graphql-transport-ws")) {
      assertThat(client.protocol()).isEqualTo("graphql-transport-ws");
      client.send("{\"type\":\"connection_init\"}");
      assertThat(client.next().path("type").asText()).isEqualTo("connection_ack");
    }
    try (WebSocketClient client = WebSocketClient.connect(api, "/graphql", Role.VIEWER)) {
      assertThat(client.protocol()).as("none was offered").isEmpty();
    }
    assertThatThrownBy(() -> WebSocketClient.connect(api, "/graphql", Role.VIEWER, "graphql-ws"))
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(400));
  }

  @Test
  void aQueryOverTheSocketIsAnsweredAndCompleted() {
    try (WebSocketClient client =
        WebSocketClient.connect(api, "/graphql", Role.VIEWER, "graphql-transport-ws")) {
      client.send("{\"type\":\"connection_init\"}");
      assertThat(client.next().path("type").asText()).isEqualTo("connection_ack");
      client.send(
          "{\"id\":\"q\",\"type\":\"subscribe\",\"payload\":{\"query\":\"{incidents{id}}\"}}");
      assertThat(client.next().path("type").asText()).isEqualTo("next");
      assertThat(client.next().path("type").asText()).isEqualTo("complete");
      client.send("{\"id\":\"q\",\"type\":\"subscribe\",\"payload\":{\"query\":\"{nothing}\"}}");
      assertThat(client.next().path("type").asText()).isEqualTo("error");
    }
  }

  @Test
  void theProtocolIsKept() {
    Map<String, Integer> codes =
        Map.of(
            "no json",
            4400,
            "{\"type\":\"dance\"}",
            4400,
            "{\"id\":\"1\",\"type\":\"subscribe\",\"payload\":{\"query\":\"{x}\"}}",
            4401);
    codes.forEach(
        (message, code) -> {
          try (WebSocketClient client =
              WebSocketClient.connect(api, "/graphql", Role.VIEWER, "graphql-transport-ws")) {
            client.send(message);
            assertThat(client.closeCode()).isEqualTo(code);
          }
        });
    try (WebSocketClient client =
        WebSocketClient.connect(api, "/graphql", Role.VIEWER, "graphql-transport-ws")) {
      client.send("{\"type\":\"connection_init\"}");
      client.send("{\"type\":\"connection_init\"}");
      assertThat(client.closeCode()).isEqualTo(4429);
    }
  }
}
