package io.aicloudops.remediator.execute.around;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The taints of a node that keep pods away, and who tolerates them: the rule of {@code
 * Toleration.ToleratesTaint} (k8s.io/api, core/v1).
 *
 * @param all those of the effects NoSchedule and NoExecute; another is only a preference
 */
record Taints(List<Taint> all) {

  static Taints of(Node node) {
    return new Taints(
        node.getSpec().getTaints().stream()
            .filter(taint -> !"PreferNoSchedule".equals(taint.getEffect()))
            .toList());
  }

  boolean toleratedBy(Pod pod) {
    return all.stream()
        .allMatch(
            taint -> pod.getSpec().getTolerations().stream().anyMatch(t -> tolerates(t, taint)));
  }

  private static boolean tolerates(Toleration toleration, Taint taint) {
    String key = text(toleration.getKey());
    String effect = text(toleration.getEffect());
    return (key.isEmpty() || key.equals(taint.getKey()))
        && (effect.isEmpty() || effect.equals(taint.getEffect()))
        && ("Exists".equals(toleration.getOperator())
            || text(toleration.getValue()).equals(text(taint.getValue())));
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
