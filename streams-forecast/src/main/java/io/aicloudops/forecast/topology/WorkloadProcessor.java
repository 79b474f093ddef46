package io.aicloudops.forecast.topology;

import io.aicloudops.forecast.workload.ForecastRules;
import io.aicloudops.forecast.workload.Output;
import io.aicloudops.forecast.workload.Workload;
import io.aicloudops.forecast.workload.WorkloadFold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Reads a workload's state, folds one input into it, writes what changed and forwards what the fold
 * says. Live workloads are kept in memory as well, only as a cache: everything is written before a
 * commit, and a task that starts anew begins with an empty cache.
 */
final class WorkloadProcessor extends ContextualProcessor<String, WorkloadInput, String, Output> {

  /** Between the workload's name and the part's; names never contain it. */
  private static final char SEPARATOR = '\u0001';

  private static final int CACHED = 400;
  private static final Duration WATCH_EVERY = Duration.ofSeconds(15);

  private final ForecastRules rules;
  private final WorkloadFold fold;
  private final RecommendationGauges gauges;
  private final Set<String> shown = new HashSet<>();
  private final Map<String, Workload> live = new LinkedHashMap<>(64, 0.75f, true);
  private KeyValueStore<String, byte[]> store;

  @SuppressWarnings("NullAway.Init") // Kafka calls init before anything else.
  WorkloadProcessor(ForecastRules rules, RecommendationGauges gauges) {
    this.rules = rules;
    this.gauges = gauges;
    this.fold = new WorkloadFold(rules);
  }

  @Override
  public void init(ProcessorContext<String, Output> context) {
    super.init(context);
    live.clear();
    store = context.getStateStore(ForecastTopology.STORE);
    context.schedule(WATCH_EVERY, PunctuationType.STREAM_TIME, this::watch);
  }

  @Override
  public void process(Record<String, WorkloadInput> input) {
    forward(input.key(), fold(input), input.timestamp());
  }

  private List<Output> fold(Record<String, WorkloadInput> input) {
    String entity = input.key();
    WorkloadInput value = input.value();
    if (value instanceof WorkloadInput.Gone) {
      return forget(entity, input.timestamp());
    }
    Workload workload = workload(entity);
    List<Output> outputs = List.of();
    if (value instanceof WorkloadInput.Signals signals) {
      outputs = fold.signals(workload, signals.batch());
    } else if (value instanceof WorkloadInput.Deployed deployed) {
      fold.deployed(workload, deployed.entity());
    }
    save(workload);
    return outputs;
  }

  private void watch(long now) {
    List<String> entities = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> next = all.next();
        if (next.key.indexOf(SEPARATOR) < 0) {
          entities.add(next.key);
        }
      }
    }
    for (String entity : entities) {
      Workload workload = workload(entity);
      List<Output> outputs = fold.idle(workload, now);
      if (!outputs.isEmpty()) {
        save(workload);
        forward(entity, outputs, now);
      }
    }
  }

  private Workload workload(String entity) {
    Workload known = live.get(entity);
    if (known != null) {
      return known;
    }
    Workload loaded = Workload.load(entity, rules, part -> store.get(key(entity, part)));
    live.put(entity, loaded);
    if (live.size() > CACHED) {
      live.remove(live.keySet().iterator().next());
    }
    return loaded;
  }

  private void save(Workload workload) {
    workload.save((part, bytes) -> store.put(key(workload.entity(), part), bytes));
  }

  private List<Output> forget(String entity, long now) {
    Workload workload = workload(entity);
    List<Output> outputs = fold.gone(workload, now);
    for (String part : workload.parts()) {
      store.delete(key(entity, part));
    }
    live.remove(entity);
    gauges.forget(entity);
    shown.remove(entity);
    return outputs;
  }

  private void forward(String entity, List<Output> outputs, long time) {
    for (Output output : outputs) {
      gauges.show(entity, output);
      shown.add(entity);
      context().forward(new Record<>(entity, output, time));
    }
  }

  /** Another instance may go on with these workloads: what is shown here would grow old. */
  @Override
  public void close() {
    shown.forEach(gauges::forget);
    shown.clear();
  }

  private static String key(String entity, String part) {
    return part.isEmpty() ? entity : entity + SEPARATOR + part;
  }
}
