package io.aicloudops.assistant.views;

import io.aicloudops.schemas.event.SignalBatch;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Asks other replicas for rows they hold. Methods throw {@link ViewsUnavailableException}. */
interface Peers {

  <V extends SpecificRecord> List<V> of(String host, View<V> view, String key);

  <V extends SpecificRecord> List<V> all(String host, View<V> view);

  List<SignalBatch> signals(String host, String entity, Instant from, Instant to);
}
