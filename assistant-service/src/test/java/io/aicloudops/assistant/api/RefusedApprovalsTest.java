package io.aicloudops.assistant.api;

import static io.aicloudops.assistant.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.aicloudops.assistant.ApiServer;
import io.aicloudops.assistant.Events;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.topics.Topics;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * An approval that does not fit is refused with the reason, and goes into the log as refused: who
 * tried what is for the fold to put into the audit.
 */
class RefusedApprovalsTest {

  private static final String APPROVE = "/api/v1/remediations/rem-1/approve";
  private static final String RIGHT = "{\"diff_hash\":\"h1\"}";

  @TempDir Path directory;
  private ApiServer api;
  private final Logger audit = (Logger) LoggerFactory.getLogger("io.aicloudops.audit");
  private final ListAppender<ILoggingEvent> audited = new ListAppender<>();

  @BeforeEach
  void start() {
    api = new ApiServer(directory);
    put(Events.remediation("rem-1", RemediationState.AWAITING_APPROVAL, "h1"));
    audited.start();
    audit.addAppender(audited);
  }

  private void put(Remediation remediation) {
    api.views.put(Topics.REMEDIATIONS, remediation.getId(), remediation, NOW);
  }

  @AfterEach
  void stop() {
    audit.detachAppender(audited);
    api.close();
  }

  private void refused(ApiServer.Answer answer, int status, String reason, String... kept) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.detail()).contains(reason);
    assertThat(api.commanded())
        .singleElement()
        .satisfies(
            command -> {
              assertThat(command.getType()).isEqualTo(CommandType.APPROVE);
              assertThat(command.getTarget()).isEqualTo("rem-1");
              assertThat(command.getActor()).isEqualTo("ann");
              assertThat(command.getRefused()).contains(reason);
              assertThat(command.getParams()).containsKey("cluster");
            });
    assertThat(audited.list)
        .singleElement()
        .satisfies(
            line -> assertThat(line.getFormattedMessage()).startsWith("refused").contains(kept));
  }

  @Test
  void ofAStaleDiff() {
    refused(
        api.post(APPROVE, Role.OPERATOR, "{\"diff_hash\":\"h0\"}"),
        409,
        "the diff has changed",
        "type=APPROVE",
        "target=rem-1",
        "actor=ann",
        "role=operator",
        "status=409",
        "the diff has changed");
  }

  @Test
  void byTheWrongRole() {
    refused(
        api.post(APPROVE, Role.VIEWER, RIGHT),
        403,
        "ann is viewer, this needs operator",
        "target=rem-1",
        "actor=ann",
        "role=viewer",
        "status=403");
  }

  @Test
  void thatCameTooLate() {
    Remediation late = Events.remediation("rem-1", RemediationState.AWAITING_APPROVAL, "h1");
    late.setExpiresAt(NOW.minusSeconds(1));
    put(late);
    refused(
        api.post(APPROVE, Role.OPERATOR, RIGHT),
        409,
        "the time for approval ended",
        "actor=ann",
        "the time for approval ended");
  }

  @Test
  void nobodyWithoutANameIsHeardAndWhatIsUnknownHasNoAudit() {
    assertThat(api.post(APPROVE, Role.ANYONE, RIGHT).status()).isEqualTo(401);
    assertThat(api.post(APPROVE.replace("rem-1", "x"), Role.OPERATOR, RIGHT).status())
        .isEqualTo(404);
    assertThat(api.commanded()).isEmpty();
  }

  @Test
  void thatWasGivenBefore() {
    assertThat(api.post(APPROVE, Role.OPERATOR, RIGHT).status()).isEqualTo(202);
    assertThat(api.commanded()).hasSize(1);
    put(Events.remediation("rem-1", RemediationState.EXECUTING, "h1"));
    var replayed = api.post(APPROVE, Role.OPERATOR, RIGHT);
    assertThat(replayed.status()).isEqualTo(409);
    assertThat(replayed.detail()).contains("only a remediation that awaits approval");
    assertThat(api.commanded())
        .extracting(Command::getRefused)
        .satisfiesExactly(
            accepted -> assertThat(accepted).isEmpty(),
            refused -> assertThat(refused).contains("this is executing"));
    assertThat(audited.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .satisfiesExactly(
            accepted -> assertThat(accepted).startsWith("command id="),
            refused -> assertThat(refused).startsWith("refused type=APPROVE target=rem-1"));
  }
}
