package io.aicloudops.remediator.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.remediator.Given;
import io.aicloudops.remediator.plan.Origin;
import io.aicloudops.remediator.plan.Plan;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.faults.FaultKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterRulesTest extends GuardFixture {

  private static Plan restart() {
    return plan(Origin.INCIDENT, FaultKind.MEMORY_LEAK, ActionKind.RESTART, 0.9);
  }

  private static Surroundings pods(int desired, int ready, int away) {
    return new Surroundings("", false, false, desired, ready, away, "", 0, "");
  }

  private static Surroundings budget(int ready, int away, int allowed) {
    return new Surroundings("", false, false, 4, ready, away, "cart-pdb", allowed, "");
  }

  @Test
  void aQuotaThatIsNearlyUsedRefusesMore() {
    Surroundings full =
        new Surroundings("", false, false, 2, 2, 0, "", 0, "the quota q has 0 left");
    Plan raise =
        plan(Origin.INCIDENT, FaultKind.OOM_LIMIT_TOO_LOW, ActionKind.RAISE_MEMORY_LIMIT, 0.9);
    assertRefused(guard.judge(raise, around(full), false), "quota");
    assertRefused(guard.judge(raise, around(full), true), "quota");
    assertMode(guard.judge(raise, around(pods(2, 2, 0)), false), Mode.AUTO);
  }

  @Test
  void aDisruptionBudgetKeepsHealthyPodsFromBeingTakenUnasked() {
    Verdict verdict = guard.judge(restart(), around(budget(4, 1, 0)), false);
    assertMode(verdict, Mode.ASK);
    assertThat(((Verdict.Allowed) verdict).why())
        .startsWith("disruption-budget: ")
        .contains("cart-pdb");
    assertMode(guard.judge(restart(), around(budget(4, 1, 0)), true), Mode.ASK);
    assertMode(guard.judge(restart(), around(budget(4, 1, 1)), false), Mode.AUTO);
    assertMode(guard.judge(restart(), around(budget(4, 0, 0)), false), Mode.AUTO);
    assertMode(guard.judge(restart(), around(budget(0, 0, 0)), false), Mode.AUTO);
    assertMode(guard.judge(rollback(), around(budget(4, 1, 0)), false), Mode.AUTO);
  }

  @Test
  void enoughPodsHaveToStayReady() {
    Verdict verdict = guard.judge(restart(), around(pods(4, 2, 1)), false);
    assertMode(verdict, Mode.ASK);
    assertThat(((Verdict.Allowed) verdict).why())
        .isEqualTo("healthy-share: 1 of 4 pods would stay ready, less than 50 %");
    assertMode(guard.judge(restart(), around(pods(4, 3, 1)), false), Mode.AUTO);
    assertMode(guard.judge(restart(), around(pods(4, 0, 0)), false), Mode.AUTO);
    assertMode(guard.judge(rollback(), around(pods(4, 1, 1)), false), Mode.AUTO);
  }

  @Test
  void addingPodsTakesNoneAway() {
    assertMode(guard.judge(recommended(), around(pods(4, 1, 1)), false), Mode.AUTO);
    Plan fewer =
        new Plan(
            Origin.RECOMMENDATION,
            "",
            Given.CART,
            FaultKind.OVER_PROVISIONED,
            ActionKind.SCALE,
            Map.of("replicas", "1", "fromReplicas", "4"),
            "",
            "",
            "",
            "",
            1,
            List.of());
    assertRefused(guard.judge(fewer, around(pods(4, 4, 3)), false), "healthy-share");
  }

  @Test
  void surroundingsSurviveAsFacts() {
    Surroundings all = new Surroundings("flux", false, false, 4, 3, 2, "pdb", 1, "little left");
    assertThat(Surroundings.ofFacts(all.toFacts())).contains(all);
    assertThat(Surroundings.ofFacts(Map.of())).isEmpty();
    Map<String, String> broken = new HashMap<>(all.toFacts());
    broken.put("around.allowed", "many");
    assertThat(Surroundings.ofFacts(broken).orElseThrow().allowed()).isZero();
  }
}
