package io.aicloudops.benchmarks.noise;

import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * A recorded case as events, and what is known to have been wrong.
 *
 * @param namespace its own; nothing else is in it
 * @param of what it is a recording of: measurements, or alerts alone
 */
record Scene(String namespace, Of of, List<Event> events, List<Fault> faults) {

  /** What was recorded. */
  enum Of {
    MEASUREMENTS,
    ALERTS
  }

  static final String CLUSTER = "recorded";

  /** An event at its time in epoch milliseconds. */
  record Event(long time, SpecificRecord body) {}

  /**
   * A labelled fault.
   *
   * @param from epoch milliseconds
   * @param to epoch milliseconds, its aftermath included
   */
  record Fault(String id, long from, long to) {}

  /** How long it lasts, in milliseconds. */
  long length() {
    long first = events.stream().mapToLong(Event::time).min().orElse(0);
    return events.stream().mapToLong(Event::time).max().orElse(0) - first;
  }
}
