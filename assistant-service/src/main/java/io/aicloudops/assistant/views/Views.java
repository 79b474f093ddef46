package io.aicloudops.assistant.views;

import io.aicloudops.schemas.event.SignalBatch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads the views. Every method throws {@link ViewsUnavailableException} rather than to answer
 * wrongly while rows move between replicas.
 */
public interface Views {

  /** The rows of a key, in the order of their ids; empty if there are none. */
  <V extends SpecificRecord> List<V> of(View<V> view, String key);

  /** Every row there is, in no particular order. */
  <V extends SpecificRecord> Found<V> all(View<V> view);

  /**
   * The signals of an entity, oldest first.
   *
   * @param from event time, inclusive
   * @param to event time, inclusive
   */
  List<SignalBatch> signals(String entity, Instant from, Instant to);

  /** The row of a key in a view that has one row a key. */
  default <V extends SpecificRecord> Optional<V> one(View<V> view, String key) {
    return of(view, key).stream().findFirst();
  }

  /**
   * What all replicas together know.
   *
   * @param rows the rows
   * @param missing replicas ({@code host:port}) that did not answer; their rows are not in it
   */
  record Found<V>(List<V> rows, List<String> missing) {

    public Found {
      rows = List.copyOf(rows);
      missing = List.copyOf(missing);
    }

    /** True if every replica answered. */
    public boolean complete() {
      return missing.isEmpty();
    }
  }
}
