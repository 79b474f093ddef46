package io.aicloudops.rca.backtest.rca;

import java.util.List;

/** What the words of an alert's evidence say about its service as a cause. */
final class AlertText {

  private AlertText() {}

  /** A weight for how much points to the service itself. */
  static double weight(List<String> evidence) {
    String text = String.join(" ", evidence);
    double weight = 0.5 * evidence.size();
    weight += text.contains("Throttled") && text.contains("cpu core") ? 2.5 : 0;
    weight += text.contains("LATENCY") ? 1 : 0;
    weight += text.contains("ERROR") ? 1.5 : 0;
    return text.contains("NETWORK_QUALITY") ? weight + 1 : weight;
  }

  /** True if retransmissions or losses are new here. */
  static boolean lossy(List<String> evidence) {
    String text = String.join(" ", evidence);
    return text.contains("NETWORK_QUALITY") && text.contains("New Spike");
  }
}
