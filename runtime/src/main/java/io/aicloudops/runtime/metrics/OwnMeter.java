package io.aicloudops.runtime.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Every meter of our own. Whoever counts registers it here, so that what is documented
 * (docs/metrics.md) is what there is.
 */
public enum OwnMeter {
  SCRAPED_SAMPLES(Type.COUNTER, "aiops.connect.scrape.samples", "Samples scraped."),
  SCRAPE_FAILURES(Type.COUNTER, "aiops.connect.scrape.failures", "Scrapes that brought no page."),
  WRITTEN_SAMPLES(
      Type.COUNTER, "aiops.connect.remotewrite.samples", "Samples received by remote write."),
  WRITTEN_OUT_OF_TIME(
      Type.COUNTER,
      "aiops.connect.remotewrite.out.of.time",
      "Samples of an impossible time, kept in the dead letters."),
  WRITES_REJECTED(
      Type.COUNTER,
      "aiops.connect.remotewrite.rejected",
      "Requests of remote write that were refused: unreadable, too large, or never taken by Kafka."),
  SPANS(Type.COUNTER, "aiops.connect.otlp.spans", "Spans received."),
  LINES(Type.COUNTER, "aiops.connect.otlp.lines", "Lines of logs received."),
  SPANS_REPEATED(Type.COUNTER, "aiops.connect.otlp.duplicates", "Spans that had come before."),
  OTLP_REFUSED(
      Type.COUNTER,
      "aiops.connect.otlp.refused",
      "Spans and lines that cannot be used, kept in the dead letters."),
  OTLP_REJECTED(
      Type.COUNTER,
      "aiops.connect.otlp.rejected",
      "Requests of OTLP that were refused: unreadable, too large, or never taken by Kafka."),
  ALERTS(Type.COUNTER, "aiops.connect.alerts.accepted", "Alerts received."),
  ALERTS_REJECTED(
      Type.COUNTER,
      "aiops.connect.alerts.rejected",
      "Calls of the webhook that were refused: unreadable, too large, or never taken by Kafka."),
  ENTITIES(
      Type.GAUGE,
      "aiops.connect.entities",
      "Entities that were heard of within the hour.",
      "source"),
  ENTITIES_REFUSED(
      Type.COUNTER,
      "aiops.connect.entities.refused",
      "Samples, calls and lines of entities or members beyond connect.max-entities: something makes up names.",
      "source"),
  CALLS(Type.GAUGE, "aiops.connect.calls", "Pairs of a caller and a callee that are known."),
  CALLS_REFUSED(
      Type.COUNTER,
      "aiops.connect.calls.refused",
      "Sightings of callers and callees that were not learned: something makes up names."),
  PRODUCED(
      Type.COUNTER,
      "aiops.produced.records",
      "Records Kafka has taken from services; those of stream topologies are in Kafka's own metrics.",
      "topic"),
  INSTANCES(
      Type.GAUGE,
      "aiops.recommended.instances",
      "Instances: bound is advised, low, high or current.",
      "cluster",
      "namespace",
      "kind",
      "workload",
      "bound"),
  RATIO(
      Type.GAUGE,
      "aiops.recommended.ratio",
      "Of the instances advised, when the start-up time is over: of is shortage (the chance that they are too few) or waste (the share of them without work).",
      "cluster",
      "namespace",
      "kind",
      "workload",
      "of"),
  LOAD(
      Type.GAUGE,
      "aiops.forecast.load",
      "Requests a second: bound is now, expected (after the start-up time) or upper (to be ready for).",
      "cluster",
      "namespace",
      "kind",
      "workload",
      "bound"),
  REQUEST(
      Type.GAUGE,
      "aiops.recommended.request",
      "What an instance should ask for: cores of cpu, bytes of memory.",
      "cluster",
      "namespace",
      "kind",
      "workload",
      "resource"),
  LIMIT(
      Type.GAUGE,
      "aiops.recommended.limit",
      "What an instance should be limited to: cores of cpu, bytes of memory.",
      "cluster",
      "namespace",
      "kind",
      "workload",
      "resource"),
  DAYS_TO_FULL(
      Type.GAUGE,
      "aiops.resource.full.days",
      "Days until a resource is full; infinite if it is not filling up.",
      "cluster",
      "namespace",
      "kind",
      "workload",
      "resource");

  /** Whether it only grows. */
  public enum Type {
    COUNTER,
    GAUGE
  }

  private final Type type;
  private final String id;
  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // an immutable list
  private final List<String> labels;

  OwnMeter(Type type, String id, String description, String... labels) {
    this.type = type;
    this.id = id;
    this.description = description;
    this.labels = List.of(labels);
  }

  /** Its name in Micrometer. */
  public String id() {
    return id;
  }

  /** Its name on the page that Prometheus scrapes. */
  public String exposedAs() {
    String name = id.replace('.', '_');
    return type == Type.COUNTER ? name + "_total" : name;
  }

  /** Whether it only grows. */
  public Type type() {
    return type;
  }

  /** What it tells; one sentence. */
  public String description() {
    return description;
  }

  /** The names of its labels. */
  public List<String> labels() {
    return labels;
  }

  /**
   * Registers it, or finds it if it was registered with these values before.
   *
   * @param values of the labels, in their order
   * @throws IllegalArgumentException if it is no counter or the values are too few or too many
   */
  public Counter counter(MeterRegistry meters, String... values) {
    return Counter.builder(id)
        .description(description)
        .tags(tags(Type.COUNTER, values))
        .register(meters);
  }

  /**
   * Registers a counter of what counts by itself.
   *
   * @param of what is read at each scrape
   * @param values of the labels, in their order
   * @throws IllegalArgumentException if it is no counter or the values are too few or too many
   */
  public <T> FunctionCounter counter(
      MeterRegistry meters, T of, ToDoubleFunction<T> read, String... values) {
    return FunctionCounter.builder(id, of, read)
        .description(description)
        .tags(tags(Type.COUNTER, values))
        .register(meters);
  }

  /**
   * Registers it.
   *
   * @param of what is read at each scrape; kept from the garbage collector as long as the gauge is
   *     there
   * @param values of the labels, in their order
   * @throws IllegalArgumentException if it is no gauge or the values are too few or too many
   */
  public <T> Gauge gauge(MeterRegistry meters, T of, ToDoubleFunction<T> read, String... values) {
    return Gauge.builder(id, of, read)
        .description(description)
        .tags(tags(Type.GAUGE, values))
        .strongReference(true)
        .register(meters);
  }

  private Tags tags(Type as, String... values) {
    if (as != type || values.length != labels.size()) {
      throw new IllegalArgumentException(
          id
              + " is a "
              + type
              + " with the labels "
              + labels
              + ", not a "
              + as
              + " with "
              + values.length);
    }
    Tags tags = Tags.empty();
    for (int i = 0; i < values.length; i++) {
      tags = tags.and(labels.get(i), values[i]);
    }
    return tags;
  }
}
