package io.aicloudops.assistant.answer.agents;

import io.aicloudops.assistant.answer.dialogue.Task;
import io.aicloudops.schemas.event.Anomaly;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tells why a signal is called anomalous. */
final class AnomalyText {

  private static final int MOST_VIEWS = 3;

  private AnomalyText() {}

  /** What kind of anomaly it is, since when, and which views of the detector say so. */
  static String explained(Anomaly anomaly, Task task) {
    String shares =
        IntStream.range(0, Math.min(MOST_VIEWS, anomaly.getViews().size()))
            .mapToObj(k -> share(anomaly.getViews().get(k), anomaly.getShares().get(k), task))
            .collect(Collectors.joining(task.say(", ", "，")));
    String kind =
        task.say("; %s since %s", "；%s，始于 %s")
            .formatted(kind(anomaly, task), Quoted.time(anomaly.getSince()));
    return shares.isEmpty() ? kind : kind + task.say(", by ", "，依据：") + shares;
  }

  private static String share(String view, double share, Task task) {
    return "%s %d %%".formatted(view(view, task), Math.round(100 * share));
  }

  private static String kind(Anomaly anomaly, Task task) {
    return switch (anomaly.getKind()) {
      case SPIKE -> task.say("spike", "尖峰");
      case LEVEL_SHIFT -> task.say("level shift", "水平变化");
      case DRIFT -> task.say("drift", "漂移");
      case VARIANCE -> task.say("unrest", "剧烈波动");
      case FLATLINE -> task.say("flat line", "停滞不变");
      case MISSING -> task.say("missing", "数据缺失");
      case PEER_OUTLIER -> task.say("differs from its peers", "与同类实例不同");
      case UNKNOWN -> task.say("anomaly", "异常");
    };
  }

  private static String view(String view, Task task) {
    return switch (view) {
      case "level" -> task.say("a level not seen before", "从未出现的数值");
      case "season" -> task.say("not usual at this time", "与此时的平常值不同");
      case "shape" -> task.say("a course not seen before", "从未出现的走势");
      case "restlessness" -> task.say("moves otherwise than usual", "波动与平常不同");
      case "step" -> task.say("a jump", "突变");
      case "running-level" -> task.say("far from its recent level", "偏离近期水平");
      case "band" -> task.say("outside of what is expected", "超出预期范围");
      default -> Quoted.text(view);
    };
  }
}
