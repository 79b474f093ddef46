package io.aicloudops.remediator.execute.around;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a label selector selects labels, by the rules of apimachinery: of policy/v1 an empty
 * selector selects everything, a missing one nothing.
 */
final class Selection {

  private Selection() {}

  static boolean selects(@Nullable LabelSelector selector, Map<String, String> labels) {
    if (selector == null) {
      return false;
    }
    Map<String, String> equal = selector.getMatchLabels();
    List<LabelSelectorRequirement> terms = selector.getMatchExpressions();
    return (equal == null
            || equal.entrySet().stream().allMatch(e -> e.getValue().equals(labels.get(e.getKey()))))
        && (terms == null || terms.stream().allMatch(term -> holds(term, labels)));
  }

  private static boolean holds(LabelSelectorRequirement term, Map<String, String> labels) {
    String value = labels.get(term.getKey());
    return switch (term.getOperator()) {
      case "In" -> value != null && term.getValues().contains(value);
      case "NotIn" -> value == null || !term.getValues().contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> true; // an operator of a newer API: better one budget too many than one too few
    };
  }
}
