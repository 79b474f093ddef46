package io.aicloudops.assistant.dashboard;

import static io.aicloudops.assistant.Events.CART;
import static io.aicloudops.assistant.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.assistant.Events;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.event.RemediationStep;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who may decide on what, and when a button rests. */
class DecidingOnThePageTest extends PageFixture {

  private static final String APPROVE = found(".approval button.primary");
  private static final String PAUSE =
      "[...document.querySelectorAll('.top button')].find((one) => one.innerText === 'Pause automation')";

  private static Remediation waiting(String diffHash, long revision) {
    var one = Events.remediation("rem-1", RemediationState.AWAITING_APPROVAL, diffHash);
    one.setRevision(revision);
    return one;
  }

  @Test
  void aButtonRestsForThoseWhoMayNot() {
    put(waiting("h1", 1));

    open("/", Role.VIEWER);
    untilText(".who", "ann · viewer");
    browser().until(APPROVE + "?.title.includes('operator') === true");
    assertThat(
            is("[...document.querySelectorAll('.approval button')].every((one) => one.disabled)"))
        .isTrue();
    browser().until(PAUSE + "?.disabled === true");
    assertThat(browser().value(PAUSE + ".title").asText()).contains("admin");

    open("/", Role.OPERATOR);
    untilText(".who", "ann · operator");
    browser().until(APPROVE + "?.disabled === false");
    browser().until(PAUSE + "?.disabled === true");

    open("/", Role.ADMIN);
    untilText(".who", "ann · admin");
    browser().until(PAUSE + "?.disabled === false");
  }

  @Test
  void theButtonsRestWhenTheDiffChanges() {
    put(waiting("h1", 1));
    open("/", Role.OPERATOR);
    browser().until(APPROVE + "?.disabled === false");
    assertThat(text(".approval")).contains(CART);

    browser()
        .value(
            "window.changes = 0; new MutationObserver((all) => { window.changes += all.length; }).observe("
                + APPROVE
                + ", { attributes: true, attributeFilter: ['disabled'] })");
    put(waiting("h2", 2));

    untilText(".approval code", "h2");
    browser().until("window.changes >= 2 && !" + APPROVE + ".disabled");
  }

  @Test
  void whatHasExpiredCannotBeApproved() {
    Remediation late = waiting("h1", 1);
    late.setExpiresAt(NOW);
    put(late);
    open("/", Role.OPERATOR);

    untilText(".approval .expiry", "expired");
    // When the buttons no longer rest, only the approval stays away.
    browser().until(found(".approval .row button:not(.primary)") + ".disabled === false");
    assertThat(is(APPROVE + ".disabled")).isTrue();
  }

  @Test
  void anOrderThatWasRefusedLaterCanBeGivenAgain() {
    put(waiting("h1", 1));
    open("/", Role.OPERATOR);
    browser().until(APPROVE + "?.disabled === false");
    browser().value(APPROVE + ".click()");
    untilText(".approval button.primary", "Sending");

    Remediation refused = waiting("h1", 2);
    refused.setSteps(
        List.of(
            new RemediationStep(
                NOW, RemediationState.AWAITING_APPROVAL, "ann", "approval refused: too soon")));
    put(refused);

    untilText(".notices", "approval refused: too soon");
    browser().until(APPROVE + ".disabled === false");
  }

  @Test
  void undoIsOfferedWhereThereIsSomethingToSetBack() {
    put(Events.remediation("restarted", RemediationState.VERIFIED, "h1"));
    Remediation scaled = Events.remediation("scaled", RemediationState.VERIFIED, "h2");
    scaled.setFacts(Map.of("undo.path", "/spec/replicas"));
    put(scaled);
    open("/", Role.OPERATOR);

    browser().until("document.querySelectorAll('#fixes details').length === 2");
    assertThat(browser().value("document.querySelectorAll('#fixes button').length").asInt())
        .isEqualTo(1);
  }
}
