package io.aicloudops.rca.rank;

import io.aicloudops.schemas.event.Command;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * What operators taught about causes in one cluster: log-odds by fault, and more strongly by fault
 * and entity. Made anew from the feedback that is kept, so that taking feedback back undoes it.
 */
public final class Priors {

  /** Log-odds that one word of an operator adds for the same entity and fault. */
  private static final double EXACT = 0.8;

  /** The same for any fault of an entity that was named without one. */
  private static final double PLACE = 0.6;

  /** The same for the fault on other entities. */
  private static final double GENERAL = 0.1;

  private static final double MOST = 2.5;

  /** Nothing was taught yet. */
  public static final Priors NONE = new Priors(Map.of());

  private final Map<String, Double> odds;

  private Priors(Map<String, Double> odds) {
    this.odds = odds;
  }

  /**
   * Learns from commands of type FEEDBACK, with the parameters {@code entity} and {@code fault}
   * (the cause that was named), {@code verdict} (right or wrong) and, if wrong, {@code trueEntity}
   * and {@code trueFault} where the operator knows them. An entity alone speaks for whatever may be
   * wrong there.
   */
  public static Priors of(Collection<Command> feedback) {
    Map<String, Double> odds = new TreeMap<>();
    for (Command command : feedback) {
      Map<String, String> params = command.getParams();
      boolean right = "right".equals(params.get("verdict"));
      add(
          odds,
          params.getOrDefault("entity", ""),
          params.getOrDefault("fault", ""),
          right ? 1 : -1);
      if (!right) {
        String truth = params.getOrDefault("trueFault", "");
        String place = params.getOrDefault("trueEntity", "");
        if (!truth.isEmpty() || !place.isEmpty()) {
          add(odds, place.isEmpty() ? params.getOrDefault("entity", "") : place, truth, 1);
        }
      }
    }
    return new Priors(odds);
  }

  private static void add(Map<String, Double> odds, String entity, String fault, int sign) {
    if (fault.isEmpty()) {
      odds.merge("@" + entity, sign * PLACE, Double::sum);
      return;
    }
    odds.merge(fault, sign * GENERAL, Double::sum);
    odds.merge(fault + "@" + entity, sign * EXACT, Double::sum);
  }

  /** The score with what was taught taken into account; stays in (0,1). */
  double weigh(String entity, String fault, double score) {
    double delta =
        odds.getOrDefault(fault, 0.0)
            + odds.getOrDefault(fault + "@" + entity, 0.0)
            + odds.getOrDefault("@" + entity, 0.0);
    if (delta == 0) {
      return score;
    }
    double bounded = Math.max(-MOST, Math.min(MOST, delta));
    double p = Math.max(1e-6, Math.min(1 - 1e-6, score));
    return 1 / (1 + StrictMath.exp(-(StrictMath.log(p / (1 - p)) + bounded)));
  }
}
