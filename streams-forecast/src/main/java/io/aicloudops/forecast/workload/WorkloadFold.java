package io.aicloudops.forecast.workload;

import io.aicloudops.forecast.capacity.Advice;
import io.aicloudops.forecast.capacity.Situation;
import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.event.TopologyEntity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fold over what happens to a workload: each batch of signals is remembered, teaches what an
 * instance carries, and may bring forecasts and advice. Event time only; the same input gives the
 * same output.
 */
public final class WorkloadFold {

  private static final long CHOICE_KEPT = 300_000;
  private static final double SMOOTHING = 0.5;
  private static final double USUAL_RATE = 1.0 / 600;
  private static final int SETTLING = 20;

  private final ForecastRules rules;
  private final ForecastWatch watch;

  public WorkloadFold(ForecastRules rules) {
    this.rules = rules;
    this.watch = new ForecastWatch(rules);
  }

  /** Learns how a workload is deployed now. */
  public void deployed(Workload w, TopologyEntity entity) {
    Map<String, String> attributes = entity.getAttributes();
    w.replicas = (int) number(attributes.get("replicas"), w.replicas);
    w.ready = (int) number(attributes.get("readyReplicas"), w.replicas);
    w.cpuLimit = number(attributes.get("cpuLimit"), w.cpuLimit);
    w.hpaMin = (int) number(attributes.get("hpaMin"), 0);
    w.hpaMax = (int) number(attributes.get("hpaMax"), 0);
    w.resources.cpuRequest = number(attributes.get("cpuRequest"), Double.NaN);
    w.resources.memoryRequest = number(attributes.get("memoryRequest"), Double.NaN);
    w.resources.memoryLimit = number(attributes.get("memoryLimit"), Double.NaN);
    w.startup.observe(entity.getTime().toEpochMilli(), w.replicas, w.ready);
    if (w.usualReplicas == 0) {
      w.usualReplicas = w.replicas;
    }
  }

  private static double number(@Nullable String text, double otherwise) {
    if (text == null || text.isBlank()) {
      return otherwise;
    }
    try {
      double value = Double.parseDouble(text);
      return Double.isFinite(value) && value >= 0 ? value : otherwise;
    } catch (NumberFormatException e) {
      return otherwise; // An attribute of another meaning; what was known before holds.
    }
  }

  /** Takes one batch of signals; an older one than the newest is ignored. */
  public List<Output> signals(Workload w, SignalBatch batch) {
    long time = batch.getTime().toEpochMilli();
    List<Output> out = new ArrayList<>();
    if (w.lastAt != Workload.NEVER && time <= w.lastAt) {
      return out;
    }
    pace(w, batch, time);
    int load = loadIndex(w, batch, time);
    Cpu cpu = cpu(w, batch);
    long minute = load < 0 ? 0 : minutes(w, batch, load).openTime();
    remember(w, batch, load, time);
    remember(w, batch, cpu.index, time);
    remember(w, batch, SignalChoice.memory(batch), time);
    Set<String> lesser = new HashSet<>();
    rememberAll(w, batch, SignalChoice.disks(batch), time, lesser);
    rememberAll(w, batch, SignalChoice.pools(batch), time, lesser);
    w.resources.observe(time, cores(w, batch, cpu), bytes(w, batch));
    boolean known = load >= 0 && Double.isFinite(batch.getValues().get(load));
    if (known) {
      learn(w, batch, load, cpu.utilisation);
    }
    plan(w, minute);
    if (known) {
      advise(w, time, out);
    }
    for (SignalMemory memory : w.signals.values()) {
      if (!lesser.contains(memory.name())) {
        memory.forecasts(w.entity, time).forEach(f -> out.add(new Output.Forecasted(f)));
      }
    }
    watch.check(w, time).forEach(out::add);
    ResourceWatch.check(w, time).forEach(out::add);
    return out;
  }

  /** Looks at a workload that has fallen silent; {@code now} is event time by its own clock. */
  public List<Output> idle(Workload w, long now) {
    return watch.check(w, now);
  }

  /**
   * After which event time a workload that stays silent is to be looked at; {@code Long.MAX_VALUE}
   * if silence changes nothing.
   */
  public long due(Workload w) {
    return watch.due(w);
  }

  /** A workload is gone: what was raised about it is resolved. */
  public List<Output> gone(Workload w, long now) {
    List<Output> out = new ArrayList<>(watch.resolve(w, now));
    out.addAll(ResourceWatch.resolve(w, now));
    return out;
  }

  private static void pace(Workload w, SignalBatch batch, long time) {
    long interval = batch.getIntervalMs();
    if (interval <= 0 && w.lastAt != Workload.NEVER) {
      interval = time - w.lastAt;
    }
    if (w.firstAt == Workload.NEVER) {
      w.firstAt = time;
    }
    w.lastAt = time;
    if (interval > 0) {
      w.intervalMs = w.intervalMs == 0 ? interval : w.intervalMs + (interval - w.intervalMs) / 8;
    }
  }

  private static int loadIndex(Workload w, SignalBatch batch, long time) {
    int known = w.loadSignal.isEmpty() ? -1 : batch.getSignals().indexOf(w.loadSignal);
    if (known < 0 && (w.loadSignal.isEmpty() || time - w.loadSeenAt > CHOICE_KEPT)) {
      known = SignalChoice.load(batch);
      w.loadSignal = known < 0 ? w.loadSignal : batch.getSignals().get(known);
    }
    if (known >= 0) {
      w.loadSeenAt = time;
    }
    return known;
  }

  private record Cpu(int index, double utilisation) {}

  private static Cpu cpu(Workload w, SignalBatch batch) {
    int share = SignalChoice.cpuShare(batch);
    if (share >= 0) {
      return new Cpu(share, batch.getValues().get(share));
    }
    int cores = SignalChoice.cpuCores(batch);
    if (cores < 0 || w.cpuLimit <= 0) {
      return new Cpu(cores, Double.NaN);
    }
    return new Cpu(cores, batch.getValues().get(cores) / w.cpuLimit);
  }

  private static double cores(Workload w, SignalBatch batch, Cpu cpu) {
    int cores = SignalChoice.cpuCores(batch);
    return cores >= 0
        ? batch.getValues().get(cores)
        : w.cpuLimit > 0 ? cpu.utilisation * w.cpuLimit : Double.NaN;
  }

  private static double bytes(Workload w, SignalBatch batch) {
    int bytes = SignalChoice.memoryBytes(batch);
    if (bytes >= 0) {
      return batch.getValues().get(bytes);
    }
    int share = SignalChoice.memory(batch);
    return share >= 0 ? batch.getValues().get(share) * w.resources.memoryLimit : Double.NaN;
  }

  private TimeRing minutes(Workload w, SignalBatch batch, int index) {
    return memory(w, batch.getSignals().get(index)).minutes();
  }

  private void remember(Workload w, SignalBatch batch, int index, long time) {
    if (index >= 0) {
      memory(w, batch.getSignals().get(index)).add(time, batch.getValues().get(index));
    }
  }

  /** Of several of a kind all have a history, to see which is full first; one has forecasts. */
  private void rememberAll(
      Workload w, SignalBatch batch, List<Integer> fullest, long time, Set<String> lesser) {
    for (int index : fullest) {
      remember(w, batch, index, time);
      if (index != fullest.get(0)) {
        lesser.add(batch.getSignals().get(index));
      }
    }
  }

  private SignalMemory memory(Workload w, String signal) {
    return w.signals.computeIfAbsent(
        signal, name -> new SignalMemory(name, FineStep.of(w.intervalMs), rules.period()));
  }

  private static void learn(Workload w, SignalBatch batch, int load, double utilisation) {
    double value = batch.getValues().get(load);
    w.load = Double.isNaN(w.load) ? value : w.load + SMOOTHING * (value - w.load);
    int serving = Math.max(1, w.ready);
    int latency = SignalChoice.latency(batch);
    double seconds = latency < 0 ? Double.NaN : batch.getValues().get(latency);
    int queue = SignalChoice.queue(batch);
    double waiting = queue < 0 ? Double.NaN : batch.getValues().get(queue);
    w.capacity.observe(value / serving, utilisation, seconds, waiting);
    if (w.replicas > 0) {
      w.usualReplicas += USUAL_RATE * (w.replicas - w.usualReplicas);
    }
  }

  /** Plans by the minute that was open, if it is over: minutes ago where batches are rare. */
  private static void plan(Workload w, long minute) {
    SignalMemory memory = w.signals.get(w.loadSignal);
    if (memory == null || memory.minutes().openTime() == minute || minute <= 0) {
      return;
    }
    double load = memory.minutes().at(minute);
    double carried = w.capacity.perInstance();
    double capacity = carried > 0 ? carried : Math.max(1e-6, w.load) / Math.max(1, w.ready) * 1.5;
    w.plan.lead(Duration.ofMillis(w.startup.millis(w.rules.leadTime().toMillis())), capacity);
    w.plan.minute(minute, load, capacity);
  }

  private void advise(Workload w, long time, List<Output> out) {
    double carried = w.capacity.perInstance();
    double upper = Double.isNaN(w.plan.upper()) ? w.load : Math.max(w.load, w.plan.upper());
    Situation situation =
        new Situation(
            time,
            w.replicas,
            (int) Math.round(w.usualReplicas),
            w.load,
            Double.isNaN(w.plan.expected()) ? w.load : w.plan.expected(),
            upper,
            carried > 0 ? w.plan.instances() : 0,
            carried,
            w.plan.lead(),
            count -> carried > 0 ? w.plan.risk(count, carried) : Double.NaN,
            w.plan.proven(),
            w.plan.experienced(),
            w.hpaMax > 0
                ? Optional.of(new Situation.Bounds(w.hpaMin, w.hpaMax))
                : Optional.empty());
    if (w.policy.advise(situation) instanceof Advice.Run run && w.lastAt - w.firstAt > settle(w)) {
      boolean news = run.recommended() != w.advised;
      boolean due =
          w.advisedAt == Workload.NEVER || time - w.advisedAt >= rules.period().toMillis();
      if (news || due) {
        w.advised = run.recommended();
        w.advisedAt = time;
        out.add(new Output.Advised(event(w, situation, run)));
      }
    }
  }

  private static long settle(Workload w) {
    return SETTLING * Math.max(1, w.intervalMs);
  }

  private Scaling event(Workload w, Situation s, Advice.Run run) {
    double risk = s.risk().applyAsDouble(run.recommended());
    Instant time = Instant.ofEpochMilli(s.time());
    return Scaling.newBuilder()
        .setEntity(w.entity)
        .setTime(time)
        .setCurrent(s.current())
        .setRecommended(run.recommended())
        .setLow(run.low())
        .setHigh(run.high())
        .setLoad(s.load())
        .setExpectedLoad(s.expected())
        .setUpperLoad(s.upper())
        .setCapacityPerInstance(s.capacity())
        .setLeadMs(w.startup.millis(rules.leadTime().toMillis()))
        .setValidUntil(time.plus(rules.period().multipliedBy(3)))
        .setReason(run.reason().en())
        .setReasonZh(run.reason().zh())
        .setCapacityUncertainty(w.capacity.uncertainty())
        .setResources(w.rightSizes())
        .setShortageRisk(Double.isFinite(risk) ? risk : null)
        .setWaste(Double.isFinite(risk) ? s.waste(run.recommended()) : null)
        .build();
  }
}
