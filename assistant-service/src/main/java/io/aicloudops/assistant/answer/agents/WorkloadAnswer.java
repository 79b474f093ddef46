package io.aicloudops.assistant.answer.agents;

import io.aicloudops.assistant.answer.LiveData;
import io.aicloudops.assistant.answer.Source;
import io.aicloudops.assistant.answer.dialogue.Task;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.Forecast;
import io.aicloudops.schemas.event.ForecastPoint;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.identity.EntityId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Tells of one workload: its signals now, its load to come. */
final class WorkloadAnswer {

  private static final int MOST_SIGNALS = 8;
  private static final int MOST_WORKLOADS = 10;
  private static final double UNUSUAL = 0.5;

  private final LiveData live;

  WorkloadAnswer(LiveData live) {
    this.live = live;
  }

  Reply signals(Task task) {
    EntityId entity = task.subject().entity().orElseThrow();
    String name = Quoted.entity(entity.toString());
    Optional<SignalBatch> batch = live.signals(entity.toString());
    Optional<Incident> incident = task.subject().resolve(live);
    StringBuilder text = new StringBuilder();
    incident.ifPresent(
        open ->
            text.append(task.say("Part of an open incident:\n", "属于一个未关闭的事件：\n"))
                .append(IncidentText.line(open, task))
                .append("\n\n"));
    List<Source> sources = new ArrayList<>();
    incident.ifPresent(open -> sources.add(IncidentText.source(open, task.language())));
    if (batch.isEmpty()) {
      text.append(task.say("No signals of " + name + " are known.", "没有 " + name + " 的信号数据。"));
    } else {
      List<Integer> order = byScore(batch.get());
      boolean usual = order.isEmpty() || batch.get().getScores().get(order.get(0)) < UNUSUAL;
      text.append(
          usual
              ? task.say(name + " is as usual", name + " 一切如常")
              : task.say(name + " differs from what is usual", name + " 与平时不同"));
      text.append(" (").append(Quoted.time(batch.get().getTime())).append(")\n");
      List<Anomaly> anomalies = live.openAnomalies(entity.toString());
      order.stream()
          .limit(MOST_SIGNALS)
          .forEach(i -> text.append(signal(batch.get(), i, anomalies, task)).append('\n'));
      sources.add(new Source(name, 1, text.toString(), Source.Kind.SIGNALS, entity.toString()));
    }
    return new Reply(
        Researcher.NAME,
        text.toString(),
        sources,
        List.of(
            task.say("Why?", "原因是什么？"),
            task.say(
                "How much load will " + entity.name() + " have tomorrow?",
                entity.name() + " 明天的负载是多少？"),
            task.say(
                "Write a PromQL query for the p99 latency of " + entity.name(),
                "写一条 " + entity.name() + " 的 P99 延迟 PromQL")),
        List.of(),
        task.subject());
  }

  private static List<Integer> byScore(SignalBatch batch) {
    return IntStream.range(0, batch.getSignals().size())
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -batch.getScores().get(i)))
        .toList();
  }

  private static String signal(SignalBatch batch, int i, List<Anomaly> anomalies, Task task) {
    String band =
        Double.isFinite(batch.getLower().get(i))
            ? task.say(", expected %s to %s", "，预期 %s 至 %s")
                .formatted(
                    Quoted.number(batch.getLower().get(i)), Quoted.number(batch.getUpper().get(i)))
            : task.say(", still learning", "，仍在学习");
    String mark = batch.getScores().get(i) >= UNUSUAL ? task.say(" — unusual", " — 异常") : "";
    String name = batch.getSignals().get(i);
    String why =
        anomalies.stream()
            .filter(anomaly -> anomaly.getSignal().equals(name))
            .findFirst()
            .map(anomaly -> AnomalyText.explained(anomaly, task))
            .orElse("");
    return "- %s: %s%s%s%s"
        .formatted(Quoted.text(name), Quoted.number(batch.getValues().get(i)), band, mark, why);
  }

  Reply load(Task task) {
    List<String> about =
        task.subject().entity().map(entity -> List.of(entity.toString())).orElseGet(live::entities);
    StringBuilder text = new StringBuilder();
    List<Source> sources = new ArrayList<>();
    for (String entity : about) {
      String told = loadOf(entity, task);
      if (!told.isEmpty() && sources.size() < MOST_WORKLOADS) {
        text.append(told);
        sources.add(new Source(Quoted.entity(entity), 1, told, Source.Kind.FORECAST, entity));
      }
    }
    if (sources.isEmpty()) {
      text.append(
          task.say(
              "There is no forecast yet: it needs some history of the workload's request rate.",
              "还没有预测：需要先积累一段该工作负载的请求速率历史。"));
    }
    return new Reply(
        Researcher.NAME,
        text.toString(),
        sources,
        List.of(
            task.say("How is the number of instances recommended?", "实例数是如何推荐的？"),
            task.say("Write an HPA", "写一个 HPA")),
        List.of(),
        task.subject());
  }

  private String loadOf(String entity, Task task) {
    StringBuilder text = new StringBuilder();
    for (Forecast forecast : live.forecasts(entity)) {
      highest(forecast).ifPresent(peak -> text.append(peak(forecast, peak, task)));
    }
    live.scaling(entity).ifPresent(scaling -> text.append(instances(scaling, task)));
    return text.isEmpty() ? "" : "**" + Quoted.entity(entity) + "**\n" + text;
  }

  private static Optional<ForecastPoint> highest(Forecast forecast) {
    return forecast.getPoints().stream().max(Comparator.comparingDouble(ForecastPoint::getMean));
  }

  private static String peak(Forecast forecast, ForecastPoint peak, Task task) {
    List<ForecastPoint> points = forecast.getPoints();
    double mean = points.stream().mapToDouble(ForecastPoint::getMean).average().orElse(Double.NaN);
    List<Double> quantiles = peak.getQuantiles();
    double upper = quantiles.isEmpty() ? Double.NaN : quantiles.get(quantiles.size() - 1);
    return task.say(
            "- %s until %s: %s on average, peak %s at %s (up to %s)\n",
            "- %s 到 %s：平均 %s，峰值 %s 出现在 %s（上限 %s）\n")
        .formatted(
            Quoted.text(forecast.getSignal()),
            Quoted.time(points.get(points.size() - 1).getTime()),
            Quoted.number(mean),
            Quoted.number(peak.getMean()),
            Quoted.time(peak.getTime()),
            Quoted.number(upper));
  }

  private static String instances(Scaling scaling, Task task) {
    String chinese = scaling.getReasonZh();
    String reason =
        Quoted.text(
            task.say(scaling.getReason(), chinese.isEmpty() ? scaling.getReason() : chinese));
    return task.say(
            "- instances: %d now, %d recommended (%d to %d). %s\n",
            "- 实例数：当前 %d，建议 %d（%d 到 %d）。%s\n")
        .formatted(
            scaling.getCurrent(),
            scaling.getRecommended(),
            scaling.getLow(),
            scaling.getHigh(),
            reason);
  }
}
