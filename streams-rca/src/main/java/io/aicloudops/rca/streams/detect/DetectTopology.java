package io.aicloudops.rca.streams.detect;

import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topics;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;

/**
 * metrics → detect (state of each workload) → signals, anomalies. Every node and store has a name
 * of its own, which is part of the changelog's name: renaming one loses state.
 */
public final class DetectTopology {

  static final String SIGNALS = "detect-signals";
  static final String ANOMALIES = "detect-anomalies";

  private static final String SOURCE = "detect-metrics";
  private static final String DETECT = "detect";

  private DetectTopology() {}

  /**
   * Builds it.
   *
   * @param serdes of the events
   * @param settings of detection
   * @param config made of the stream's configuration
   */
  public static Topology build(EventSerdes serdes, DetectSettings settings, TopologyConfig config) {
    var strings = Serdes.String();
    return new Topology(config)
        .addSource(
            AutoOffsetReset.earliest(),
            SOURCE,
            strings.deserializer(),
            serdes.of(Topics.METRICS).deserializer(),
            Topics.METRICS.name())
        .addProcessor(DETECT, new DetectProcessor.Supplier(settings), SOURCE)
        .addSink(
            SIGNALS,
            Topics.SIGNALS.name(),
            strings.serializer(),
            serdes.of(Topics.SIGNALS).serializer(),
            DETECT)
        .addSink(
            ANOMALIES,
            Topics.ANOMALIES.name(),
            strings.serializer(),
            serdes.of(Topics.ANOMALIES).serializer(),
            DETECT);
  }
}
