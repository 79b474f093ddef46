package io.aicloudops.remediator.guard;

import io.aicloudops.runtime.settings.Setting;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.identity.EntityId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What an operator allows. */
public record Policy(
    @Setting(value = "Mode where no rule fits: off, observe, ask or auto.", byDefault = "ask")
        Mode defaultMode,
    @Setting(
            value =
                "Rules, the first that fits holds: [{action = rollback, namespace = shop, mode = auto}]; label = \"tier=gold\" and window = \"Mon-Fri 22:00-06:00 Asia/Shanghai\" narrow a rule; * fits all.",
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
    @Setting(value = "Actions an hour on one object, whichever they are.", byDefault = "4")
        int objectBudget,
    @Setting(value = "Actions an hour in one namespace.", byDefault = "10") int namespaceBudget,
    @Setting(value = "Actions an hour in the whole cluster.", byDefault = "20") int clusterBudget,
    @Setting(value = "Actions at the same time in the whole cluster.", byDefault = "3")
        int concurrent,
    @Setting(
            value =
                "When this many workloads are part of open incidents at once, nothing runs unasked.",
            byDefault = "25")
        int stormBrake,
    @Setting(
            value =
                "When workloads of this many namespaces are part of open incidents at once, nothing runs unasked.",
            byDefault = "8")
        int stormNamespaces,
    @Setting(
            value =
                "When this many nodes are part of open incidents at once, nothing runs unasked.",
            byDefault = "3")
        int stormNodes,
    @Setting(
            value =
                "Share of a workload's pods that have to stay ready for an action to take pods away unasked.",
            byDefault = "0.5")
        double minHealthyShare) {

  private static final String ANY = "*";
  private static final List<String> ACTIONS =
      Stream.of(ActionKind.values())
          .filter(kind -> kind != ActionKind.UNKNOWN && kind != ActionKind.NONE)
          .map(Policy::idOf)
          .toList();

  public Policy {
    require(share(proposeConfidence), "propose-confidence must be in [0,1]");
    require(share(autoConfidence), "auto-confidence must be in [0,1]");
    require(!coolDown.isNegative(), "cool-down must not be negative");
    require(attemptsPerDay >= 0, "attempts-per-day must not be negative");
    require(objectBudget >= 0, "object-budget must not be negative");
    require(namespaceBudget >= 0, "namespace-budget must not be negative");
    require(clusterBudget >= 0, "cluster-budget must not be negative");
    require(concurrent >= 1, "concurrent must be at least 1");
    require(stormBrake >= 1, "storm-brake must be at least 1");
    require(stormNamespaces >= 1, "storm-namespaces must be at least 1");
    require(stormNodes >= 1, "storm-nodes must be at least 1");
    require(share(minHealthyShare), "min-healthy-share must be in [0,1]");
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
      @Setting(
              value =
                  "An action, such as rollback or raise-memory-limit (docs/safety.md has all), or *.",
              byDefault = "*")
          String action,
      @Setting(value = "A namespace or *.", byDefault = "*") String namespace,
      @Setting(value = "A label that the object carries, key=value or key, or *.", byDefault = "*")
          String label,
      @Setting(
              value =
                  "Hours in which the rule holds, e.g. Mon-Fri 22:00-06:00 Asia/Shanghai; UTC without a zone; * for always.",
              byDefault = "*")
          String window,
      @Setting(value = "off, observe, ask or auto.") Mode mode) {

    // A misspelt action or window would fit nothing and leave the default in force without a word.
    public Rule {
      require(
          action.equals(ANY) || ACTIONS.contains(action),
          "action must be * or one of " + String.join(", ", ACTIONS) + ", but is " + action);
      require(!label.isBlank() && !label.startsWith("="), "label must be *, key or key=value");
      if (!window.equals(ANY)) {
        TimeWindow.parse(window);
      }
    }

    boolean fits(ActionKind kind, EntityId entity, Map<String, String> labels, Instant now) {
      return (action.equals(ANY) || action.equals(idOf(kind)))
          && (namespace.equals(ANY) || namespace.equals(entity.namespace()))
          && (label.equals(ANY) || carried(labels))
          && (window.equals(ANY) || TimeWindow.parse(window).covers(now));
    }

    private boolean carried(Map<String, String> labels) {
      int equals = label.indexOf('=');
      return equals < 0
          ? labels.containsKey(label)
          : label.substring(equals + 1).equals(labels.get(label.substring(0, equals)));
    }
  }

  /** The name of an action in settings and on pages: lower case with hyphens. */
  public static String idOf(ActionKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The mode that the rules give an action on an object.
   *
   * @param labels of the object
   * @param now event time, for rules with a window
   */
  public Mode modeOf(ActionKind kind, EntityId entity, Map<String, String> labels, Instant now) {
    return rules.stream()
        .filter(r -> r.fits(kind, entity, labels, now))
        .findFirst()
        .map(Rule::mode)
        .orElse(defaultMode);
  }
}
