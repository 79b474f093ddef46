package io.aicloudops.rca.incidents;

import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topic;
import io.aicloudops.schemas.topics.Topics;
import java.time.Clock;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/**
 * Anomalies, alerts, Kubernetes events, changes, topology and commands → evidence by cluster, each
 * at its own event time; and ticks, so that time goes on when nothing else is said.
 */
public final class EvidenceTopology {

  private static final List<Topic<? extends SpecificRecord>> SOURCES =
      List.of(
          Topics.ANOMALIES,
          Topics.ALERTS,
          Topics.K8S_EVENTS,
          Topics.CHANGES,
          Topics.TOPOLOGY,
          Topics.COMMANDS);

  private EvidenceTopology() {}

  /**
   * Builds it.
   *
   * @param builder insists on explicit names
   * @param clusters where commands go that name no cluster
   * @param tickMs distance of ticks in milliseconds
   * @param clock the present, for how long it has been quiet
   */
  public static Topology build(
      StreamsBuilder builder, EventSerdes serdes, List<String> clusters, long tickMs, Clock clock) {
    KStream<String, SpecificRecord> all = source(builder, serdes, SOURCES.get(0));
    for (Topic<? extends SpecificRecord> topic : SOURCES.subList(1, SOURCES.size())) {
      String name = "evidence-merge-" + topic.name();
      all = all.merge(source(builder, serdes, topic), Named.as(name));
    }
    KStream<String, Evidence> evidence =
        all.process(
            new EvidenceProcessor.Supplier(clusters, tickMs, clock), Named.as("evidence-read"));
    evidence.to(
        Topics.EVIDENCE.name(),
        Produced.with(Serdes.String(), serdes.of(Topics.EVIDENCE)).withName("evidence-sink"));
    return builder.build();
  }

  private static <V extends SpecificRecord> KStream<String, SpecificRecord> source(
      StreamsBuilder builder, EventSerdes serdes, Topic<V> topic) {
    return builder.stream(
            topic.name(),
            Consumed.with(Serdes.String(), serdes.of(topic))
                .withName("evidence-source-" + topic.name()))
        .mapValues(value -> value, Named.as("evidence-any-" + topic.name()));
  }
}
