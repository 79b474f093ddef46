package io.aicloudops.rca.streams.content;

import io.aicloudops.rca.counts.Tally;
import io.aicloudops.rca.logs.LogTally;
import io.aicloudops.rca.traces.CallTally;
import io.aicloudops.runtime.metrics.OwnSensor;
import io.aicloudops.schemas.event.CallBatch;
import io.aicloudops.schemas.event.LogBatch;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topic;
import io.aicloudops.schemas.topics.Topics;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.jspecify.annotations.Nullable;

/**
 * calls → tally of each member → metrics; lines → tally of each workload → metrics, anomalies. What
 * comes out is metrics like any other, which detection reads. Every node and store has a name of
 * its own, which is part of the changelog's name: renaming one loses counts and templates.
 */
public final class ContentTopology {

  /** Between the entity and the member in a tally's key; an entity has no such character. */
  private static final char SEPARATOR = '\n';

  private ContentTopology() {}

  /**
   * Builds it.
   *
   * @param config made of the stream's configuration
   */
  public static Topology build(
      EventSerdes serdes, ContentSettings settings, TopologyConfig config) {
    Topology topology = new Topology(config);
    add(
        topology,
        serdes,
        Topics.CALLS,
        new TallyProcessor.Supplier<>(
            "calls",
            batch -> batch.getEntity() + SEPARATOR + batch.getMember(),
            (key, bytes) -> calls(settings, key, bytes),
            OwnSensor.DROPPED_CALLS));
    TallyProcessor.Supplier<LogBatch> logs =
        new TallyProcessor.Supplier<>(
            "logs",
            LogBatch::getEntity,
            (key, bytes) -> logs(settings, key, bytes),
            OwnSensor.DROPPED_LOGS);
    add(topology, serdes, Topics.LOGS, logs);
    return topology.addSink(
        logs.anomalies(),
        Topics.ANOMALIES.name(),
        Serdes.String().serializer(),
        serdes.of(Topics.ANOMALIES).serializer(),
        logs.name());
  }

  private static Tally<CallBatch> calls(
      ContentSettings settings, String key, byte @Nullable [] bytes) {
    int cut = key.indexOf(SEPARATOR);
    String entity = key.substring(0, cut);
    String member = key.substring(cut + 1);
    long idle = settings.idle().toMillis();
    return bytes == null
        ? new CallTally(entity, member, idle)
        : CallTally.fromBytes(entity, member, idle, bytes);
  }

  private static Tally<LogBatch> logs(
      ContentSettings settings, String key, byte @Nullable [] bytes) {
    long idle = settings.idle().toMillis();
    return bytes == null
        ? new LogTally(key, settings.maxTemplates(), idle)
        : LogTally.fromBytes(key, settings.maxTemplates(), idle, bytes);
  }

  private static <B extends SpecificRecord> void add(
      Topology topology, EventSerdes serdes, Topic<B> topic, TallyProcessor.Supplier<B> tally) {
    var strings = Serdes.String();
    String source = tally.name() + "-source";
    topology
        .addSource(
            AutoOffsetReset.earliest(),
            source,
            strings.deserializer(),
            serdes.of(topic).deserializer(),
            topic.name())
        .addProcessor(tally.name(), tally, source)
        .addSink(
            tally.metrics(),
            Topics.METRICS.name(),
            strings.serializer(),
            serdes.of(Topics.METRICS).serializer(),
            tally.name());
  }
}
