package io.aicloudops.connect.log;

import io.aicloudops.schemas.event.CallBatch;
import io.aicloudops.schemas.event.CallGroup;
import io.aicloudops.schemas.event.LogBatch;
import io.aicloudops.schemas.event.LogLine;
import io.aicloudops.schemas.event.MetricBatch;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Of whom a batch speaks, and how much it says.
 *
 * @param member the pod or instance; empty if it is not known
 * @param said samples, calls or lines
 */
record Sender(String entity, String member, int said) {

  /** The sender; null if an event is no batch of metrics, calls or lines. */
  static @Nullable Sender of(@Nullable SpecificRecord event) {
    if (event instanceof MetricBatch batch) {
      return new Sender(batch.getEntity(), batch.getMember(), batch.getSeries().size());
    }
    if (event instanceof CallBatch batch) {
      int calls = batch.getGroups().stream().mapToInt(Sender::calls).sum();
      return new Sender(batch.getEntity(), batch.getMember(), calls);
    }
    if (event instanceof LogBatch batch) {
      int lines = batch.getLines().stream().mapToInt(LogLine::getCount).sum();
      return new Sender(batch.getEntity(), batch.getMember(), lines);
    }
    return null;
  }

  /** A call whose other side came later is told by its gap alone; it was counted before. */
  private static int calls(CallGroup group) {
    return group.getDurations().size() + group.getFailures().size();
  }

  /** Neither has a line's end. */
  String name() {
    return entity + '\n' + member;
  }
}
