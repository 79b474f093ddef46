package io.aicloudops.forecast.topology;

import io.aicloudops.forecast.workload.ForecastRules;
import io.aicloudops.forecast.workload.Output;
import io.aicloudops.forecast.workload.Workload;
import io.aicloudops.forecast.workload.WorkloadFold;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
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

  private final ForecastRules rules;
  private final WorkloadFold fold;
  private final RecommendationGauges gauges;
  private final Set<String> shown = new HashSet<>();
  private final Map<String, Workload> live = new LinkedHashMap<>();
  private KeyValueStore<String, byte[]> store;
  private Silence silence;

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
    silence = new Silence(rules.staleAfter());
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> next = all.next();
        if (next.key.indexOf(SEPARATOR) < 0) {
          note(Workload.load(next.key, rules, part -> part.isEmpty() ? next.value : null));
        }
      }
    }
  }

  @Override
  public void process(Record<String, WorkloadInput> input) {
    // Not by Kafka's stream time: one clock that is ahead would make everyone else silent.
    boolean look = silence.goesOn(input.key(), input.timestamp());
    List<Output> outputs = fold(input);
    outputs.forEach(output -> show(input.key(), output));
    tell(input.key(), outputs, input.timestamp());
    if (look) {
      look();
    }
  }

  private List<Output> fold(Record<String, WorkloadInput> input) {
    String entity = input.key();
    WorkloadInput value = input.value();
    if (value instanceof WorkloadInput.Gone) {
      return forget(take(entity), input.timestamp());
    }
    Workload workload = take(entity);
    List<Output> outputs = List.of();
    if (value instanceof WorkloadInput.Signals signals) {
      outputs = fold.signals(workload, signals.batch());
    } else if (value instanceof WorkloadInput.Deployed deployed) {
      fold.deployed(workload, deployed.entity());
    }
    save(workload);
    keep(workload);
    return outputs;
  }

  /** Looks at those that are silent; they are not kept in memory, where who speaks needs room. */
  private void look() {
    // Advice of yesterday is none, but what was learned is kept until the topology lets go of it.
    silence.forADay(true).forEach(this::hide);
    for (String entity : silence.forADay(false)) {
      tell(entity, forget(take(entity), silence.now()), silence.now());
    }
    for (Silence.Due due : silence.due()) {
      Workload workload = take(due.entity());
      List<Output> outputs = fold.idle(workload, due.now());
      save(workload);
      tell(due.entity(), outputs, due.now());
    }
  }

  /**
   * The workload, which is not in the cache before it is put there again: a fold that fails half
   * done leaves nothing of it.
   */
  private Workload take(String entity) {
    Workload known = live.remove(entity);
    return known != null
        ? known
        : Workload.load(entity, rules, part -> store.get(key(entity, part)));
  }

  private void save(Workload workload) {
    workload.save((part, bytes) -> store.put(key(workload.entity(), part), bytes));
    note(workload);
  }

  private void keep(Workload workload) {
    live.put(workload.entity(), workload);
    if (live.size() > CACHED) {
      live.remove(live.keySet().iterator().next());
    }
  }

  private void note(Workload workload) {
    silence.note(workload, fold.due(workload));
  }

  private List<Output> forget(Workload workload, long now) {
    List<Output> outputs = fold.gone(workload, now);
    for (String part : workload.parts()) {
      store.delete(key(workload.entity(), part));
    }
    silence.forget(workload.entity());
    hide(workload.entity());
    return outputs;
  }

  private void tell(String entity, List<Output> outputs, long time) {
    for (Output output : outputs) {
      context().forward(new Record<>(entity, output, time));
    }
  }

  private void show(String entity, Output output) {
    if (gauges.show(entity, output)) {
      shown.add(entity);
    }
  }

  private void hide(String entity) {
    if (shown.remove(entity)) {
      gauges.forget(entity);
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
