package io.aicloudops.rca.backtest.rca;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.rca.rank.blame.Confidence;
import io.aicloudops.rca.rank.blame.Ranking;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is said of a case, as a line of JSON. */
final class Answer {

  private static final int MOST_METRICS = 50;

  private final ObjectNode node = CaseFolder.JSON.createObjectNode();

  Answer(String id) {
    node.put("id", id);
  }

  /**
   * The services, the likeliest cause first, how sure the first is on such a basis, and the share
   * of the scores that says so.
   */
  Answer services(Map<String, Double> scores, Confidence.Basis basis) {
    List<String> ranked = Ranking.of(scores);
    list(node, "services", ranked);
    node.put("confidence", Math.round(1000 * Confidence.of(scores, basis)) / 1000.0);
    node.put("basis", basis.name().toLowerCase(Locale.ROOT));
    node.put("share", Math.round(1e6 * Confidence.share(scores)) / 1e6);
    return this;
  }

  Answer list(String name, List<String> values) {
    list(node, name, values);
    return this;
  }

  Answer metrics(List<String> metrics) {
    return list("metrics", metrics.subList(0, Math.min(MOST_METRICS, metrics.size())));
  }

  Answer detected(@Nullable Double time) {
    node.put("detect_time", time);
    return this;
  }

  ObjectNode node() {
    return node;
  }

  static void list(ObjectNode into, String name, List<String> values) {
    var array = into.putArray(name);
    values.forEach(array::add);
  }
}
