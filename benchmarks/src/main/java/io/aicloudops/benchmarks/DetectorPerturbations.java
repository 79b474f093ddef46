package io.aicloudops.benchmarks;

import io.aicloudops.benchmarks.DetectorNab.Profile;
import io.aicloudops.rca.detect.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How much of the detector's score rests on the very files: the score of labelled series as they
 * are and its median over perturbed copies. Designs are chosen by the medians on the categories
 * that are not held out; which are held out was decided before anything was looked at.
 *
 * <p>Arguments: a directory with windows.json and the files it names; how many copies (7).
 */
public final class DetectorPerturbations {

  private static final Set<String> HELD_OUT = Set.of("realTraffic", "realTweets", "realAdExchange");
  private static final long SEED = 1000;

  private DetectorPerturbations() {}

  private record Result(
      double best,
      double bestFewFalse,
      double bestFewMissed,
      double own,
      double ownFewFalse,
      double ownFewMissed,
      double tuned,
      double heldOut) {

    static Result of(List<DetectorSeries> all) {
      List<double[]> scores = all.parallelStream().map(DetectorSeries::scores).toList();
      DetectorNab nab = nab(all, scores, category -> true);
      double threshold = Verdict.THRESHOLD;
      return new Result(
          nab.best(Profile.STANDARD),
          nab.best(Profile.FEW_FALSE_ALARMS),
          nab.best(Profile.FEW_MISSED),
          nab.at(threshold, Profile.STANDARD),
          nab.at(threshold, Profile.FEW_FALSE_ALARMS),
          nab.at(threshold, Profile.FEW_MISSED),
          nab(all, scores, category -> !HELD_OUT.contains(category))
              .at(threshold, Profile.STANDARD),
          nab(all, scores, HELD_OUT::contains).at(threshold, Profile.STANDARD));
    }

    private static DetectorNab nab(
        List<DetectorSeries> all, List<double[]> scores, Predicate<String> categories) {
      DetectorNab nab = new DetectorNab();
      for (int k = 0; k < all.size(); k++) {
        if (categories.test(all.get(k).category())) {
          nab.add(all.get(k), scores.get(k));
        }
      }
      return nab;
    }

    double[] columns() {
      return new double[] {
        best, bestFewFalse, bestFewMissed, own, ownFewFalse, ownFewMissed, tuned, heldOut
      };
    }
  }

  /** Prints the table. */
  public static void main(String[] arguments) throws IOException {
    List<DetectorSeries> all = DetectorSeries.readAll(Path.of(arguments[0]));
    int copies = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 7;
    PrintStream out = System.out;
    out.println(
        "                          best threshold         own threshold          own, standard");
    out.println(
        "                          std  lowFP  lowFN      std  lowFP  lowFN      tuned  held out");
    print(out, "as it is", List.of(Result.of(all)));
    print(out, "rows kept, median", perturbed(all, copies, false));
    print(out, "rows resampled, median", perturbed(all, copies, true));
  }

  private static List<Result> perturbed(List<DetectorSeries> all, int copies, boolean resampled) {
    List<Result> results = new ArrayList<>();
    for (int copy = 0; copy < copies; copy++) {
      Random random = new Random(SEED + copy);
      results.add(Result.of(all.stream().map(one -> one.perturbed(random, resampled)).toList()));
    }
    return results;
  }

  private static void print(PrintStream out, String name, List<Result> results) {
    double[] m = new double[8];
    for (int column = 0; column < m.length; column++) {
      int at = column;
      double[] sorted = results.stream().mapToDouble(one -> one.columns()[at]).sorted().toArray();
      m[column] = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
    out.printf(
        Locale.ROOT,
        "%-22s %6.1f %6.1f %6.1f   %6.1f %6.1f %6.1f     %6.1f %6.1f%n",
        name,
        m[0],
        m[1],
        m[2],
        m[3],
        m[4],
        m[5],
        m[6],
        m[7]);
  }
}
