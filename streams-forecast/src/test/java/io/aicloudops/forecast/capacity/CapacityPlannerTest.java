package io.aicloudops.forecast.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CapacityPlannerTest {

  private static final int DAY = 1440;

  /** Load with a day's rhythm and a steep rise each morning. */
  private static double[] load(int days, double noise, long seed) {
    Random random = new Random(seed);
    double[] y = new double[days * DAY];
    for (int t = 0; t < y.length; t++) {
      int minute = t % DAY;
      double v = 300 + 200 * Math.sin(2 * Math.PI * minute / DAY);
      v += minute >= 600 && minute < 700 ? 400 : 0;
      y[t] = v * (1 + noise * random.nextGaussian());
    }
    return y;
  }

  private static int[] plan(double[] load, double capacity, int lead) {
    CapacityPlanner planner = new CapacityPlanner(lead, DAY);
    return Arrays.stream(load).mapToInt(v -> planner.plan(v, capacity).instances()).toArray();
  }

  private static double shortage(double[] load, int[] asked, double capacity, int lead, int from) {
    int missing = 0;
    for (int t = from; t < load.length; t++) {
      int serving = Integer.MAX_VALUE;
      for (int u = t - lead; u <= t; u++) {
        serving = Math.min(serving, asked[u]);
      }
      missing += load[t] > serving * capacity ? 1 : 0;
    }
    return (double) missing / (load.length - from);
  }

  @Test
  void isReadyForTheMorningRiseItHasSeenBefore() {
    double[] load = load(9, 0.03, 1);
    int[] asked = plan(load, 40, 15);
    assertThat(shortage(load, asked, 40, 15, 5 * DAY)).isLessThan(0.01);
    double mean = Arrays.stream(asked, 5 * DAY, asked.length).average().orElse(0);
    double need = Arrays.stream(load, 5 * DAY, load.length).average().orElse(0) / 40;
    assertThat(mean).isLessThan(2 * need);
  }

  @Test
  void laterRowsDoNotChangeEarlierPlans() {
    double[] load = load(3, 0.1, 2);
    int[] whole = plan(load, 40, 10);
    int[] part = plan(Arrays.copyOf(load, 2500), 40, 10);
    assertThat(part).isEqualTo(Arrays.copyOf(whole, 2500));
  }

  @Test
  void unknownMinutesAreBridged() {
    double[] load = load(3, 0.05, 3);
    Arrays.fill(load, 2000, 2030, Double.NaN);
    load[0] = Double.NaN;
    assertThat(Arrays.stream(plan(load, 40, 5)).boxed())
        .allMatch(count -> count >= 1 && count < 100);
  }

  @Test
  void goesOnAfterStorageAsIfNothingHadHappened() {
    double[] load = load(3, 0.1, 4);
    CapacityPlanner one = new CapacityPlanner(7, DAY);
    CapacityPlanner other = new CapacityPlanner(7, DAY);
    for (int t = 0; t < load.length; t++) {
      if (t % 97 == 0) {
        other = CapacityPlanner.restore(other.bytes(), other.loads(), 0);
      }
      CapacityPlanner.Plan expected = one.plan(load[t], 40);
      assertThat(other.plan(load[t], 40)).isEqualTo(expected);
    }
    assertThat(other.bytes()).isEqualTo(one.bytes());
    assertThat(one.bytes().length).isLessThan(64 * 1024);
  }

  @Test
  void aNoisyLoadDoesNotBuySafetyAtAnyPrice() {
    Random random = new Random(5);
    double[] load = new double[6 * DAY];
    for (int t = 0; t < load.length; t++) {
      load[t] = 4 * Math.exp(1.2 * random.nextGaussian());
    }
    int[] asked = plan(load, 4, 15);
    double mean = Arrays.stream(asked, 3 * DAY, asked.length).average().orElse(0);
    double peak = Arrays.stream(load).max().orElse(0) / 4;
    assertThat(mean).isLessThan(peak / 2);
  }

  /** Bursts of all sizes at any time: nothing to foretell. */
  private static double[] bursts(int days, long seed) {
    Random random = new Random(seed);
    double[] load = new double[days * DAY];
    double burst = 0;
    for (int t = 0; t < load.length; t++) {
      burst *= 0.7;
      if (random.nextInt(60) == 0) {
        burst += 40 * Math.pow(random.nextDouble(), -0.6);
      }
      load[t] = 100 * (1 + 0.2 * random.nextGaussian()) + burst;
    }
    return load;
  }

  @Test
  void onALoadThatCannotBeForetoldItIsNoWorseThanTheSimpleRival() {
    for (long seed = 11; seed < 14; seed++) {
      CapacityPlanner planner = new CapacityPlanner(15, DAY);
      for (double v : bursts(14, seed)) {
        planner.plan(v, 10);
      }
      CapacityPlanner.Standing standing = planner.standing();
      assertThat(standing.waste()).as("seed %d", seed).isLessThan(1.1 * standing.rivalWaste());
      assertThat(standing.shortage())
          .as("seed %d", seed)
          .isLessThan(1.1 * standing.rivalShortage() + 1e-3);
    }
  }

  @Test
  void beforeItHasProvenItselfItAsksForWhatAnAutoscalerWould() {
    double[] load = load(1, 0.03, 6);
    CapacityPlanner planner = new CapacityPlanner(15, DAY);
    for (int t = 0; t < 110; t++) {
      int asked = planner.plan(load[t], 40).instances();
      double most = Arrays.stream(load, Math.max(0, t - 4), t + 1).max().orElseThrow();
      assertThat(asked).isEqualTo((int) Math.ceil(most / 40 / 0.7));
      assertThat(planner.proven()).isFalse();
    }
  }

  @Test
  void aRegularLoadProvesThePlansWithinDays() {
    CapacityPlanner planner = new CapacityPlanner(15, DAY);
    for (double v : load(6, 0.03, 7)) {
      planner.plan(v, 40);
    }
    assertThat(planner.proven()).isTrue();
    assertThat(planner.standing().waste())
        .isLessThanOrEqualTo(planner.standing().rivalWaste() + 1e-9);
    double enough = planner.risk(30, 40);
    double few = planner.risk(3, 40);
    assertThat(enough).isBetween(0.0, 0.05);
    assertThat(few).isBetween(0.95, 1.0);
  }

  /** A rise every six hours is too much news for whoever looks at yesterday alone. */
  @Test
  void whereTheRivalFallsShortThePlanIsShortLessOftenAndWastesNoMore() {
    Random random = new Random(21);
    CapacityPlanner planner = new CapacityPlanner(15, DAY);
    for (int t = 0; t < 12 * DAY; t++) {
      double wave = t % 350 < 60 ? 500 : 200;
      planner.plan(wave * (1 + 0.05 * random.nextGaussian()), 40);
    }
    CapacityPlanner.Standing standing = planner.standing();
    assertThat(planner.proven()).isTrue();
    assertThat(standing.rivalShortage()).isGreaterThan(0.005);
    assertThat(standing.shortage()).isLessThan(standing.rivalShortage());
    assertThat(standing.waste()).isLessThan(standing.rivalWaste() + 0.5);
  }

  /** Calm weeks do not tell how a burst of a new kind would go. */
  @Test
  void whereTheRivalWasNeverShortNoPlanIsTheLessSafe() {
    double[] load = new double[10 * DAY];
    Random random = new Random(22);
    for (int t = 0; t < load.length; t++) {
      load[t] = 300 + 100 * Math.sin(2 * Math.PI * t / DAY) + 2 * random.nextGaussian();
    }
    CapacityPlanner planner = new CapacityPlanner(5, DAY);
    YesterdayScaler rival = new YesterdayScaler(5, DAY);
    LoadHistory history = new LoadHistory(CapacityPlanner.historyLength(DAY));
    for (int t = 0; t < load.length; t++) {
      history.add(load[t]);
      int other = rival.ask(history, 40);
      int asked = planner.plan(load[t], 40).instances();
      if (t > 3 * DAY) {
        assertThat(asked).as("minute %d", t).isGreaterThanOrEqualTo(other);
      }
    }
    assertThat(planner.standing().rivalShortage()).isZero();
    assertThat(planner.proven()).isTrue();
  }

  @Test
  void aDeclaredTargetIsMetWithFewerInstances() {
    double[] load = load(12, 0.05, 9);
    double target = 0.01;
    double[] mean = new double[2];
    double[] missing = new double[2];
    for (int i = 0; i < 2; i++) {
      CapacityPlanner planner = new CapacityPlanner(5, DAY, i * target);
      int[] asked = Arrays.stream(load).mapToInt(v -> planner.plan(v, 40).instances()).toArray();
      mean[i] = Arrays.stream(asked, 5 * DAY, asked.length).average().orElseThrow();
      missing[i] = shortage(load, asked, 40, 5, 5 * DAY);
    }
    assertThat(missing[1]).isBetween(missing[0], 1.5 * target);
    assertThat(mean[1]).isLessThan(0.97 * mean[0]);
  }

  @Test
  void anotherStartUpTimeIsLearnedFromTheSameWeek() {
    double[] load = load(5, 0.03, 8);
    CapacityPlanner slow = new CapacityPlanner(30, DAY);
    CapacityPlanner fast = new CapacityPlanner(5, DAY);
    for (double v : load) {
      slow.plan(v, 40);
      fast.plan(v, 40);
    }
    CapacityPlanner taught = slow.withLead(5, 40);
    assertThat(taught.lead()).isEqualTo(5);
    CapacityPlanner.Plan expected = fast.plan(450, 40);
    CapacityPlanner.Plan plan = taught.plan(450, 40);
    assertThat(plan.instances()).isEqualTo(expected.instances());
    assertThat(plan.expected()).isCloseTo(expected.expected(), within(1e-3));
  }

  @Test
  void refusesALeadOutOfRange() {
    for (int lead : new int[] {0, 360}) {
      assertThatThrownBy(() -> new CapacityPlanner(lead, DAY))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("lead");
    }
  }
}
