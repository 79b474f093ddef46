package io.aicloudops.rca.rank.change;

import io.aicloudops.rca.rank.shift.Column;
import io.aicloudops.rca.rank.shift.Role;
import io.aicloudops.rca.rank.shift.Spread;
import java.util.Arrays;

/**
 * How much worse values are than others of the same kind, in units that do not hang on the scale of
 * the measurement; 0 if they are no worse.
 */
final class Deviation {

  /** What is compared, and how much it says. */
  enum Kind {
    ERRORS(1),
    LATENCY(0.5),
    RESOURCE(0.5),
    OTHER(0.2),
    NOTHING(0);

    private final double weight;

    Kind(double weight) {
      this.weight = weight;
    }

    static Kind of(Column column) {
      Role role = column.role();
      return switch (role) {
        case ERRORS -> ERRORS;
        case LATENCY -> LATENCY;
        case RESOURCE, SATURATION -> RESOURCE;
        case NODE -> NOTHING;
        case TRAFFIC, OTHER -> OTHER;
      };
    }
  }

  private Deviation() {}

  static double of(Kind kind, double[] now, double[] reference) {
    if (kind == Kind.NOTHING) {
      return 0;
    }
    double[] a = now.clone();
    double[] b = reference.clone();
    Arrays.sort(a);
    Arrays.sort(b);
    double usual = Spread.quantile(b, 0.5);
    return kind.weight
        * StrictMath.log1p(
            switch (kind) {
              case ERRORS -> failing(a, b, usual);
              case LATENCY -> Math.max(0, ratio(a, usual)) / (0.2 + wobble(b, 0.2));
              default -> Math.abs(ratio(a, usual)) / (0.3 + wobble(b, 0.3));
            });
  }

  /** The relative fall of a share of successes. */
  private static double failing(double[] now, double[] reference, double usual) {
    double level = Math.max(Math.abs(usual), 1e-12);
    double fall = (usual - Spread.quantile(now, 0.25)) / level;
    double own = reference.length > 2 ? deviation(reference) / level : 0;
    return Math.max(0, Math.min(1, fall)) / (0.02 + own);
  }

  private static double ratio(double[] now, double usual) {
    return StrictMath.log((Spread.quantile(now, 0.75) + 1e-9) / (usual + 1e-9));
  }

  private static double wobble(double[] reference, double unknown) {
    return reference.length > 2
        ? deviation(Arrays.stream(reference).map(v -> StrictMath.log(v + 1e-9)).toArray())
        : unknown;
  }

  private static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    return Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0));
  }
}
