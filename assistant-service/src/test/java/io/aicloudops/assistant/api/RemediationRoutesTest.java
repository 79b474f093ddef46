package io.aicloudops.assistant.api;

import static io.aicloudops.assistant.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.assistant.ApiServer;
import io.aicloudops.assistant.Events;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.topics.Topics;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemediationRoutesTest {

  private static final String REM = "/api/v1/remediations/rem-1";

  @TempDir Path directory;
  private ApiServer api;

  @BeforeEach
  void start() {
    api = new ApiServer(directory);
    put(Events.remediation("rem-1", RemediationState.AWAITING_APPROVAL, "h1"));
    Remediation done = Events.remediation("rem-2", RemediationState.VERIFIED, "h2");
    done.setFacts(Map.of("undo.path", "/spec/template"));
    put(done);
  }

  private void put(Remediation remediation) {
    api.views.put(Topics.REMEDIATIONS, remediation.getId(), remediation, NOW);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void listsByState() {
    var items = api.get("/api/v1/remediations?state=awaiting_approval").body().path("items");

    assertThat(items).hasSize(1);
    assertThat(items.path(0).path("diff").asText()).contains("+image: cart:6");
    assertThat(items.path(0).path("action").asText()).isEqualTo("rollback");
    assertThat(api.get("/api/v1/remediations?state=done").field()).isEqualTo("state");
    assertThat(api.get("/api/v1/remediations/rem-2").body().path("state").asText())
        .isEqualTo("verified");
    assertThat(api.get("/api/v1/remediations/none").status()).isEqualTo(404);
  }

  @Test
  void anApprovalIsBoundToTheDiffAndToThePerson() {
    var answer = api.post(REM + "/approve", Role.OPERATOR, "{\"diff_hash\":\"h1\"}");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(api.commanded())
        .singleElement()
        .satisfies(
            command -> {
              assertThat(command.getType()).isEqualTo(CommandType.APPROVE);
              assertThat(command.getTarget()).isEqualTo("rem-1");
              assertThat(command.getDiffHash()).isEqualTo("h1");
              assertThat(command.getActor()).isEqualTo("ann");
              assertThat(command.getTime()).isEqualTo(NOW);
              assertThat(command.getId()).isEqualTo(answer.body().path("command_id").asText());
            });
  }

  @Test
  void refusesAnApprovalOfAnotherDiff() {
    var answer = api.post(REM + "/approve", Role.OPERATOR, "{\"diff_hash\":\"old\"}");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.detail()).contains("diff");
    assertThat(api.obeyed()).isEmpty();
  }

  @Test
  void refusesToApproveWhatDoesNotWait() {
    assertThat(
            api.post("/api/v1/remediations/rem-2/approve", Role.OPERATOR, "{\"diff_hash\":\"h2\"}")
                .status())
        .isEqualTo(409);
    assertThat(api.post("/api/v1/remediations/rem-2/reject", Role.OPERATOR, "{}").status())
        .isEqualTo(409);
    assertThat(
            api.post("/api/v1/remediations/x/approve", Role.OPERATOR, "{\"diff_hash\":\"h\"}")
                .status())
        .isEqualTo(404);
    assertThat(api.obeyed()).isEmpty();
  }

  @Test
  void refusesAnApprovalThatCameTooLate() {
    Remediation late = Events.remediation("rem-3", RemediationState.AWAITING_APPROVAL, "h3");
    late.setExpiresAt(NOW.minusSeconds(1));
    put(late);

    assertThat(
            api.post("/api/v1/remediations/rem-3/approve", Role.OPERATOR, "{\"diff_hash\":\"h3\"}")
                .status())
        .isEqualTo(409);
  }

  @Test
  void aViewerMayNotApprove() {
    var answer = api.post(REM + "/approve", Role.VIEWER, "{\"diff_hash\":\"h1\"}");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(api.post(REM + "/approve", Role.ANYONE, "{}").status()).isEqualTo(401);
    assertThat(api.obeyed()).isEmpty();
  }

  @Test
  void anApprovalNeedsTheHashAndJson() {
    assertThat(api.post(REM + "/approve", Role.OPERATOR, "{}").field()).isEqualTo("diff_hash");
    assertThat(api.post(REM + "/approve", Role.OPERATOR, "{\"diff_hash\":7}").field())
        .isEqualTo("diff_hash");
    var text =
        api.request(REM + "/approve", Role.OPERATOR)
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofString("h1"))
            .build();
    assertThat(api.send(text).status()).isEqualTo(415);
    assertThat(
            api.post(
                    REM + "/approve",
                    Role.OPERATOR,
                    "{\"diff_hash\":\"h1\",\"reason\":\"" + "x".repeat(5000) + "\"}")
                .field())
        .isEqualTo("reason");
  }

  @Test
  void rejectsWithAReasonAndUndoesWhatWasDone() {
    assertThat(api.post(REM + "/reject", Role.OPERATOR, "{\"reason\":\"not now\"}").status())
        .isEqualTo(202);
    assertThat(api.post("/api/v1/remediations/rem-2/undo", Role.OPERATOR, "").status())
        .isEqualTo(202);
    assertThat(api.post(REM + "/undo", Role.OPERATOR, "").status()).isEqualTo(409);

    assertThat(api.obeyed())
        .extracting(c -> c.getType() + " " + c.getTarget() + " " + c.getReason())
        .containsExactly("REJECT rem-1 not now", "UNDO rem-2 ");
  }

  @Test
  void refusesToUndoWhatLeftNothingToSetBack() {
    Remediation restarted = Events.remediation("rem-3", RemediationState.VERIFIED, "h3");
    restarted.setAction(ActionKind.DELETE_POD);
    put(restarted);

    var answer = api.post("/api/v1/remediations/rem-3/undo", Role.OPERATOR, "");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.detail()).contains("delete pod cannot be undone");
    assertThat(api.obeyed()).isEmpty();
  }
}
