package io.aicloudops.forecast.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScalingPolicyTest {

  private static final ScalingRules RULES =
      new ScalingRules(1, 6, 0.85, 0, 2, Duration.ofSeconds(3), Duration.ofMinutes(10));

  private final ScalingPolicy policy = new ScalingPolicy(RULES);

  private static Situation at(int second, int current, double load) {
    return situation(second, current, 2, load, load, 0, 50, true);
  }

  private static Situation situation(
      int second,
      int current,
      int usual,
      double load,
      double upper,
      int planned,
      double carries,
      boolean seen) {
    return new Situation(
        second * 1000L,
        current,
        usual,
        load,
        load,
        upper,
        planned,
        carries,
        Duration.ofMinutes(3),
        count -> 1.0 / (1 << (2 * count)),
        seen,
        seen,
        Optional.empty());
  }

  private int last(int from, int seconds, int current, double load) {
    int recommended = 0;
    for (int s = from; s < from + seconds; s++) {
      recommended = ((Advice.Run) policy.advise(at(s, current, load))).recommended();
    }
    return recommended;
  }

  @Test
  void asksForMoreOnceItIsConfirmed() {
    assertThat(last(0, 10, 2, 60)).isEqualTo(2);
    assertThat(last(10, 3, 2, 120)).isEqualTo(2);
    assertThat(last(13, 1, 2, 120)).isEqualTo(3);
  }

  @Test
  void aSingleSpikeIsNotEnough() {
    assertThat(last(0, 2, 2, 300)).isEqualTo(2);
    assertThat(last(2, 1, 2, 60)).isEqualTo(2);
    assertThat(last(3, 2, 2, 300)).isEqualTo(2);
  }

  @Test
  void oneStepAtMostDoubles() {
    assertThat(last(0, 5, 2, 1000)).isEqualTo(4);
  }

  @Test
  void neverGoesAboveTheCeiling() {
    assertThat(last(0, 5, 5, 1000)).isEqualTo(6);
    assertThat(last(10, 5, 6, 1000)).isEqualTo(6);
    Advice.Run run = (Advice.Run) policy.advise(at(20, 6, 1000));
    assertThat(run.reason().en()).contains("ceiling is 6");
    assertThat(run.reason().zh()).contains("上限为 6");
    assertThat(run.high()).isEqualTo(24);
  }

  @Test
  void asksForFewerOnlyAfterALongWhile() {
    assertThat(last(0, 599, 4, 60)).isEqualTo(4);
    assertThat(last(600, 2, 4, 60)).isEqualTo(2);
  }

  @Test
  void aNeedInBetweenStartsTheWaitAgain() {
    last(0, 500, 4, 60);
    last(500, 1, 4, 165);
    assertThat(last(501, 200, 4, 60)).isEqualTo(4);
  }

  @Test
  void keepsTheUsualCountUntilADayWasSeen() {
    Advice advice = new Advice.Unknown(new Advice.Reason("", ""));
    for (int s = 0; s < 700; s++) {
      advice = policy.advise(situation(s, 4, 3, 10, 10, 0, 50, false));
    }
    assertThat(((Advice.Run) advice).recommended()).isEqualTo(3);
  }

  @Test
  void thePlanCounts() {
    Advice.Run run = null;
    for (int s = 0; s < 5; s++) {
      run = (Advice.Run) policy.advise(situation(s, 2, 2, 60, 140, 4, 50, true));
    }
    assertThat(run).isNotNull();
    assertThat(run.recommended()).isEqualTo(4);
    assertThat(run.low()).isEqualTo(2);
    assertThat(run.reason().en())
        .contains("140.0/s")
        .contains("3 min")
        .contains("2 too few with 6.3 % chance, 4 with 0.4 %, then about 2.8 to spare: run 4");
    assertThat(run.reason().zh()).contains("2 个不足的概率 6.3 %，4 个时为 0.4 %").contains("富余");
  }

  @Test
  void doesNotGuess() {
    assertThat(policy.advise(at(0, 0, 60))).isInstanceOf(Advice.Unknown.class);
    Advice advice = policy.advise(situation(0, 2, 2, 60, 60, 0, Double.NaN, true));
    assertThat(((Advice.Unknown) advice).reason().en()).contains("not learned");
  }

  @Test
  void survivesStorage() {
    last(0, 3, 2, 120);
    StateWriter out = new StateWriter(1);
    policy.write(out);
    ScalingPolicy restored = new ScalingPolicy(RULES);
    restored.read(new StateReader(out.bytes(), 1));
    assertThat(((Advice.Run) restored.advise(at(3, 2, 120))).recommended()).isEqualTo(3);
  }

  @Test
  void rulesOutOfRangeAreRefusedByName() {
    Duration s = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new ScalingRules(0, 6, 0.85, 0, 2, s, s))
        .hasMessageContaining("min-inst");
    assertThatThrownBy(() -> new ScalingRules(3, 2, 0.85, 0, 2, s, s))
        .hasMessageContaining("max-inst");
    assertThatThrownBy(() -> new ScalingRules(1, 6, 1.5, 0, 2, s, s))
        .hasMessageContaining("target");
    assertThatThrownBy(() -> new ScalingRules(1, 6, 0.85, 1, 2, s, s))
        .hasMessageContaining("shortage");
    assertThatThrownBy(() -> new ScalingRules(1, 6, 0.85, 0, 1, s, s))
        .hasMessageContaining("factor");
  }
}
