package io.aicloudops.assistant.api;

import static io.aicloudops.assistant.Events.CART;
import static io.aicloudops.assistant.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.assistant.ApiServer;
import io.aicloudops.assistant.Events;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.topics.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandRoutesTest {

  private static final String PATH = "/api/v1/commands";
  private static final String UNTIL = "\"params\":{\"until\":\"2026-03-01T13:00:00Z\"}";

  @TempDir Path directory;
  private ApiServer api;

  @BeforeEach
  void start() {
    api = new ApiServer(directory);
    api.views.put(Topics.INCIDENTS, "i1", Events.incident("i1", IncidentStatus.OPEN, NOW), NOW);
    api.views.put(Topics.TOPOLOGY, CART, Events.workload(CART, 2, 2), NOW);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void silencesAnIncidentAndNamesItsCluster() {
    var answer =
        api.post(PATH, Role.OPERATOR, "{\"type\":\"silence\",\"target\":\"i1\"," + UNTIL + "}");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(api.commanded())
        .singleElement()
        .satisfies(
            command -> {
              assertThat(command.getType()).isEqualTo(CommandType.SILENCE);
              assertThat(command.getParams())
                  .containsEntry("until", "2026-03-01T13:00:00Z")
                  .containsEntry("cluster", "c1");
            });
  }

  @Test
  void onlyAnAdminPauses() {
    String pause = "{\"type\":\"pause\",\"target\":\"*\"}";
    assertThat(api.post(PATH, Role.OPERATOR, pause).status()).isEqualTo(403);
    assertThat(api.post(PATH, Role.VIEWER, pause).status()).isEqualTo(403);
    assertThat(api.commanded()).isEmpty();
    assertThat(api.post(PATH, Role.ADMIN, pause).status()).isEqualTo(202);
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThat(send("{}").field()).isEqualTo("type");
    assertThat(send("{\"type\":\"dance\",\"target\":\"*\"}").field()).isEqualTo("type");
    assertThat(send("{\"type\":\"approve\",\"target\":\"r1\"}").field()).isEqualTo("type");
    assertThat(send("{\"type\":\"silence\"}").field()).isEqualTo("target");
    assertThat(send("{\"type\":\"silence\",\"target\":\"nothing\"," + UNTIL + "}").field())
        .isEqualTo("target");
    assertThat(send("{\"type\":\"silence\",\"target\":\"i1\"}").field()).isEqualTo("params.until");
    assertThat(
            send("{\"type\":\"maintenance\",\"target\":\"c1/shop\",\"params\":{\"until\":\"2020-01-01T00:00:00Z\"}}")
                .field())
        .isEqualTo("params.until");
    for (String until : List.of("+1000000000-01-01T00:00:00Z", "+10000-01-01T00:00:00Z", "soon")) {
      assertThat(silence("\"until\":\"" + until + "\"").field())
          .as(until)
          .isEqualTo("params.until");
    }
    String until = "\"until\":\"2026-03-01T13:00:00Z\"";
    for (String from : List.of("-1000000000-01-01T00:00:00Z", "now", "2026-03-01T13:00:00Z")) {
      assertThat(silence(until + ",\"from\":\"" + from + "\"").field())
          .as(from)
          .isEqualTo("params.from");
    }
    assertThat(send("{\"type\":\"undo\",\"target\":\"none\"}").status()).isEqualTo(404);
    assertThat(send("{\"type\":\"resume\",\"target\":\"*\",\"params\":[]}").field())
        .isEqualTo("params");
    assertThat(api.commanded()).isEmpty();
  }

  private ApiServer.Answer silence(String params) {
    return send("{\"type\":\"silence\",\"target\":\"i1\",\"params\":{" + params + "}}");
  }

  private ApiServer.Answer send(String json) {
    return api.post(PATH, Role.OPERATOR, json);
  }

  @Test
  void takesAWordOfFeedbackBack() {
    Command feedback =
        Command.newBuilder()
            .setId("c-7")
            .setType(CommandType.FEEDBACK)
            .setTarget("i1")
            .setActor("bob")
            .setRole("operator")
            .setTime(NOW)
            .setParams(Map.of("cluster", "c1", "verdict", "wrong"))
            .build();
    api.views.put(Topics.COMMANDS, "i1", feedback, NOW);

    assertThat(api.get(PATH + "?type=feedback").body().path("items")).hasSize(1);
    assertThat(send("{\"type\":\"undo\",\"target\":\"c-7\"}").status()).isEqualTo(202);
    assertThat(api.commanded())
        .singleElement()
        .satisfies(
            command -> {
              assertThat(command.getType()).isEqualTo(CommandType.UNDO);
              assertThat(command.getTarget()).isEqualTo("c-7");
              assertThat(command.getParams()).containsEntry("cluster", "c1");
            });
  }

  @Test
  void showsWhoAskedWhat() {
    Command command =
        Command.newBuilder()
            .setId("c-1")
            .setType(CommandType.APPROVE)
            .setTarget("rem-1")
            .setActor("bob")
            .setRole("operator")
            .setTime(NOW)
            .build();
    api.views.put(Topics.COMMANDS, "rem-1", command, NOW);

    assertThat(api.get(PATH + "/c-1").body().path("actor").asText()).isEqualTo("bob");
    assertThat(api.get(PATH + "?type=approve&target=rem-1").body().path("items")).hasSize(1);
    assertThat(api.get(PATH + "?type=reject").body().path("items")).isEmpty();
    assertThat(api.get(PATH + "/none").status()).isEqualTo(404);
  }

  @Test
  void autofixAsksForWhatTheCatalogueHas() {
    String body = "{\"namespace\":\"shop\",\"resource\":\"cart\",\"problem\":\"it crashes\"}";

    var viewer = api.post("/api/v1/autofix", Role.VIEWER, body);
    assertThat(viewer.status()).isEqualTo(200);
    assertThat(viewer.body().path("next").asText()).isEqualTo("request");
    assertThat(viewer.body().path("requested").asBoolean()).isFalse();
    assertThat(api.commanded()).isEmpty();

    var operator = api.post("/api/v1/autofix", Role.OPERATOR, body);
    assertThat(operator.status()).isEqualTo(202);
    assertThat(operator.body().path("action").asText()).isEqualTo("rollback");
    assertThat(api.commanded())
        .singleElement()
        .satisfies(
            command -> {
              assertThat(command.getType()).isEqualTo(CommandType.REQUEST);
              assertThat(command.getTarget()).isEqualTo(CART);
              assertThat(command.getReason()).isEqualTo("it crashes");
              assertThat(command.getParams())
                  .containsEntry("action", "rollback")
                  .containsEntry("fault", "crash-after-rollout");
            });
  }

  @Test
  void autofixPointsAtWhatWaitsAlready() {
    api.views.put(
        Topics.REMEDIATIONS,
        "rem-1",
        Events.remediation("rem-1", RemediationState.AWAITING_APPROVAL, "h"),
        NOW);

    var answer =
        api.post(
            "/api/v1/autofix",
            Role.OPERATOR,
            "{\"namespace\":\"shop\",\"resource\":\"deployment/cart\"}");

    assertThat(answer.body().path("next").asText()).isEqualTo("wait_or_approve");
    assertThat(answer.body().path("remediations").path(0).path("id").asText()).isEqualTo("rem-1");
    assertThat(api.commanded()).isEmpty();
  }

  @Test
  void autofixDoesNothingWithoutEvidence() {
    api.views.put(Topics.INCIDENTS, "i1", Events.incident("i1", IncidentStatus.RESOLVED, NOW), NOW);

    var answer =
        api.post(
            "/api/v1/autofix", Role.OPERATOR, "{\"namespace\":\"shop\",\"resource\":\"cart\"}");

    assertThat(answer.body().path("next").asText()).isEqualTo("nothing");
    assertThat(api.commanded()).isEmpty();
  }

  private ApiServer.Answer autofix(String json) {
    return api.post("/api/v1/autofix", Role.OPERATOR, json);
  }

  @Test
  void autofixRefusesWhatIsUnknownOrMakesNoSense() {
    var unknown = autofix("{\"namespace\":\"prod\",\"resource\":\"cart\"}");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.detail()).contains("nothing is known of cart in namespace prod");
    senseless("{\"namespace\":\"Shop!\",\"resource\":\"cart\"}", 422, "namespace");
    senseless("{\"namespace\":\"shop\",\"resource\":\"../../etc\"}", 422, "resource");
    senseless("{\"namespace\":\"shop\",\"resource\":\"; drop\"}", 422, "resource");
    senseless("{\"namespace\":\"shop\"}", 400, "resource");
    senseless("{\"resource\":\"cart\"}", 400, "namespace");
    senseless("{\"namespace\":7,\"resource\":\"cart\"}", 400, "namespace");
    senseless("{\"namespace\":\"shop\",\"resource\":\"cart\",\"dry_run\":\"yes\"}", 400, "dry_run");
    senseless("{\"namespace\":\"shop\",\"resource\":\"cart\",\"force\":true}", 400, "force");
    assertThat(autofix("{").status()).isEqualTo(400);
    assertThat(api.commanded()).isEmpty();
  }

  private void senseless(String json, int status, String field) {
    var answer = autofix(json);
    assertThat(answer.status()).as(json).isEqualTo(status);
    assertThat(answer.field()).as(json).isEqualTo(field);
  }

  @Test
  void autofixMeansOneObjectOrAsksWhich() {
    String twin = CART.replace("c1/", "c2/");
    api.views.put(Topics.TOPOLOGY, twin, Events.workload(twin, 2, 2), NOW);
    var unclear = autofix("{\"namespace\":\"shop\",\"resource\":\"cart\"}");
    assertThat(unclear.status()).isEqualTo(422);
    assertThat(unclear.field()).isEqualTo("resource");
    assertThat(unclear.detail()).contains(CART, twin);
    var clear = autofix("{\"namespace\":\"shop\",\"resource\":\"" + CART + "\"}");
    assertThat(clear.status()).isEqualTo(202);
  }

  @Test
  void aDryRunOfAutofixAsksForNothing() {
    var answer = autofix("{\"namespace\":\"shop\",\"resource\":\"cart\",\"dry_run\":true}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("next").asText()).isEqualTo("request");
    assertThat(answer.body().path("requested").asBoolean()).isFalse();
    assertThat(api.commanded()).isEmpty();
  }
}
