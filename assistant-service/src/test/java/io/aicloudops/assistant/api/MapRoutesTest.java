package io.aicloudops.assistant.api;

import static io.aicloudops.assistant.Events.CART;
import static io.aicloudops.assistant.Events.FRONT;
import static io.aicloudops.assistant.Events.LOAD;
import static io.aicloudops.assistant.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.assistant.ApiServer;
import io.aicloudops.assistant.Events;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.topics.Topics;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MapRoutesTest {

  private static final String STORE = "c1/shop/StatefulSet/store";
  private static final String IDLE = "c1/other/Deployment/idle";
  private static final int SECONDS = 1200;

  private ApiServer api;

  @BeforeAll
  void start(@TempDir Path directory) {
    api = new ApiServer(directory);
    api.views.put(Topics.TOPOLOGY, FRONT, Events.workload(FRONT, 2, 2, CART), NOW);
    api.views.put(Topics.TOPOLOGY, CART, Events.workload(CART, 2, 1, STORE), NOW);
    api.views.put(Topics.TOPOLOGY, IDLE, Events.workload(IDLE, 1, 1), NOW);
    api.views.put(Topics.INCIDENTS, "i1", Events.incident("i1", IncidentStatus.OPEN, NOW), NOW);
    api.views.put(Topics.ANOMALIES, CART, Events.anomaly("a1", AnomalyStatus.OPEN, NOW), NOW);
    api.views.put(Topics.ALERTS, "f1", Events.alert("f1", AlertStatus.FIRING, NOW), NOW);
    for (int s = SECONDS; s > 0; s--) {
      Instant time = NOW.minusSeconds(s);
      double score = s == 700 ? 0.99 : 0.1;
      api.views.put(Topics.SIGNALS, CART, Events.signals(CART, time, s, score), time);
    }
  }

  @AfterAll
  void stop() {
    api.close();
  }

  private static JsonNode node(JsonNode body, String entity) {
    for (JsonNode node : body.path("nodes")) {
      if (node.path("entity").asText().equals(entity)) {
        return node;
      }
    }
    throw new AssertionError(entity + " is not in " + body);
  }

  @Test
  void theMapShowsWhoCallsWhomAndHowEachIs() {
    var body = api.get("/api/v1/topology").body();

    assertThat(node(body, CART).path("state").asText()).isEqualTo("critical");
    assertThat(node(body, CART).path("incidents").path(0).asText()).isEqualTo("i1");
    assertThat(node(body, CART).path("anomalies").asInt()).isEqualTo(1);
    assertThat(node(body, CART).path("attributes").path("replicas").asText()).isEqualTo("2");
    assertThat(node(body, FRONT).path("state").asText()).isEqualTo("degraded");
    assertThat(node(body, STORE).path("state").asText()).isEqualTo("unknown");
    assertThat(node(body, IDLE).path("state").asText()).isEqualTo("healthy");
    assertThat(body.path("edges"))
        .anySatisfy(
            edge -> {
              assertThat(edge.path("from").asText()).isEqualTo(FRONT);
              assertThat(edge.path("to").asText()).isEqualTo(CART);
              assertThat(edge.path("type").asText()).isEqualTo("calls");
            });
  }

  @Test
  void theMapOfANamespaceHasOnlyItsEdges() {
    var body = api.get("/api/v1/topology?namespace=other").body();

    assertThat(body.path("nodes")).hasSize(1);
    assertThat(body.path("edges")).isEmpty();
    assertThat(api.get("/api/v1/topology?kind=deployment").body().path("nodes")).hasSize(3);
  }

  @Test
  void aCourseHasTheExpectedBand() {
    var body =
        api.get(
                "/api/v1/signals?entity="
                    + CART
                    + "&signal="
                    + LOAD
                    + "&from="
                    + NOW.minusSeconds(5)
                    + "&to="
                    + NOW)
            .body();

    assertThat(body.path("signals")).hasSize(1);
    var course = body.path("signals").path(0);
    assertThat(course.path("role").asText()).isEqualTo("traffic");
    assertThat(course.path("points")).hasSize(5);
    var point = course.path("points").path(4);
    assertThat(point.path("time").asText()).isEqualTo("2026-03-01T11:59:59Z");
    assertThat(point.path("value").asDouble()).isEqualTo(1);
    assertThat(point.path("upper").asDouble()).isEqualTo(15);
  }

  @Test
  void whatIsUnknownIsNull() {
    var body = api.get("/api/v1/signals?entity=cart&signal=errors:rate&points=10").body();

    assertThat(body.path("entity").asText()).isEqualTo(CART);
    assertThat(body.path("signals").path(0).path("points").path(0).path("expected").isNull())
        .isTrue();
  }

  @Test
  void thinningKeepsTheLoudestPoint() {
    var points =
        api.get("/api/v1/signals?entity=" + CART + "&signal=" + LOAD + "&points=20")
            .body()
            .path("signals")
            .path(0)
            .path("points");

    assertThat(points.size()).isLessThanOrEqualTo(20);
    assertThat(points).anySatisfy(p -> assertThat(p.path("score").asDouble()).isEqualTo(0.99));
  }

  @Test
  void theWidestRangeHasAllThatIsKept() {
    String range = "&from=1970-01-01T00:00:00Z&to=9999-12-31T23:59:59Z&points=5000";
    var course = api.get("/api/v1/signals?entity=cart&signal=" + LOAD + range).body();
    assertThat(course.path("signals").path(0).path("points")).hasSize(SECONDS);

    var before = api.get("/api/v1/signals?entity=cart&to=1970-01-01T00:00:00Z");
    assertThat(before.status()).isEqualTo(200);
    assertThat(before.body().path("signals")).isEmpty();
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThat(api.get("/api/v1/signals").field()).isEqualTo("entity");
    assertThat(api.get("/api/v1/signals?entity=nobody").status()).isEqualTo(422);
    assertThat(api.get("/api/v1/signals?entity=cart&from=yesterday").field()).isEqualTo("from");
    assertThat(
            api.get("/api/v1/signals?entity=cart&from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z")
                .field())
        .isEqualTo("from");
    assertThat(api.get("/api/v1/signals?entity=cart&to=-1000000000-01-01T00:00:00Z").field())
        .isEqualTo("to");
    assertThat(api.get("/api/v1/signals?entity=cart&from=-999999999-01-01T00:00:00Z").field())
        .isEqualTo("from");
    assertThat(api.get("/api/v1/signals?entity=cart&points=0").field()).isEqualTo("points");
    assertThat(api.get("/api/v1/topology?colour=red").field()).isEqualTo("colour");
  }

  @Test
  void listsTheOtherRecords() {
    var alerts = api.get("/api/v1/alerts?status=firing").body().path("items");
    assertThat(alerts).hasSize(1);
    assertThat(alerts.path(0).path("annotations").path("summary").asText())
        .isEqualTo("<b>errors</b>");
    assertThat(api.get("/api/v1/alerts?status=resolved").body().path("items")).isEmpty();
    assertThat(api.get("/api/v1/anomalies?entity=" + CART).body().path("items")).hasSize(1);
    assertThat(api.get("/api/v1/anomalies?status=closed").body().path("items")).isEmpty();
    assertThat(api.get("/api/v1/anomalies?severity=info").body().at("/items/0/severity").asText())
        .isEqualTo("info");
    assertThat(api.get("/api/v1/anomalies?severity=critical").body().path("items")).isEmpty();
    assertThat(api.get("/api/v1/anomalies?severity=dire").field()).isEqualTo("severity");
    for (String list : new String[] {"changes", "forecasts", "scaling", "notifications"}) {
      assertThat(api.get("/api/v1/" + list).body().path("total").isInt()).isTrue();
    }
    assertThat(api.get("/api/v1/changes?kind=whim").field()).isEqualTo("kind");
  }
}
