package io.aicloudops.forecast.workload;

import io.aicloudops.forecast.capacity.ScalingRules;
import io.aicloudops.schemas.event.Forecast;
import io.aicloudops.schemas.event.Scaling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A workload of two instances, its signals, and the fold over them. */
abstract class FoldScenario {

  static final long START = 1_760_000_000_000L;
  static final ForecastRules RULES =
      new ForecastRules(
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          new ScalingRules(1, 20, 0.85, 0, 2, Duration.ofSeconds(3), Duration.ofMinutes(10)));

  final WorkloadFold fold = new WorkloadFold(RULES);
  final FakeWorkload fake = new FakeWorkload(17, true);
  final Map<String, byte[]> stored = new HashMap<>();
  Workload workload = new Workload(FakeWorkload.ENTITY, RULES);
  long now = START;

  List<Output> run(FakeWorkload source, int ticks, long interval, double load) {
    List<Output> out = new ArrayList<>();
    for (int i = 0; i < ticks; i++) {
      now += interval;
      out.addAll(fold.signals(workload, source.batch(now, interval, load)));
    }
    return out;
  }

  static List<Scaling> scalings(List<Output> outputs) {
    return outputs.stream()
        .filter(Output.Advised.class::isInstance)
        .map(o -> ((Output.Advised) o).event())
        .toList();
  }

  static List<Forecast> forecasts(List<Output> outputs, String signal) {
    return outputs.stream()
        .filter(Output.Forecasted.class::isInstance)
        .map(o -> ((Output.Forecasted) o).event())
        .filter(f -> f.getSignal().equals(signal))
        .toList();
  }

  static List<Output.Alerted> alerts(List<Output> outputs) {
    return outputs.stream()
        .filter(Output.Alerted.class::isInstance)
        .map(Output.Alerted.class::cast)
        .toList();
  }
}
