package io.aicloudops.rca.counts;

import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.MetricBatch;

/**
 * Counts of one entity, or of one member of it. A pure fold: batches and the passing of time in,
 * totals and anomalies out. Not safe for use by several threads.
 *
 * @param <B> what is counted
 */
public interface Tally<B> {

  /** Where results go, in the order in which they come to be. */
  interface Output {
    void metrics(MetricBatch batch);

    void anomaly(Anomaly anomaly);
  }

  /**
   * Takes a batch.
   *
   * @param now event time of the stream in milliseconds
   */
  void offer(B batch, long now, Output out);

  /** Lets time pass: gives the totals of each interval that is over. */
  void advance(long now, Output out);

  /** When {@link #advance} has something to do, in event time; Long.MAX_VALUE if never. */
  long due();

  /** Event time up to which everything was told, epoch milliseconds; 0 if nothing was. */
  long told();

  /** How many batches came too late to be counted. */
  long dropped();

  /** True if nothing came for so long that it can be forgotten. */
  boolean forgotten();

  /** The state as bytes. */
  byte[] toBytes();
}
