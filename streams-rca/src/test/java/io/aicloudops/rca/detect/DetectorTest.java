package io.aicloudops.rca.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aicloudops.rca.detect.packed.Packer;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectorTest {

  private static final int DAY = 288;

  private final Random random = new Random(42);
  private final Detector detector = new Detector();
  private final Verdict verdict = new Verdict();
  private double highestScore;
  private double highestStrength;
  private int alarms;

  private void feed(int from, int to, IntToDoubleFunction signal) {
    highestScore = 0;
    highestStrength = 0;
    alarms = 0;
    for (int k = from; k < to; k++) {
      detector.judge(1_000L * k, signal.applyAsDouble(k), verdict);
      highestScore = Math.max(highestScore, verdict.score);
      highestStrength = Math.max(highestStrength, verdict.strength);
      alarms += verdict.score >= Verdict.THRESHOLD ? 1 : 0;
    }
  }

  private double healthy(int k) {
    return 100 + 30 * Math.sin(2 * Math.PI * k / DAY) + 3 * random.nextGaussian();
  }

  @Test
  void saysNothingWhileYoung() {
    feed(0, 29, this::healthy);

    assertThat(verdict.expected).isNaN();
    assertThat(highestStrength).isZero();
    assertThat(highestScore).isZero();
  }

  @Test
  void neitherJudgesNorLearnsWhatWasNotMeasured() {
    feed(0, 100, k -> 5);
    feed(100, 300, k -> Double.NaN);
    feed(300, 301, k -> 5);

    assertThat(verdict.expected).isEqualTo(5);
    assertThat(verdict.strength).isLessThan(0.1);
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 200, 2000})
  void findsAStepSoonAfterItsFirstMinute(int age) {
    feed(0, age, k -> 20 + random.nextGaussian());
    feed(age, age + 3, k -> 60 + random.nextGaussian());

    assertThat(highestStrength).isGreaterThanOrEqualTo(Verdict.THRESHOLD);
    assertThat(verdict.deviation).isGreaterThan(10);
    assertThat(verdict.expected).isBetween(18.0, 25.0);
  }

  @Test
  void outsideOfTheBandIsAnomalousOnAYoungSignal() {
    feed(0, 1000, k -> 20 + random.nextGaussian());
    double edge = verdict.upper;
    Packer state = new Packer();
    detector.write(state);
    Detector same = new Detector();
    same.read(new io.aicloudops.rca.detect.packed.Unpacker(state.toBytes()));

    detector.judge(1_000_000, edge + 1, verdict);
    assertThat(verdict.strength).isGreaterThan(Verdict.THRESHOLD);
    same.judge(1_000_000, edge - 3, verdict);
    assertThat(verdict.strength).isLessThan(Verdict.THRESHOLD);
  }

  @Test
  void anEpisodeDoesNotMakeItselfNormalAtOnce() {
    feed(0, 500, k -> 20 + random.nextGaussian());
    feed(500, 560, k -> 60 + random.nextGaussian());

    assertThat(verdict.strength).isGreaterThanOrEqualTo(Verdict.THRESHOLD);
    assertThat(verdict.expected).isLessThan(30);
  }

  @Test
  void aKnownFaultIsNotLearnedHoweverLongItIs() {
    feed(0, 500, k -> 20 + random.nextGaussian());
    for (int k = 500; k < 3000; k++) {
      double value = (k / 20) % 2 == 0 ? 60 : 20;
      detector.judge(1_000L * k, value + random.nextGaussian(), true, verdict);
      if (value > 50) {
        assertThat(verdict.strength).isGreaterThanOrEqualTo(Verdict.THRESHOLD);
        assertThat(verdict.expected).isBetween(19.0, 21.0);
      }
    }
  }

  @Test
  void learnsALastingChangeAnew() {
    feed(0, 500, k -> 20 + random.nextGaussian());
    boolean relearned = false;
    for (int k = 500; k < 1200; k++) {
      detector.judge(1_000L * k, 60 + random.nextGaussian(), verdict);
      relearned |= verdict.relearned;
    }

    assertThat(relearned).isTrue();
    assertThat(verdict.expected).isBetween(58.0, 62.0);
    assertThat(verdict.strength).isLessThan(Verdict.THRESHOLD);
  }

  @Test
  void knowsTheSeasonAfterSomeDays() {
    feed(0, 10 * DAY, this::healthy);
    feed(10 * DAY, 12 * DAY, this::healthy);
    int quiet = alarms;
    feed(12 * DAY, 12 * DAY + DAY / 4, this::healthy);
    // The lowest values of the day at its peak: nothing is out of range.
    feed(12 * DAY + DAY / 4, 12 * DAY + DAY / 4 + 20, k -> healthy(k + DAY / 2));

    assertThat(quiet).isLessThanOrEqualTo(2);
    assertThat(highestScore).isGreaterThan(0.3);
  }

  @Test
  void findsALeakOfATwentyFifthOfSigmaAValue() {
    feed(0, 10_000, k -> 20 + random.nextGaussian());
    int found = 0;
    for (int k = 0; k < 200; k++) {
      detector.judge(1_000L * (10_000 + k), 20 + 0.04 * k + random.nextGaussian(), verdict);
      found += verdict.strength >= Verdict.THRESHOLD && verdict.deviation > 2.5 ? 1 : 0;
    }

    assertThat(found).isGreaterThanOrEqualTo(5);
  }

  @Test
  void scoresASpikeOnce() {
    feed(0, 3000, this::healthy);
    feed(3000, 3003, k -> 400);

    assertThat(alarms).isEqualTo(1);
  }

  @Test
  void aConstantThatMovesIsNew() {
    feed(0, 2000, k -> 7);
    assertThat(highestScore).isZero();
    feed(2000, 2001, k -> 8);

    assertThat(highestScore).isGreaterThanOrEqualTo(Verdict.THRESHOLD);
    assertThat(highestStrength).isGreaterThanOrEqualTo(Verdict.THRESHOLD);
  }

  private double shape(String name, int k) {
    double noise = random.nextGaussian();
    return switch (name) {
      case "noise" -> 100 + noise;
      case "wave" -> 100 + 40 * Math.sin(2 * Math.PI * k / 5760) + 3 * noise;
      case "workweek" ->
          100 + (k / 5760 % 7 < 5 ? 40 : 15) * Math.sin(2 * Math.PI * k / 5760) + 3 * noise;
      case "log-normal" -> Math.exp(noise / 2);
      case "rare events" -> random.nextInt(50) == 0 ? 1 : 0;
      default -> throw new IllegalArgumentException(name);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"noise", "wave", "workweek", "log-normal", "rare events"})
  void keepsWithinAKibibyte(String name) {
    Packer state = new Packer();
    for (int k = 1; k <= 30 * 5760; k++) {
      detector.judge(15_000L * k, shape(name, k), verdict);
      if (k % 4000 == 0) {
        state.clear();
        detector.write(state);
        assertThat(state.toBytes().length).as("after %d values", k).isLessThanOrEqualTo(1024);
      }
    }
  }

  private double workday(int k) {
    int day = k / DAY % 7;
    double hour = 24.0 * (k % DAY) / DAY;
    return (day < 5 && hour >= 9 && hour < 18 ? 200 : 100) + 3 * random.nextGaussian();
  }

  private int alarmsEachDay(int from, int days) {
    int told = 0;
    for (int k = from * DAY; k < (from + days) * DAY; k++) {
      detector.judge(300_000L * k, workday(k), verdict);
      told += verdict.score >= Verdict.THRESHOLD ? 1 : 0;
    }
    return told;
  }

  @Test
  void aSaturdayWithTheLoadOfAWorkdayIsForTheTime() {
    int saturday = 61 * DAY;
    alarmsEachDay(0, 61);
    double highest = 0;
    for (int k = 0; k < DAY; k++) {
      // The load is that of a Friday.
      detector.judge(300_000L * (saturday + k), workday(4 * DAY + k), verdict);
      highest = Math.max(highest, verdict.score);
    }

    assertThat(highest).isGreaterThanOrEqualTo(Verdict.THRESHOLD);
  }

  @Test
  void aMondayAfterAWeekendIsAMonday() {
    alarmsEachDay(0, 35);

    assertThat(alarmsEachDay(35, 28)).isLessThanOrEqualTo(2);
  }

  private double share(String view) {
    return detector.shares().getOrDefault(view, 0.0);
  }

  @Test
  void saysThatAPeakAtTheTimeOfTheTroughIsForTheTime() {
    feed(0, 20 * DAY, this::healthy);
    // 75 % of a day is the trough.
    feed(20 * DAY, 20 * DAY + 3 * DAY / 4, this::healthy);
    feed(20 * DAY + 3 * DAY / 4, 20 * DAY + 3 * DAY / 4 + 1, k -> 130);

    assertThat(verdict.strength).isGreaterThanOrEqualTo(Verdict.THRESHOLD);
    assertThat(share("season")).isGreaterThan(2 * share("level"));
  }

  @Test
  void saysThatANewHighOfASmoothSignalIsFarFromWhereItWas() {
    feed(0, 20 * DAY, this::healthy);
    feed(20 * DAY, 20 * DAY + 1, k -> 300);

    assertThat(verdict.strength).isGreaterThanOrEqualTo(Verdict.THRESHOLD);
    assertThat(detector.shares().values().stream().mapToDouble(share -> share).sum())
        .isCloseTo(1, within(1e-9));
    assertThat(share("level") + share("running-level")).isGreaterThan(0.1);
  }
}
