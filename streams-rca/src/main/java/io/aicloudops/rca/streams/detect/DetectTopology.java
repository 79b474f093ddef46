package io.aicloudops.rca.streams.detect;

import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topics;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsConfig;
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

  private static final int BATCH_BYTES = 256 << 10;

  /** Results become visible at a commit, which sends whatever waits; so waiting costs nothing. */
  private static final int LINGER_MS = 20;

  /** Under load a request for every batch costs more than its content; see decision 0018. */
  private static final int FETCH_BYTES = 128 << 10;

  private static final int FETCH_WAIT_MS = 25;

  private DetectTopology() {}

  /**
   * How Kafka's clients are to be set for it: a record holds a whole workload, several kilobytes,
   * so that batches of the default size would hold one or two, each with a compression of its own.
   */
  public static Map<String, Object> configuration() {
    return Map.of(
        StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES,
        StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), LINGER_MS,
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), FETCH_BYTES,
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), FETCH_WAIT_MS);
  }

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
