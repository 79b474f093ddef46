package io.aicloudops.assistant.views;

import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topic;
import io.aicloudops.schemas.topics.Topics;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/** Each result topic → its keeper → a store. No topic is written. */
public final class ViewTopology {

  private final EventSerdes serdes;
  private final ViewsSettings settings;

  /** A topology of all views. */
  public ViewTopology(EventSerdes serdes, ViewsSettings settings) {
    this.serdes = serdes;
    this.settings = settings;
  }

  /** Adds every view to the builder and builds. */
  public Topology build(StreamsBuilder builder) {
    for (View<?> view : View.all()) {
      keep(builder, view);
      // Kafka Streams numbers the parts in this order and replicas of two versions have to agree on
      // the numbers: the signals stay where they were when these were all views there were.
      if (view.equals(View.COMMANDS)) {
        keepSignals(builder);
      }
    }
    return builder.build();
  }

  private void keepSignals(StreamsBuilder builder) {
    source(builder, Topics.SIGNALS, SignalKeeper.STORE)
        .process(
            SignalKeeper.supplier(serdes.of(Topics.SIGNALS), settings.signals()),
            Named.as(SignalKeeper.STORE + "-keeper"));
  }

  private <V extends SpecificRecord> void keep(StreamsBuilder builder, View<V> view) {
    source(builder, view.topic(), view.name())
        .process(
            RowKeeper.supplier(view, serdes.of(view.topic()), settings.keep()),
            Named.as(view.name() + "-keeper"));
  }

  private <V extends SpecificRecord> KStream<String, V> source(
      StreamsBuilder builder, Topic<V> topic, String name) {
    return builder.stream(
        topic.name(), Consumed.with(Serdes.String(), serdes.of(topic)).withName(name + "-source"));
  }
}
