package io.aicloudops.forecast.topology;

import io.aicloudops.forecast.workload.ForecastRules;
import io.aicloudops.forecast.workload.Output;
import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.Forecast;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topics;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Signals and topology, both by entity, into forecasts, scaling advice and alerts. */
public final class ForecastTopology {

  /** The store with the parts of every workload's state. */
  static final String STORE = "forecast-workloads";

  private ForecastTopology() {}

  /**
   * The topology.
   *
   * @param builder one that insists on explicit names
   * @param gauges show the latest advice
   */
  public static Topology build(
      StreamsBuilder builder,
      EventSerdes serdes,
      ForecastRules rules,
      RecommendationGauges gauges) {
    KStream<String, WorkloadInput> signals =
        builder.stream(
                Topics.SIGNALS.name(),
                Consumed.with(Serdes.String(), serdes.of(Topics.SIGNALS))
                    .withName("forecast-signals"))
            .filter((entity, batch) -> batch != null, Named.as("forecast-signals-present"))
            .mapValues(
                batch -> (WorkloadInput) new WorkloadInput.Signals(batch),
                Named.as("forecast-signals-input"));
    KStream<String, WorkloadInput> deployments =
        builder.stream(
                Topics.TOPOLOGY.name(),
                Consumed.with(Serdes.String(), serdes.of(Topics.TOPOLOGY))
                    .withName("forecast-topology"))
            .mapValues(
                entity ->
                    entity == null || entity.getGone()
                        ? new WorkloadInput.Gone()
                        : new WorkloadInput.Deployed(entity),
                Named.as("forecast-topology-input"));
    KStream<String, Output> outputs =
        signals
            .merge(deployments, Named.as("forecast-inputs"))
            .process(new Workloads(rules, gauges), Named.as("forecast-workload"));
    publish(outputs, serdes);
    return builder.build();
  }

  private static void publish(KStream<String, Output> outputs, EventSerdes serdes) {
    outputs
        .filter((entity, o) -> o instanceof Output.Forecasted, Named.as("forecast-made"))
        .map(
            (entity, o) -> {
              Forecast event = ((Output.Forecasted) o).event();
              return KeyValue.pair(key(event), event);
            },
            Named.as("forecast-by-signal"))
        .to(
            Topics.FORECASTS.name(),
            Produced.with(Serdes.String(), serdes.of(Topics.FORECASTS)).withName("forecasts-out"));
    outputs
        .filter((entity, o) -> o instanceof Output.Advised, Named.as("scaling-advised"))
        .mapValues(o -> ((Output.Advised) o).event(), Named.as("scaling-event"))
        .to(
            Topics.SCALING.name(),
            Produced.with(Serdes.String(), serdes.of(Topics.SCALING)).withName("scaling-out"));
    outputs
        .filter((entity, o) -> o instanceof Output.Alerted, Named.as("forecast-alerted"))
        .map(
            (entity, o) -> {
              Alert event = ((Output.Alerted) o).event();
              return KeyValue.pair(event.getFingerprint(), event);
            },
            Named.as("forecast-alert-by-fingerprint"))
        .to(
            Topics.ALERTS.name(),
            Produced.with(Serdes.String(), serdes.of(Topics.ALERTS))
                .withName("forecast-alerts-out"));
  }

  /** A signal's forecasts at several steps stand beside each other. */
  private static String key(Forecast event) {
    return event.getEntity() + "/" + event.getSignal() + "/" + event.getStepMs();
  }

  /** Makes the processors and declares their store. */
  private record Workloads(ForecastRules rules, RecommendationGauges gauges)
      implements ProcessorSupplier<String, WorkloadInput, String, Output> {

    @Override
    public Processor<String, WorkloadInput, String, Output> get() {
      return new WorkloadProcessor(rules, gauges);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return Set.of(
          Stores.keyValueStoreBuilder(
                  Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray())
              .withCachingEnabled());
    }
  }
}
