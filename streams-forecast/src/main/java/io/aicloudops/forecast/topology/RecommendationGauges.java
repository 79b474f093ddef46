package io.aicloudops.forecast.topology;

import io.aicloudops.forecast.resource.RightSize;
import io.aicloudops.forecast.resource.TimeToFull;
import io.aicloudops.forecast.workload.Output;
import io.aicloudops.forecast.workload.ResourceAdvice;
import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.identity.EntityId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The latest advice on each workload as gauges, so that an autoscaler can follow it. Stream threads
 * write, the scrape reads; a gauge is there only while its workload is.
 */
public final class RecommendationGauges {

  /** What there should be. */
  static final String INSTANCES = "aiops.recommended.instances";

  /** What the advice costs, should it be wrong in one way or the other. */
  static final String ODDS = "aiops.recommended.odds";

  static final String LOAD = "aiops.forecast.load";
  static final String DAYS = "aiops.resource.full.days";
  static final String REQUEST = "aiops.recommended.request";
  static final String LIMIT = "aiops.recommended.limit";

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
    String now = "Instances advised, with what is running and the bounds.";
    set(entity, INSTANCES, "bound", "advised", now, scaling.getRecommended());
    set(entity, INSTANCES, "bound", "low", now, scaling.getLow());
    set(entity, INSTANCES, "bound", "high", now, scaling.getHigh());
    set(entity, INSTANCES, "bound", "current", now, scaling.getCurrent());
    String odds =
        "Of the instances advised, when the start-up time is over: the chance that they are too few,"
            + " and the share of them that is idle.";
    odds(entity, "shortage", odds, scaling.getShortageRisk());
    odds(entity, "idle", odds, scaling.getWaste());
    String load = "Requests a second: now, expected after the start-up time, and to be ready for.";
    set(entity, LOAD, "bound", "now", load, scaling.getLoad());
    set(entity, LOAD, "bound", "expected", load, scaling.getExpectedLoad());
    set(entity, LOAD, "bound", "upper", load, scaling.getUpperLoad());
  }

  private void odds(String entity, String of, String text, @Nullable Double value) {
    set(entity, ODDS, "of", of, text, value == null ? Double.NaN : value);
  }

  private void resources(String entity, ResourceAdvice advice) {
    size(entity, "cpu", advice.cpu());
    size(entity, "memory", advice.memory());
    for (Map.Entry<String, TimeToFull> full : advice.full().entrySet()) {
      String text = "Days until a resource is full; infinite if it is not filling up.";
      set(entity, DAYS, "resource", full.getKey(), text, full.getValue().days());
    }
  }

  private void size(String entity, String resource, RightSize size) {
    if (Double.isFinite(size.request())) {
      String text = "What an instance should have: cores or bytes.";
      set(entity, REQUEST, "resource", resource, text, size.request());
      set(entity, LIMIT, "resource", resource, text, size.limit());
    }
  }

  private void set(
      String entity, String name, String key, String tag, String description, double value) {
    byEntity
        .computeIfAbsent(entity, e -> new ConcurrentHashMap<>())
        .computeIfAbsent(name + tag, k -> register(entity, name, key, tag, description))
        .value
        .set(value);
  }

  private Shown register(String entity, String name, String key, String tag, String description) {
    EntityId id = EntityId.parse(entity);
    AtomicReference<Double> value = new AtomicReference<>(Double.NaN);
    Tags tags =
        Tags.of(
            "cluster",
            id.cluster(),
            "namespace",
            id.namespace(),
            "kind",
            id.kind(),
            "workload",
            id.name(),
            key,
            tag);
    Gauge gauge =
        Gauge.builder(name, value, AtomicReference::get)
            .description(description)
            .tags(tags)
            .strongReference(true)
            .register(meters);
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
