package io.aicloudops.rca.traces;

import io.aicloudops.rca.counts.Intervals;
import io.aicloudops.rca.counts.Samples;
import io.aicloudops.rca.counts.Tally;
import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.event.CallBatch;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one member since it was first heard of, told at the end of each interval, also of
 * one without calls: no traffic is a rate of 0, not a missing signal.
 *
 * <p>A kind of call that is new is told with zeros at the end of the interval before, so that its
 * first calls are a rate as well.
 */
public final class CallTally implements Tally<CallBatch> {

  /** The source of the batches it makes. */
  public static final String SOURCE = "traces";

  /** First byte of the state's form. */
  private static final int VERSION = 1;

  private final String entity;
  private final String member;
  private final Intervals<Cells> intervals;
  private final Cells totals;

  /**
   * A member nothing is known of.
   *
   * @param idleMs it is forgotten after so long without a call
   */
  public CallTally(String entity, String member, long idleMs) {
    this(entity, member, new Intervals<>(idleMs), new Cells());
  }

  private CallTally(String entity, String member, Intervals<Cells> intervals, Cells totals) {
    this.entity = entity;
    this.member = member;
    this.intervals = intervals;
    this.totals = totals;
  }

  @Override
  public void offer(CallBatch batch, long now, Output out) {
    Cells into =
        intervals.place(
            batch.getTime().toEpochMilli(), batch.getIntervalMs(), batch.getId(), now, Cells::new);
    if (into != null) {
      batch.getGroups().forEach(into::add);
    }
    advance(now, out);
  }

  @Override
  public void advance(long now, Output out) {
    intervals.end(now, (end, calls) -> close(end, calls, out));
  }

  private void close(long end, @Nullable Cells calls, Output out) {
    if (calls != null) {
      Set<Cells.Kind> known = totals.kinds();
      totals.add(calls);
      Samples born = totals.samples(known, true);
      if (!born.isEmpty()) {
        out.metrics(born.batch(entity, member, end - intervals.intervalMs(), SOURCE));
      }
    }
    out.metrics(totals.samples(Set.of(), false).batch(entity, member, end, SOURCE));
  }

  @Override
  public long due() {
    return intervals.due();
  }

  @Override
  public long told() {
    return intervals.closed();
  }

  @Override
  public long dropped() {
    return intervals.dropped();
  }

  @Override
  public boolean forgotten() {
    return intervals.forgotten();
  }

  @Override
  public byte[] toBytes() {
    Packer out = new Packer();
    out.b(VERSION);
    intervals.write(out, Cells::write);
    totals.write(out);
    return out.toBytes();
  }

  /**
   * The state that {@link #toBytes} gave.
   *
   * @throws IllegalArgumentException if a newer version wrote it
   */
  public static CallTally fromBytes(String entity, String member, long idleMs, byte[] bytes) {
    Unpacker in = new Unpacker(bytes);
    if (in.b() != VERSION) {
      throw new IllegalArgumentException(
          "counts of calls have a version that this program does not read; run the newer program");
    }
    Intervals<Cells> intervals = new Intervals<>(idleMs);
    intervals.read(in, Cells::read);
    return new CallTally(entity, member, intervals, Cells.read(in));
  }
}
