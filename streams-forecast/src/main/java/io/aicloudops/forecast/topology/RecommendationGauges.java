package io.aicloudops.forecast.topology;

import io.aicloudops.forecast.resource.RightSize;
import io.aicloudops.forecast.resource.TimeToFull;
import io.aicloudops.forecast.workload.Output;
import io.aicloudops.forecast.workload.ResourceAdvice;
import io.aicloudops.runtime.metrics.OwnMeter;
import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.identity.EntityId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The latest advice on each workload as gauges, so that an autoscaler can follow it. Stream threads
 * write, the scrape reads; a gauge is there only while its workload is.
 */
public final class RecommendationGauges {

  private record Shown(Meter.Id id, AtomicReference<Double> value) {}

  private final MeterRegistry meters;
  private final Map<String, Map<String, Shown>> byEntity = new ConcurrentHashMap<>();

  /** Gauges in a registry. */
  public RecommendationGauges(MeterRegistry meters) {
    this.meters = meters;
  }

  /**
   * Shows what an output says about an entity.
   *
   * @return false if it says nothing that is shown
   */
  boolean show(String entity, Output output) {
    if (output instanceof Output.Advised advised) {
      scaling(entity, advised.event());
      return true;
    }
    if (output instanceof Output.Sized sized) {
      resources(entity, sized.advice());
      return true;
    }
    return false;
  }

  private void scaling(String entity, Scaling scaling) {
    set(entity, OwnMeter.INSTANCES, "advised", scaling.getRecommended());
    set(entity, OwnMeter.INSTANCES, "low", scaling.getLow());
    set(entity, OwnMeter.INSTANCES, "high", scaling.getHigh());
    set(entity, OwnMeter.INSTANCES, "current", scaling.getCurrent());
    ratio(entity, "shortage", scaling.getShortageRisk());
    ratio(entity, "waste", scaling.getWaste());
    set(entity, OwnMeter.LOAD, "now", scaling.getLoad());
    set(entity, OwnMeter.LOAD, "expected", scaling.getExpectedLoad());
    set(entity, OwnMeter.LOAD, "upper", scaling.getUpperLoad());
  }

  private void ratio(String entity, String of, @Nullable Double value) {
    set(entity, OwnMeter.RATIO, of, value == null ? Double.NaN : value);
  }

  private void resources(String entity, ResourceAdvice advice) {
    size(entity, "cpu", advice.cpu());
    size(entity, "memory", advice.memory());
    for (Map.Entry<String, TimeToFull> full : advice.full().entrySet()) {
      set(entity, OwnMeter.DAYS_TO_FULL, full.getKey(), full.getValue().days());
    }
  }

  private void size(String entity, String resource, RightSize size) {
    if (Double.isFinite(size.request())) {
      set(entity, OwnMeter.REQUEST, resource, size.request());
      set(entity, OwnMeter.LIMIT, resource, size.limit());
    }
  }

  private void set(String entity, OwnMeter meter, String which, double value) {
    byEntity
        .computeIfAbsent(entity, e -> new ConcurrentHashMap<>())
        .computeIfAbsent(meter + which, k -> register(entity, meter, which))
        .value
        .set(value);
  }

  private Shown register(String entity, OwnMeter meter, String which) {
    EntityId id = EntityId.parse(entity);
    AtomicReference<Double> value = new AtomicReference<>(Double.NaN);
    Gauge gauge =
        meter.gauge(
            meters,
            value,
            AtomicReference::get,
            id.cluster(),
            id.namespace(),
            id.kind(),
            id.name(),
            which);
    return new Shown(gauge.getId(), value);
  }

  /** Takes an entity's gauges away. */
  void forget(String entity) {
    Map<String, Shown> shown = byEntity.remove(entity);
    if (shown != null) {
      shown.values().forEach(gauge -> meters.remove(gauge.id));
    }
  }
}
