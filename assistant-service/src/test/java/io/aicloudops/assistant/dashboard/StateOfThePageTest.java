package io.aicloudops.assistant.dashboard;

import static io.aicloudops.assistant.Events.CART;
import static io.aicloudops.assistant.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.assistant.Events;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Inspection;
import io.aicloudops.schemas.event.InspectionStatus;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The page says what it knows, and where it does not know. */
class StateOfThePageTest extends PageFixture {

  private static final String PILL = ".top-states .pill";

  @Test
  void thereIsNoAllClearWhileAReplicaIsAway() {
    views().missing("other:8080");
    open("/", Role.VIEWER);

    untilText("#incidents .notice", "other:8080");
    assertThat(is(found(".calm") + " === null")).isTrue();
    assertThat(text("#approvals")).doesNotContain("No approval is waiting");
    assertThat(browser().value(found(PILL) + ".className").asText()).contains("is-degraded");

    views().missing();
    untilText(".calm", "Nothing is wrong");
    untilText("#approvals", "No approval is waiting");
    browser().until(found(PILL) + ".classList.contains('is-healthy')");
  }

  @Test
  void whatCouldNotBeLoadedIsAskedForAgainThoughTheFeedIsLive() {
    put(Events.incident("i1", IncidentStatus.OPEN, NOW));
    views().loaded(false);
    open("/", Role.VIEWER, LIVE);

    untilText(".connection", "live");
    untilText("#incidents", FrailViews.LOADING);

    views().loaded(true);
    untilText("#incidents .card", "cart crashes");
    browser().until("!" + found(".notices") + ".innerText.includes('" + FrailViews.LOADING + "')");
    assertThat(text(".connection")).isEqualTo("live");
  }

  @Test
  void whatHasNoAnswerIsGivenUpAndAskedForAgain() {
    open("/", Role.VIEWER, SILENT);
    untilText(".notices", "cannot be reached");

    browser().value("window.silent = false");
    untilText(".calm", "Nothing is wrong");
    untilText(".connection", "polling");
  }

  @Test
  void aPauseShowsWhileTheFeedIsLive() {
    open("/", Role.VIEWER, LIVE);
    untilText(".calm", "Nothing is wrong");
    untilText(".connection", "live");

    Command pause =
        Command.newBuilder()
            .setId("c-1")
            .setType(CommandType.PAUSE)
            .setTarget("*")
            .setActor("bob")
            .setRole("admin")
            .setTime(NOW)
            .build();
    put(Topics.COMMANDS, "*", pause, NOW);
    untilText(".notices", "Automation is paused");
  }

  @Test
  void aLinkedIncidentIsKeptUntilItIsKnownToBeGone() {
    put(Events.incident("linked", IncidentStatus.OPEN, NOW.minusSeconds(60)));
    put(Events.incident("newest", IncidentStatus.OPEN, NOW));
    views().loaded(false);
    open("/incident/linked", Role.VIEWER);
    untilText("#detail", FrailViews.LOADING);

    views().loaded(true);
    untilText("#detail h3", "cart crashes");
    assertThat(browser().value("location.hash").asText()).isEqualTo("#/incident/linked");

    browser().value("location.hash = '#/incident/nowhere'");
    untilText(".notices", "no such incident: nowhere");
    browser().until("location.hash === '#/incident/newest'");
  }

  @Test
  void whatIsOpenIsListedHoweverOldItIs() {
    Instant early = NOW.minus(Duration.ofHours(9));
    put(Events.incident("old", IncidentStatus.OPEN, early));
    var waiting = Events.remediation("waiting", RemediationState.AWAITING_APPROVAL, "h1");
    waiting.setUpdatedAt(early);
    put(waiting);
    for (int i = 0; i < 201; i++) {
      Incident over = Events.incident("over" + i, IncidentStatus.RESOLVED, NOW);
      over.setResolvedAt(NOW);
      put(over);
      put(Events.remediation("done" + i, RemediationState.VERIFIED, "h"));
    }
    open("/", Role.VIEWER);

    untilText("#incidents .count", "1 open");
    untilText("#approvals .count", "1");
    // Ages tick: were they announced, a screen reader would never fall silent.
    assertThat(is(found(".cards") + ".closest('[aria-live]') === null")).isTrue();
    assertThat(is(found("#incidents .count") + ".closest('[aria-live]') !== null")).isTrue();
    assertThat(text(".zone")).isNotBlank();
  }

  @Test
  void faultsHaveTheirChineseNames() {
    put(Events.incident("i1", IncidentStatus.OPEN, NOW));
    open("/incident/i1", Role.VIEWER, CHINESE);

    untilText("#detail .fault", "发布后反复崩溃");
  }

  @Test
  void theChartsOfAnEndedIncidentShowItsTime() {
    Instant ended = NOW.minus(Duration.ofMinutes(40));
    for (int second = 0; second < 600; second += 10) {
      Instant time = ended.minusSeconds(second);
      put(Topics.SIGNALS, CART, Events.signals(CART, time, 100 + second, 0), time);
    }
    Incident over = Events.incident("over", IncidentStatus.RESOLVED, ended.minusSeconds(300));
    over.setResolvedAt(ended);
    put(over);
    open("/incident/over", Role.VIEWER);

    browser().until("document.querySelectorAll('#detail .chart canvas').length > 0");
  }

  @Test
  void anInspectionIsSavedAsAFile() {
    Inspection inspection =
        Inspection.newBuilder()
            .setId("n1")
            .setCluster("c1")
            .setStatus(InspectionStatus.DONE)
            .setAskedBy("ann")
            .setStartedAt(NOW)
            .build();
    put(Topics.INSPECTIONS, "n1", inspection, NOW);
    String save =
        "URL.createObjectURL = (file) => { file.text().then((text) => { window.saved = text; }); return '#'; };";
    open("/inspection/", Role.VIEWER, save);

    untilText("#detail button.push", "Save as Markdown");
    browser().value(found("#detail button.push") + ".click()");
    browser().until("window.saved?.includes('# Inspection of c1') === true");
  }
}
