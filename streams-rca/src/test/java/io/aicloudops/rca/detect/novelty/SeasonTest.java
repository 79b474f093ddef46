package io.aicloudops.rca.detect.novelty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A signal in, by the day as a fraction; what is usual out. */
class SeasonTest {

  private static final long DAY_MS = 86_400_000;
  private static final long SEED = 7;

  private final Random random = new Random(SEED);
  private Season season = new Season();
  private double slow;
  private long row;
  private double usual;
  private double error;

  @BeforeEach
  void tellSeed() {
    System.out.println("seed " + SEED);
  }

  /** Feeds whole days; {@link #error} is then the mean error of the last one. */
  private void days(int days, int rowMs, DoubleUnaryOperator signal) {
    long rowsADay = DAY_MS / rowMs;
    for (long k = 0; k < days * rowsADay; k++) {
      error = k % rowsADay == 0 ? 0 : error;
      double x = value((double) row / rowsADay, signal);
      next(1, rowMs, x);
      error += Math.abs((Double.isNaN(usual) ? slow : usual) - x) / rowsADay;
    }
  }

  private double value(double day, DoubleUnaryOperator signal) {
    return signal.applyAsDouble(day) + random.nextGaussian();
  }

  private void next(long rows, double rowMs, double x) {
    row += rows;
    usual = season.next(rows, rowMs, x, slow, true);
    slow += (x - slow) * Math.max(1.0 / row, 1.0 / 2000);
  }

  private static double wave(double day) {
    return 100 + 40 * Math.sin(2 * Math.PI * day);
  }

  private static double office(double day) {
    boolean workday = (long) day % 7 < 5;
    return workday ? wave(day) : 60;
  }

  @ParameterizedTest
  @ValueSource(ints = {15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 3_600_000})
  void knowsADayAtEachUsualDistanceOfRows(int rowMs) {
    days(5, rowMs, SeasonTest::wave);

    // Eighths of a day are coarse; the level alone is wrong by some 25.
    assertThat(error).isLessThan(9);
  }

  @Test
  void doesNotTakeASlowWaveForAShortSeason() {
    days(1, 15_000, SeasonTest::wave);
    season = roundTrip();

    // Two hours before the trough of the day, whose level the last hour was near.
    assertThat(season.elsewhere(wave(0.1), 1)).isFalse();
    assertThat(season.elsewhere(wave(0.3), 1)).isFalse();
  }

  @Test
  void knowsTheWeekAfterThreeOfThem() {
    days(14, 300_000, SeasonTest::office);
    days(5, 300_000, SeasonTest::office);
    days(1, 300_000, SeasonTest::office);
    double firstSaturday = error;
    days(1 + 7 + 5, 300_000, SeasonTest::office);
    days(1, 300_000, SeasonTest::office);
    double laterSaturday = error;
    days(2, 300_000, SeasonTest::office);
    double monday = error;

    assertThat(firstSaturday).isGreaterThan(15);
    assertThat(laterSaturday).isLessThan(3);
    assertThat(monday).isLessThan(9);
  }

  @Test
  void aKnownWeekSpeaksAllDays() {
    days(70, 300_000, SeasonTest::strange);
    int silent = 0;
    for (int k = 0; k < 7 * 288; k++) {
      next(1, 300_000, value((double) row / 288, SeasonTest::strange));
      silent += Double.isNaN(usual) ? 1 : 0;
    }

    assertThat(silent).isZero();
  }

  /** Three days at a week's end without a wave, so that a day is hardly better than the level. */
  private static double strange(double day) {
    boolean workday = (long) day % 7 < 4;
    return workday ? wave(day) : 100;
  }

  @Test
  void oneOddDayDoesNotSpoilTheWeek() {
    days(35, 300_000, SeasonTest::office);
    days(1, 300_000, day -> 5000);
    days(6, 300_000, SeasonTest::office);
    days(1, 300_000, SeasonTest::office);

    assertThat(error).as("of 4,940 on the odd day").isLessThan(200);
  }

  @Test
  void aWeekWithoutNoiseIsLearnedAnewWhenItChanges() {
    for (int k = 0; k < 42 * 288; k++) {
      next(1, 300_000, k / 288 % 7 < 5 ? 6 : 2);
    }
    double saturday = 0;
    for (int k = 42 * 288; k < 84 * 288; k++) {
      next(1, 300_000, k / 288 % 7 < 6 ? 6 : 2);
      saturday = k / 288 % 7 == 5 ? usual : saturday;
    }

    assertThat(saturday).isCloseTo(6, within(0.5));
  }

  @Test
  void knowsOfAValueThatBelongsToAnotherDay() {
    days(35, 300_000, SeasonTest::office);
    days(5, 300_000, SeasonTest::office);
    for (int k = 0; k < 72; k++) {
      next(1, 300_000, value((double) row / 288, SeasonTest::office));
    }

    // Saturday at a quarter of the day, where workdays have their peak.
    assertThat(usual).isCloseTo(60, within(2.0));
    assertThat(season.elsewhere(140, 5)).isTrue();
    assertThat(season.elsewhere(60, 5)).isFalse();
    assertThat(season.elsewhere(300, 5)).as("never there").isFalse();
  }

  @Test
  void rowsThatAreMissingDoNotHideTheDay() {
    for (int k = 0; k < 6 * 288; k++) {
      if (random.nextInt(10) > 0 || k == 0) {
        long rows = Math.max(1, k + 1 - row);
        next(rows, 300_000, value(k / 288.0, SeasonTest::wave));
      }
    }

    assertThat(usual).isCloseTo(wave(row / 288.0), within(25.0));
    days(1, 300_000, SeasonTest::wave);
    assertThat(error).isLessThan(9);
  }

  @Test
  void aLongGapCostsNothingButTheGap() {
    days(6, 300_000, SeasonTest::wave);
    // A day and a half.
    next(432, 300_000, wave((row + 432) / 288.0));
    days(1, 300_000, SeasonTest::wave);

    assertThat(error).isLessThan(9);
  }

  @Test
  void moreValuesOfOneRowAreJudgedAndNotLearned() {
    days(6, 300_000, SeasonTest::wave);
    double before = usual;
    byte[] state = bytes();
    next(0, 300_000, 1e6);

    assertThat(usual).isEqualTo(before);
    assertThat(bytes()).isEqualTo(state);
  }

  @Test
  void beginsAnewWhenRowsComeAtAnotherDistance() {
    days(20, 300_000, SeasonTest::wave);
    row = 0;
    days(5, 60_000, SeasonTest::wave);

    assertThat(error).isLessThan(9);
  }

  @Test
  void beginsAnewWhenTheDayIsOneNoMore() {
    days(20, 300_000, SeasonTest::wave);
    // Twice as fast from now on: half a day is a candidate again only when the day was given up.
    days(20, 300_000, day -> wave(2 * day));

    assertThat(error).isLessThan(12);
  }

  @Test
  void goesOnFromItsBytesAtAnyTime() {
    Season other = new Season();
    double otherSlow = 0;
    for (int k = 0; k < 40 * 288; k++) {
      double x = value(k / 288.0, SeasonTest::office);
      long rows = random.nextInt(50) == 0 ? 3 : 1;
      next(rows, 300_000, x);
      double same = other.next(rows, 300_000, x, otherSlow, true);
      otherSlow = slow;
      if (k % 97 == 0) {
        other = roundTrip();
      }
      assertThat(Double.valueOf(same)).isEqualTo(Double.valueOf(usual));
    }
  }

  private byte[] bytes() {
    Packer out = new Packer();
    season.write(out);
    return out.toBytes();
  }

  private Season roundTrip() {
    Season read = new Season();
    Unpacker in = new Unpacker(bytes());
    read.read(in);
    assertThat(in.remaining()).isZero();
    return read;
  }
}
