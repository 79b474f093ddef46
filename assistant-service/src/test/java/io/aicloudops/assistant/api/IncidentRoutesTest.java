package io.aicloudops.assistant.api;

import static io.aicloudops.assistant.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.assistant.ApiServer;
import io.aicloudops.assistant.Events;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.topics.Topics;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IncidentRoutesTest {

  private ApiServer api;

  @BeforeAll
  void start(@TempDir Path directory) {
    api = new ApiServer(directory);
    for (int i = 1; i <= 3; i++) {
      var at = NOW.plusSeconds(i);
      var status = i == 2 ? IncidentStatus.RESOLVED : IncidentStatus.OPEN;
      api.views.put(Topics.INCIDENTS, "inc-" + i, Events.incident("inc-" + i, status, at), at);
    }
    api.views.put(
        Topics.REMEDIATIONS,
        "rem-1",
        Events.remediation("rem-1", RemediationState.AWAITING_APPROVAL, "h1"),
        NOW);
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void listsTheNewestFirstInShort() {
    var answer = api.get("/api/v1/incidents");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("items").findValuesAsText("id")).startsWith("inc-3");
    var first = answer.body().path("items").path(0);
    assertThat(first.path("status").asText()).isEqualTo("open");
    assertThat(first.path("title_zh").asText()).isEqualTo("cart 反复崩溃");
    assertThat(first.path("opened_at").asText()).isEqualTo("2026-03-01T12:00:03Z");
    assertThat(first.path("causes").path(0).path("confidence").asDouble()).isEqualTo(0.9);
    assertThat(first.has("evidence")).isFalse();
    assertThat(first.path("evidence_count").asInt()).isEqualTo(1);
    assertThat(answer.body().path("total").asInt()).isEqualTo(3);
    assertThat(answer.body().has("partial")).isFalse();
  }

  @Test
  void filtersAndPages() {
    assertThat(api.get("/api/v1/incidents?status=resolved").body().path("items"))
        .singleElement()
        .extracting(i -> i.path("id").asText())
        .isEqualTo("inc-2");
    assertThat(api.get("/api/v1/incidents?namespace=other").body().path("total").asInt()).isZero();
    var page = api.get("/api/v1/incidents?limit=1&offset=1").body();
    assertThat(page.path("items").findValuesAsText("id")).containsExactly("inc-2");
    assertThat(page.path("total").asInt()).isEqualTo(3);
  }

  @Test
  void namesTheParameterThatIsWrong() {
    var status = api.get("/api/v1/incidents?status=burning");
    assertThat(status.status()).isEqualTo(400);
    assertThat(status.response().headers().firstValue("Content-Type"))
        .hasValueSatisfying(t -> assertThat(t).startsWith("application/problem+json"));
    assertThat(status.field()).isEqualTo("status");
    assertThat(status.detail()).contains("open, resolved, merged").contains("burning");
    assertThat(api.get("/api/v1/incidents?limit=0").field()).isEqualTo("limit");
    assertThat(api.get("/api/v1/incidents?limit=many").field()).isEqualTo("limit");
    assertThat(api.get("/api/v1/incidents?offset=-1").field()).isEqualTo("offset");
    assertThat(api.get("/api/v1/incidents?severity=red").field()).isEqualTo("severity");
    assertThat(api.get("/api/v1/incidents?stauts=open").field()).isEqualTo("stauts");
  }

  @Test
  void showsAnIncidentWithEvidenceAndRemediations() {
    var one = api.get("/api/v1/incidents/inc-1");

    assertThat(one.status()).isEqualTo(200);
    assertThat(one.body().path("evidence").path(0).path("text").asText()).contains("restarts");
    assertThat(one.body().path("timeline")).hasSize(1);
    assertThat(one.body().path("remediations").path(0).path("diff_hash").asText()).isEqualTo("h1");
    assertThat(one.body().path("resolved_at").isNull()).isTrue();
  }

  @Test
  void anUnknownIncidentIsNotFound() {
    assertThat(api.get("/api/v1/incidents/none").status()).isEqualTo(404);
    assertThat(
            api.post("/api/v1/incidents/none/feedback", Role.OPERATOR, "{\"verdict\":\"right\"}")
                .status())
        .isEqualTo(404);
  }

  @Test
  void asksForAToken() {
    var answer = api.get("/api/v1/incidents", Role.ANYONE);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.response().headers().firstValue("WWW-Authenticate")).contains("Bearer");
  }

  @Test
  void feedbackBecomesACommandOfThePersonOfTheToken() {
    var answer =
        api.post(
            "/api/v1/incidents/inc-1/feedback",
            Role.OPERATOR,
            "{\"verdict\":\"wrong\",\"true_entity\":\"c1/shop/Deployment/front\",\"comment\":\"no\"}");

    assertThat(answer.status()).isEqualTo(202);
    var command =
        api.commanded().stream()
            .filter(c -> c.getId().equals(answer.body().path("command_id").asText()))
            .findFirst()
            .orElseThrow();
    assertThat(command.getType()).isEqualTo(CommandType.FEEDBACK);
    assertThat(command.getActor()).isEqualTo("ann");
    assertThat(command.getRole()).isEqualTo("operator");
    assertThat(command.getTarget()).isEqualTo("inc-1");
    assertThat(command.getParams())
        .containsEntry("verdict", "wrong")
        .containsEntry("trueEntity", "c1/shop/Deployment/front")
        .containsEntry("cluster", "c1");
  }

  @Test
  void feedbackSaysRightOrWrong() {
    String path = "/api/v1/incidents/inc-1/feedback";
    assertThat(api.post(path, Role.OPERATOR, "{}").field()).isEqualTo("verdict");
    assertThat(api.post(path, Role.OPERATOR, "{\"verdict\":\"maybe\"}").field())
        .isEqualTo("verdict");
    assertThat(
            api.post(path, Role.OPERATOR, "{\"verdict\":\"right\",\"fault\":\"gremlins\"}").field())
        .isEqualTo("fault");
    assertThat(api.post(path, Role.OPERATOR, "{\"actor\":\"eve\"}").field()).isEqualTo("actor");
    assertThat(api.post(path, Role.OPERATOR, "[1]").status()).isEqualTo(400);
    assertThat(api.post(path, Role.OPERATOR, "{").status()).isEqualTo(400);
    assertThat(api.post(path, Role.VIEWER, "{\"verdict\":\"right\"}").status()).isEqualTo(403);
  }
}
