package io.aicloudops.remediator.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aicloudops.remediator.Given;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.identity.EntityId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyTest extends GuardFixture {

  @Test
  void theFirstRuleOfThePolicyThatFitsHolds() {
    Policy policy =
        Given.policy(
            Mode.AUTO,
            List.of(
                Given.rule("rollback", "shop", Mode.OBSERVE), Given.rule("*", "shop", Mode.OFF)),
            3,
            4,
            10,
            20,
            3);
    Guard strict = new Guard(policy);
    assertMode(strict.judge(rollback(), facts(), false), Mode.OBSERVE);
    assertRefused(strict.judge(recommended(), facts(), false), "policy");
    ran(Given.CART, ActionKind.SCALE, 1, Duration.ofMinutes(4), false);
    assertMode(strict.judge(rollback(), facts(), false), Mode.OBSERVE);
  }

  private static Mode modeOf(Policy.Rule rule, Map<String, String> labels, Instant now) {
    Policy policy = Given.policy(Mode.ASK, List.of(rule), 3, 4, 10, 20, 3);
    return policy.modeOf(ActionKind.RESTART, EntityId.parse(Given.CART), labels, now);
  }

  @Test
  void aRuleMayHoldForALabel() {
    Policy.Rule gold = new Policy.Rule("*", "*", "tier=gold", "*", Mode.OBSERVE);
    assertThat(modeOf(gold, Map.of("tier", "gold"), NOW)).isEqualTo(Mode.OBSERVE);
    assertThat(modeOf(gold, Map.of("tier", "silver"), NOW)).isEqualTo(Mode.ASK);
    assertThat(modeOf(gold, Map.of(), NOW)).isEqualTo(Mode.ASK);
    Policy.Rule any = new Policy.Rule("*", "*", "tier", "*", Mode.OFF);
    assertThat(modeOf(any, Map.of("tier", "silver"), NOW)).isEqualTo(Mode.OFF);
    GuardFacts labelled = facts(false, false, Map.of("tier", "gold"));
    Guard strict = new Guard(Given.policy(Mode.AUTO, List.of(gold), 3, 4, 10, 20, 3));
    assertMode(strict.judge(rollback(), labelled, false), Mode.OBSERVE);
    assertMode(strict.judge(rollback(), facts(), false), Mode.AUTO);
  }

  @Test
  void aRuleMayHoldForSomeHours() {
    Policy.Rule nights =
        new Policy.Rule("restart", "*", "*", "Mon-Fri 22:00-06:00 Asia/Shanghai", Mode.AUTO);
    // 2026-03-02 is a Monday; Shanghai is eight hours ahead.
    Map.of(
            "2026-03-02T13:59:59Z", Mode.ASK,
            "2026-03-02T14:00:00Z", Mode.AUTO,
            "2026-03-02T21:59:59Z", Mode.AUTO,
            "2026-03-02T22:00:00Z", Mode.ASK,
            "2026-03-06T15:00:00Z", Mode.AUTO,
            "2026-03-06T21:00:00Z", Mode.AUTO,
            "2026-03-07T15:00:00Z", Mode.ASK,
            "2026-03-01T15:00:00Z", Mode.ASK)
        .forEach(
            (time, mode) ->
                assertThat(modeOf(nights, Map.of(), Instant.parse(time))).as(time).isEqualTo(mode));
    Policy.Rule noon = new Policy.Rule("*", "*", "*", "sun 10:00-14:00", Mode.OFF);
    assertThat(modeOf(noon, Map.of(), Instant.parse("2026-03-01T10:00:00Z"))).isEqualTo(Mode.OFF);
    assertThat(modeOf(noon, Map.of(), Instant.parse("2026-03-02T10:00:00Z"))).isEqualTo(Mode.ASK);
    Policy.Rule always = new Policy.Rule("*", "*", "*", "00:00-00:00", Mode.OFF);
    assertThat(modeOf(always, Map.of(), NOW)).isEqualTo(Mode.OFF);
  }

  @Test
  void aPolicyWithAnErrorSaysWhichSettingItIs() {
    assertThatThrownBy(() -> Given.rule("rolback", "*", Mode.AUTO))
        .hasMessageContaining("action must be")
        .hasMessageContaining("rolback");
    for (String window :
        List.of("always", "Mon 25:00-26:00", "Xyz 10:00-11:00", "10:00-11:00 Mars/A")) {
      assertThatThrownBy(() -> new Policy.Rule("*", "*", "*", window, Mode.AUTO))
          .hasMessageContaining("window must be")
          .hasMessageContaining(window);
    }
    assertThatThrownBy(() -> new Policy.Rule("*", "*", "=gold", "*", Mode.AUTO))
        .hasMessageContaining("label must be");
    assertThatThrownBy(() -> Given.policy(Mode.ASK, List.of(), -1, 4, 10, 20, 3))
        .hasMessageContaining("attempts-per-day");
    assertThatThrownBy(() -> Given.policy(Mode.ASK, List.of(), 3, -1, 10, 20, 3))
        .hasMessageContaining("object-budget");
    assertThatThrownBy(() -> Given.policy(Mode.ASK, List.of(), 3, 4, 10, 20, 0))
        .hasMessageContaining("concurrent");
  }
}
