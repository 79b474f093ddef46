package io.aicloudops.remediator.fold;

import static io.aicloudops.remediator.Given.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.remediator.Given;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.Remediation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MovesTest {

  @Test
  void aDrainHasTheTimeThatBudgetsTake() {
    assertThat(within(ActionKind.RESTART)).isEqualTo(Duration.ofMinutes(1));
    assertThat(within(ActionKind.DRAIN)).isEqualTo(Duration.ofMinutes(15));
  }

  private static Duration within(ActionKind action) {
    Remediation approved = Given.waiting("i1");
    approved.setAction(action);
    Intent intent = Moves.execute(approved, T0).intents().get(0);
    return Duration.between(T0, intent.getDeadline());
  }
}
