package io.aicloudops.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The score of the Numenta Anomaly Benchmark 1.1 over series whose rows were scored: each window's
 * earliest alarm counts, an alarm outside costs the more the farther it is behind the last window.
 *
 * @see <a href="https://arxiv.org/abs/1510.03336">Lavin and Ahmad, 2015</a>
 */
final class DetectorNab {

  /** What a missed window and a false alarm cost; a window found gives 1. */
  enum Profile {
    STANDARD(1, 0.11),
    FEW_FALSE_ALARMS(1, 0.22),
    FEW_MISSED(2, 0.11);

    private final double missed;
    private final double falseAlarm;

    Profile(double missed, double falseAlarm) {
      this.missed = missed;
      this.falseAlarm = falseAlarm;
    }
  }

  /** One row: its score, its worth, and its window or −1. */
  private record Row(double score, double worth, int window) {}

  private static final double PROBATION_SHARE = 0.15;
  private static final int MOST_PROBATION = 750;

  private final List<Row> rows = new ArrayList<>();
  private int windows;

  void add(DetectorSeries series, double[] scores) {
    double probation = Math.min(Math.floor(PROBATION_SHARE * scores.length), MOST_PROBATION);
    int next = 0;
    int lastEnd = -1;
    double lastWidth = 0;
    int counted = -1;
    for (int row = 0; row < scores.length; row++) {
      while (next < series.windows() && row > series.last(next)) {
        lastEnd = series.last(next);
        lastWidth = lastEnd - series.first(next) + 1.0;
        next++;
      }
      boolean inside = next < series.windows() && row >= series.first(next);
      if (row < probation) {
        continue;
      }
      if (inside) {
        if (counted != next) {
          counted = next;
          windows++;
        }
        double width = series.last(next) - series.first(next) + 1.0;
        double early = sigmoid(-(series.last(next) - row + 1) / width) / sigmoid(-1);
        rows.add(new Row(scores[row], early, windows - 1));
      } else {
        double behind = lastEnd < 0 ? -1 : sigmoid((row - lastEnd) / (lastWidth - 1));
        rows.add(new Row(scores[row], behind, -1));
      }
    }
  }

  private static double sigmoid(double y) {
    return y > 3 ? -1 : 2 / (1 + Math.exp(5 * y)) - 1;
  }

  /** 100 for every window found at once and no false alarm, 0 for silence. */
  double at(double threshold, Profile profile) {
    return normalised(sweep(profile, threshold)[0], profile);
  }

  /** The score at the threshold that suits best. */
  double best(Profile profile) {
    return normalised(sweep(profile, 0)[1], profile);
  }

  private double normalised(double raw, Profile profile) {
    double nothing = -profile.missed * windows;
    return 100 * (raw - nothing) / (windows - nothing);
  }

  /** Raw score at the threshold, and the largest on the way down to it. */
  private double[] sweep(Profile profile, double threshold) {
    List<Row> alarms =
        rows.stream()
            .filter(row -> row.score > 0 && row.score >= threshold)
            .sorted(Comparator.comparingDouble(Row::score).reversed())
            .toList();
    double[] found = new double[windows];
    Arrays.fill(found, -profile.missed);
    double raw = -profile.missed * windows;
    double best = raw;
    for (int k = 0; k < alarms.size(); k++) {
      Row row = alarms.get(k);
      if (row.window < 0) {
        raw += profile.falseAlarm * row.worth;
      } else if (row.worth > found[row.window]) {
        raw += row.worth - found[row.window];
        found[row.window] = row.worth;
      }
      boolean last = k + 1 == alarms.size() || alarms.get(k + 1).score < row.score;
      best = last ? Math.max(best, raw) : best;
    }
    return new double[] {raw, best};
  }
}
