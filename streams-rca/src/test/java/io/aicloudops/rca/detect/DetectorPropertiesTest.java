package io.aicloudops.rca.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for every signal. Tries are few because each is a whole history. */
class DetectorPropertiesTest {

  private static final int ROWS = 1500;

  private record Row(
      double score,
      double strength,
      double deviation,
      double expected,
      double lower,
      double upper) {}

  /** Whole numbers, so that shifting and scaling by powers of two is exact. */
  private static double[] history(long seed) {
    Random random = new Random(seed);
    double[] values = new double[ROWS];
    double level = random.nextInt(1000);
    for (int k = 0; k < ROWS; k++) {
      level += random.nextInt(200) == 0 ? random.nextInt(2000) - 1000 : 0;
      double season = 100 * Math.sin(2 * Math.PI * k / 288);
      double spike = random.nextInt(300) == 0 ? 4000 : 0;
      values[k] = Math.rint(level + season + spike + 20 * random.nextGaussian());
    }
    return values;
  }

  private static List<Row> judge(Detector detector, double[] values, int from, int to, long step) {
    Verdict verdict = new Verdict();
    List<Row> rows = new ArrayList<>();
    for (int k = from; k < to; k++) {
      detector.judge(1_000_000 + k * step, values[k], verdict);
      rows.add(
          new Row(
              verdict.score,
              verdict.strength,
              verdict.deviation,
              verdict.expected,
              verdict.lower,
              verdict.upper));
    }
    return rows;
  }

  private static List<Row> judge(double[] values, long step) {
    return judge(new Detector(), values, 0, values.length, step);
  }

  private static List<Double> scores(List<Row> rows) {
    return rows.stream().map(Row::score).toList();
  }

  @Property(tries = 20)
  void scaleDoesNotMatter(@ForAll long seed, @ForAll @IntRange(min = -20, max = 20) int power) {
    double[] values = history(seed);
    double[] scaled = values.clone();
    for (int k = 0; k < scaled.length; k++) {
      scaled[k] *= Math.pow(2, power);
    }

    assertThat(scores(judge(scaled, 1000))).isEqualTo(scores(judge(values, 1000)));
  }

  @Property(tries = 20)
  void zeroHardlyMatters(
      @ForAll long seed, @ForAll @IntRange(min = -100_000, max = 100_000) int shift) {
    double[] values = history(seed);
    double[] shifted = values.clone();
    for (int k = 0; k < shifted.length; k++) {
      shifted[k] += shift;
    }

    List<Row> one = judge(values, 1000);
    List<Row> other = judge(shifted, 1000);
    // Sums round differently elsewhere on the number line, and a value at the edge of a cell may
    // fall to the other side.
    long apart = 0;
    for (int k = 0; k < one.size(); k++) {
      apart += Math.abs(one.get(k).score() - other.get(k).score()) > 0.05 ? 1 : 0;
      assertThat(other.get(k).deviation())
          .isCloseTo(
              one.get(k).deviation(),
              org.assertj.core.api.Assertions.within(
                  0.01 + 0.01 * Math.abs(one.get(k).deviation())));
    }
    assertThat(apart).isLessThan(ROWS / 100);
  }

  @Property(tries = 20)
  void aThirdMoreOrLessOfTimeDoesNotMatterToCloseValues(
      @ForAll long seed, @ForAll @IntRange(min = 13_000, max = 24_000) int step) {
    double[] values = history(seed);

    assertThat(judge(values, step)).isEqualTo(judge(values, 15_000));
  }

  @Property(tries = 10)
  void aThirdMoreOrLessOfTimeHardlyMatters(
      @ForAll long seed, @ForAll @IntRange(min = 70, max = 140) int percent) {
    double[] values = history(seed);
    List<Row> usual = judge(values, 300_000);
    List<Row> stretched = judge(values, 3000L * percent);

    for (int k = 0; k < ROWS; k++) {
      // Told or not may differ where a score is near its bar, never what is expected.
      assertThat(Double.valueOf(stretched.get(k).expected()))
          .isEqualTo(Double.valueOf(usual.get(k).expected()));
      assertThat(stretched.get(k).strength())
          .isCloseTo(usual.get(k).strength(), org.assertj.core.api.Assertions.within(0.3));
    }
  }

  @Property(tries = 20)
  void whatComesLaterDoesNotChangeWhatWasSaid(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = ROWS) int cut) {
    double[] values = history(seed);
    List<Row> whole = judge(values, 1000);

    assertThat(judge(new Detector(), values, 0, cut, 1000)).isEqualTo(whole.subList(0, cut));
  }

  @Property(tries = 5)
  void saysTheSameAgainWhateverAnotherIsFedBetween(@ForAll long seed, @ForAll long otherSeed) {
    double[] values = history(seed);
    double[] others = history(otherSeed);
    Detector detector = new Detector();
    Detector other = new Detector();
    List<Row> rows = new ArrayList<>();
    for (int k = 0; k < ROWS; k++) {
      rows.addAll(judge(detector, values, k, k + 1, 1000));
      judge(other, others, k, k + 1, 60_000);
    }

    assertThat(rows).isEqualTo(judge(values, 1000));
  }

  @Property(tries = 20)
  void goesOnFromItsBytes(@ForAll long seed, @ForAll @IntRange(min = 0, max = ROWS) int cut) {
    double[] values = history(seed);
    List<Row> whole = judge(values, 1000);
    Detector before = new Detector();
    judge(before, values, 0, cut, 1000);
    Packer packer = new Packer();
    before.write(packer);
    Detector after = new Detector();
    Unpacker in = new Unpacker(packer.toBytes());
    after.read(in);

    assertThat(in.remaining()).isZero();
    List<Row> rest = judge(after, values, cut, ROWS, 1000);
    assertThat(rest).isEqualTo(whole.subList(cut, ROWS));
  }

  @Property(tries = 20)
  void whatItSaysIsWithinItsBounds(@ForAll long seed) {
    for (Row row : judge(history(seed), 1000)) {
      assertThat(row.score()).isBetween(0.0, 1.0);
      assertThat(row.strength()).isBetween(0.0, 1.0);
      if (!Double.isNaN(row.expected())) {
        assertThat(row.expected()).isBetween(row.lower(), row.upper());
      }
    }
  }
}
