package io.aicloudops.connect.log;

import io.aicloudops.schemas.event.CallBatch;
import io.aicloudops.schemas.event.CallGroup;
import io.aicloudops.schemas.event.LogBatch;
import io.aicloudops.schemas.event.LogLine;
import io.aicloudops.schemas.event.MetricBatch;
import java.util.function.IntSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Whom a batch speaks of, and how much it says.
 *
 * @param member the pod or instance; empty if it is not known
 * @param said counts its samples, calls or lines
 */
record BatchSubject(String entity, String member, IntSupplier said) {

  /** The subject; null if an event is no batch of metrics, calls or lines. */
  static @Nullable BatchSubject of(@Nullable SpecificRecord event) {
    if (event instanceof MetricBatch batch) {
      return new BatchSubject(batch.getEntity(), batch.getMember(), () -> batch.getSeries().size());
    }
    if (event instanceof CallBatch batch) {
      return new BatchSubject(
          batch.getEntity(),
          batch.getMember(),
          () -> batch.getGroups().stream().mapToInt(BatchSubject::calls).sum());
    }
    if (event instanceof LogBatch batch) {
      return new BatchSubject(
          batch.getEntity(),
          batch.getMember(),
          () -> batch.getLines().stream().mapToInt(LogLine::getCount).sum());
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
