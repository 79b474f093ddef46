package io.aicloudops.rca.streams.detect;

import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import java.util.List;

/**
 * What stays the same from scrape to scrape of one member: everything of its batches but time and
 * values. Batches that were read with the same layout share the very same lists.
 *
 * @param series canonical texts
 * @param types of the series, in their order
 */
record Layout(String member, String source, List<String> series, List<MetricType> types) {

  static Layout of(MetricBatch batch) {
    return new Layout(batch.getMember(), batch.getSource(), batch.getSeries(), batch.getTypes());
  }

  /** Whether a batch has this layout; quick where it shares the lists. */
  boolean fits(MetricBatch batch) {
    return (series == batch.getSeries() || series.equals(batch.getSeries()))
        && (types == batch.getTypes() || types.equals(batch.getTypes()))
        && member.equals(batch.getMember())
        && source.equals(batch.getSource());
  }
}
