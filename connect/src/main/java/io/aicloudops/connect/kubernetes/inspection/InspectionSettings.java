package io.aicloudops.connect.kubernetes.inspection;

import io.aicloudops.runtime.settings.Setting;
import java.time.Duration;
import java.util.List;

/** When the whole cluster is looked over, and what is left out. */
public record InspectionSettings(
    @Setting(value = "Look the whole cluster over, on demand and by schedule.", byDefault = "true")
        boolean enabled,
    @Setting(
            value = "Time from one inspection to the next; 0s inspects on demand only.",
            byDefault = "24h")
        Duration every,
    @Setting(value = "Time from the start to the first one of the schedule.", byDefault = "1m")
        Duration first,
    @Setting(
            value =
                "Namespaces whose objects are not judged by how they are written, only by what fills up, ends or breaks.",
            byDefault = "[kube-system, kube-public, kube-node-lease]")
        List<String> quietNamespaces,
    @Setting(
            value =
                "How far back the log of metrics is read for volumes, certificates and deprecated APIs; 0s does without.",
            byDefault = "3m")
        Duration metrics,
    @Setting(
            value = "Most findings of one check that are listed; the rest is counted.",
            byDefault = "100")
        int listed) {

  public InspectionSettings {
    require(!every.isNegative(), "every must not be negative");
    require(!first.isNegative(), "first must not be negative");
    require(!metrics.isNegative(), "metrics must not be negative");
    require(listed >= 1 && listed <= 1000, "listed must be from 1 to 1000");
    quietNamespaces = List.copyOf(quietNamespaces);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
