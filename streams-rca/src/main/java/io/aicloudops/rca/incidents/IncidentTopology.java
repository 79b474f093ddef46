package io.aicloudops.rca.incidents;

import io.aicloudops.rca.correlate.FoldRules;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topics;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/** Evidence by cluster → incidents. */
public final class IncidentTopology {

  private IncidentTopology() {}

  /** Builds it with a builder that insists on explicit names. */
  public static Topology build(StreamsBuilder builder, EventSerdes serdes, FoldRules rules) {
    KStream<String, Incident> incidents =
        builder.stream(
                Topics.EVIDENCE.name(),
                Consumed.with(Serdes.String(), serdes.of(Topics.EVIDENCE))
                    .withName("incidents-source"))
            .process(new IncidentProcessor.Supplier(serdes, rules), Named.as("incidents-fold"));
    incidents.to(
        Topics.INCIDENTS.name(),
        Produced.with(Serdes.String(), serdes.of(Topics.INCIDENTS)).withName("incidents-sink"));
    return builder.build();
  }
}
