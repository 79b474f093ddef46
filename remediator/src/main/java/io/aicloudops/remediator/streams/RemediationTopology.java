package io.aicloudops.remediator.streams;

import io.aicloudops.remediator.fold.RemediationFold;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationInput;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.identity.EntityId;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topic;
import io.aicloudops.schemas.topics.Topics;
import java.time.Instant;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/**
 * Incidents, recommendations, commands, outcomes and workloads, merged into one order a cluster,
 * folded into remediations and intents.
 *
 * <pre>
 * incidents, scaling, commands, outcomes, topology → aiops.remediation.inputs.v1 → fold → remediations (+ audit), intents
 * </pre>
 */
public final class RemediationTopology {

  private static final Set<String> ACTED_ON =
      Set.of("Deployment", "StatefulSet", "DaemonSet", "Node", "Service");

  private final EventSerdes serdes;
  private final RemediationFold fold;
  private final String defaultCluster;

  /**
   * @param defaultCluster for commands about everything that name no cluster
   */
  public RemediationTopology(EventSerdes serdes, RemediationFold fold, String defaultCluster) {
    this.serdes = serdes;
    this.fold = fold;
    this.defaultCluster = defaultCluster;
  }

  /** Builds it. */
  public Topology build(StreamsBuilder builder) {
    merge(builder, Topics.INCIDENTS, "incidents", i -> input(i.getCluster(), i.getUpdatedAt(), i));
    merge(
        builder,
        Topics.SCALING,
        "scaling",
        s -> input(Clusters.ofEntity(s.getEntity()), s.getTime(), s));
    merge(
        builder,
        Topics.COMMANDS,
        "commands",
        c -> input(Clusters.ofCommand(c, defaultCluster), c.getTime(), c));
    merge(
        builder,
        Topics.OUTCOMES,
        "outcomes",
        o -> input(Clusters.ofRemediation(o.getRemediationId()), o.getTime(), o));
    merge(
        builder,
        Topics.TOPOLOGY,
        "topology",
        t -> input(Clusters.ofEntity(t.getEntity()), t.getTime(), t));

    KStream<String, SpecificRecord> results =
        builder.stream(
                Topics.REMEDIATION_INPUTS.name(), consumed(Topics.REMEDIATION_INPUTS, "inputs"))
            .process(new FoldProcessor.Supplier(fold, serdes), Named.as("fold"));
    sink(results, Remediation.class, Topics.REMEDIATIONS, "remediations", Remediation::getId);
    sink(results, Remediation.class, Topics.REMEDIATION_AUDIT, "audit", Remediation::getId);
    sink(results, Intent.class, Topics.INTENTS, "intents", Intent::getRemediationId);
    return builder.build();
  }

  private static RemediationInput input(String cluster, Instant time, SpecificRecord body) {
    return RemediationInput.newBuilder().setCluster(cluster).setTime(time).setBody(body).build();
  }

  private <V extends SpecificRecord> void merge(
      StreamsBuilder builder, Topic<V> topic, String name, Function<V, RemediationInput> toInput) {
    builder.stream(topic.name(), consumed(topic, name))
        .filter((key, value) -> value != null && wanted(value), Named.as(name + "-wanted"))
        .map(
            (key, value) -> {
              RemediationInput input = toInput.apply(value);
              return KeyValue.pair(input.getCluster(), input);
            },
            Named.as(name + "-to-input"))
        .to(
            Topics.REMEDIATION_INPUTS.name(),
            Produced.with(Serdes.String(), serdes.of(Topics.REMEDIATION_INPUTS))
                .withName(name + "-to-inputs"));
  }

  private static boolean wanted(SpecificRecord value) {
    return !(value instanceof TopologyEntity entity)
        || EntityId.tryParse(entity.getEntity())
            .filter(e -> ACTED_ON.contains(e.kind()))
            .isPresent();
  }

  private <V extends SpecificRecord> Consumed<String, V> consumed(Topic<V> topic, String name) {
    return Consumed.with(Serdes.String(), serdes.of(topic)).withName(name + "-source");
  }

  private <V extends SpecificRecord> void sink(
      KStream<String, SpecificRecord> results,
      Class<V> type,
      Topic<V> topic,
      String name,
      Function<V, String> key) {
    Serde<V> serde = serdes.of(topic);
    results
        .filter((cluster, value) -> type.isInstance(value), Named.as("only-" + name))
        .map(
            (cluster, value) -> KeyValue.pair(key.apply(type.cast(value)), type.cast(value)),
            Named.as("key-" + name))
        .to(topic.name(), Produced.with(Serdes.String(), serde).withName(name + "-sink"));
  }
}
