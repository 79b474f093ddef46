package io.aicloudops.remediator.guard;

import io.aicloudops.runtime.settings.Setting;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.identity.EntityId;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What an operator allows. */
public record Policy(
    @Setting(value = "Mode where no rule fits: off, observe, ask or auto.", byDefault = "ask")
        Mode defaultMode,
    @Setting(
            value =
                "Rules, the first that fits holds: [{action = rollback, namespace = shop, mode = auto}]; * fits all.",
            byDefault = "[]")
        List<Rule> rules,
    @Setting(value = "Least confidence in a cause to propose anything.", byDefault = "0.5")
        double proposeConfidence,
    @Setting(value = "Least confidence in a cause to act unasked.", byDefault = "0.6")
        double autoConfidence,
    @Setting(value = "After an action on an object, none on it for this long.", byDefault = "5m")
        Duration coolDown,
    @Setting(
            value =
                "Times the same action may run on the same object within a day before a person has to look.",
            byDefault = "3")
        int attemptsPerDay,
    @Setting(value = "Actions an hour in one namespace.", byDefault = "10") int namespaceBudget,
    @Setting(value = "Actions an hour in the whole cluster.", byDefault = "20") int clusterBudget,
    @Setting(value = "Actions at the same time in the whole cluster.", byDefault = "3")
        int concurrent,
    @Setting(
            value =
                "When this many workloads are part of open incidents at once, nothing runs unasked.",
            byDefault = "25")
        int stormBrake) {

  private static final List<String> ACTIONS =
      List.of(
          idOf(ActionKind.RESTART),
          idOf(ActionKind.ROLLBACK),
          idOf(ActionKind.SCALE),
          idOf(ActionKind.RAISE_MEMORY_LIMIT));

  public Policy {
    require(share(proposeConfidence), "propose-confidence must be in [0,1]");
    require(share(autoConfidence), "auto-confidence must be in [0,1]");
    require(!coolDown.isNegative(), "cool-down must not be negative");
    require(attemptsPerDay >= 0, "attempts-per-day must not be negative");
    require(namespaceBudget >= 0, "namespace-budget must not be negative");
    require(clusterBudget >= 0, "cluster-budget must not be negative");
    require(concurrent >= 1, "concurrent must be at least 1");
    require(stormBrake >= 1, "storm-brake must be at least 1");
    rules = List.copyOf(rules);
  }

  private static boolean share(double value) {
    return value >= 0 && value <= 1;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** One rule; {@code *} fits everything. */
  public record Rule(
      @Setting(value = "restart, rollback, scale, raise-memory-limit or *.", byDefault = "*")
          String action,
      @Setting(value = "A namespace or *.", byDefault = "*") String namespace,
      @Setting(value = "off, observe, ask or auto.") Mode mode) {

    // A misspelt action would fit nothing and leave the default in force without a word.
    public Rule {
      require(
          action.equals("*") || ACTIONS.contains(action),
          "action must be * or one of " + String.join(", ", ACTIONS) + ", but is " + action);
    }

    boolean fits(ActionKind kind, EntityId entity) {
      return (action.equals("*") || action.equals(idOf(kind)))
          && (namespace.equals("*") || namespace.equals(entity.namespace()));
    }
  }

  /** The name of an action in settings and on pages: lower case with hyphens. */
  public static String idOf(ActionKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The mode that the rules give an action on an object. */
  public Mode modeOf(ActionKind kind, EntityId entity) {
    return rules.stream()
        .filter(r -> r.fits(kind, entity))
        .findFirst()
        .map(Rule::mode)
        .orElse(defaultMode);
  }
}
