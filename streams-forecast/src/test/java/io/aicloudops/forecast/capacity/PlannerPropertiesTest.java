package io.aicloudops.forecast.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class PlannerPropertiesTest {

  private static final int DAY = 144;

  /** Six days of 144 steps with a rhythm, noise, bursts and gaps. */
  private static double[] load(long seed) {
    Random random = new Random(seed);
    double[] load = new double[6 * DAY];
    for (int t = 0; t < load.length; t++) {
      double v = 100 + 60 * Math.sin(2 * Math.PI * t / DAY);
      v *= Math.exp(0.1 * random.nextGaussian());
      v += random.nextInt(80) == 0 ? 200 * random.nextDouble() : 0;
      load[t] = random.nextInt(50) == 0 ? Double.NaN : v;
    }
    return load;
  }

  private static int[] plan(double[] load, double capacity, int lead) {
    CapacityPlanner planner = new CapacityPlanner(lead, DAY);
    return Arrays.stream(load).mapToInt(v -> planner.plan(v, capacity).instances()).toArray();
  }

  /** Powers of two change no digit of a floating-point number. */
  @Property(tries = 40)
  void theUnitDoesNotMatter(
      @ForAll @LongRange(min = 0, max = 1000) long seed,
      @ForAll @IntRange(min = -20, max = 20) int exponent,
      @ForAll @IntRange(min = 1, max = 20) int lead) {
    double unit = Math.scalb(1.0, exponent);
    double[] scaled = Arrays.stream(load(seed)).map(v -> v * unit).toArray();
    assertThat(plan(scaled, 8 * unit, lead)).isEqualTo(plan(load(seed), 8, lead));
  }

  @Property(tries = 40)
  void whatComesLaterChangesNothing(
      @ForAll @LongRange(min = 0, max = 1000) long seed,
      @ForAll @IntRange(min = 1, max = 6 * DAY) int cut,
      @ForAll @IntRange(min = 1, max = 20) int lead) {
    double[] load = load(seed);
    int[] whole = plan(load, 8, lead);
    assertThat(plan(Arrays.copyOf(load, cut), 8, lead)).isEqualTo(Arrays.copyOf(whole, cut));
  }

  @Property(tries = 25)
  void storingAtAnyStepChangesNothing(
      @ForAll @LongRange(min = 0, max = 1000) long seed,
      @ForAll @IntRange(min = 0, max = 6 * DAY - 1) int at) {
    double[] load = load(seed);
    CapacityPlanner planner = new CapacityPlanner(5, DAY);
    int[] asked = new int[load.length];
    for (int t = 0; t < load.length; t++) {
      if (t == at) {
        planner = CapacityPlanner.restore(planner.bytes(), planner.loads(), 0);
      }
      asked[t] = planner.plan(load[t], 8).instances();
    }
    assertThat(asked).isEqualTo(plan(load, 8, 5));
  }

  @Property(tries = 25)
  void riskIsAChanceThatFallsWithMoreInstances(@ForAll @LongRange(min = 0, max = 1000) long seed) {
    CapacityPlanner planner = new CapacityPlanner(5, DAY);
    assertThat(planner.risk(1, 8)).isNaN();
    for (double v : load(seed)) {
      planner.plan(v, 8);
    }
    double before = 1;
    for (int count = 1; count < 60; count++) {
      double risk = planner.risk(count, 8);
      assertThat(risk).isBetween(0.0, before + 1e-6);
      before = risk;
    }
    assertThat(planner.standing().shortage()).isCloseTo(0.05, within(0.05));
  }
}
