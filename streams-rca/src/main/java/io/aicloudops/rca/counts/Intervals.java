package io.aicloudops.rca.counts;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what belongs to an interval apart until a grace after its end, so that several senders need
 * not be in step. What comes later still is counted with the next interval; what is much older, a
 * sender's backlog, is not counted, as it would look like a burst of now. A batch that comes twice
 * counts once.
 *
 * @param <D> what is collected within an interval
 */
public final class Intervals<D> {

  private static final long GRACE_MS = 5_000;
  private static final long TOO_LATE_MS = 300_000;
  private static final int REMEMBERED_IDS = 64;

  /** Of a sender whose clock is ahead so many intervals are kept apart until their time comes. */
  private static final int MOST_OPEN = 64;

  /** An interval whose end has to be told that nobody heard of for so long ends the telling. */
  private final long idleMs;

  private final TreeMap<Long, D> open = new TreeMap<>();
  private final Deque<String> ids = new ArrayDeque<>();
  private long intervalMs;
  private long heard;
  private long closed;
  private long dropped;

  /**
   * Nothing open yet.
   *
   * @param idleMs after so long without a batch no interval ends any more
   */
  public Intervals(long idleMs) {
    this.idleMs = idleMs;
  }

  /**
   * Where a batch is to be counted; null if it came before or is too late.
   *
   * @param end of its interval
   * @param id the batch's own
   * @param now event time of all senders, epoch milliseconds
   */
  public @Nullable D place(long end, long interval, String id, long now, Supplier<D> fresh) {
    if (ids.contains(id)) {
      return null;
    }
    if (closed > 0 && end <= closed - TOO_LATE_MS) {
      dropped++;
      return null;
    }
    ids.add(id);
    if (ids.size() > REMEMBERED_IDS) {
      ids.remove();
    }
    intervalMs = interval;
    heard = Math.max(heard, Math.min(end, now));
    if (closed == 0) {
      closed = end - interval - Math.max(0, end - now) / interval * interval;
    }
    long into = Math.max(end, closed + interval);
    if (open.size() >= MOST_OPEN && !open.containsKey(into)) {
      into = closed + interval;
    }
    return open.computeIfAbsent(into, e -> fresh.get());
  }

  /**
   * Ends the intervals whose grace is over, the empty ones in between too.
   *
   * @param each gets an interval's end and what was collected in it, null for nothing
   */
  public void end(long now, BiConsumer<Long, @Nullable D> each) {
    while (due() <= now) {
      long end = closed + intervalMs;
      closed = end;
      Map.Entry<Long, D> next = open.firstEntry();
      if (next == null || next.getKey() > end) {
        each.accept(end, null);
      }
      // More than one only if the length of the intervals was changed.
      while (!open.isEmpty() && open.firstKey() <= end) {
        each.accept(end, open.remove(open.firstKey()));
      }
      boolean ahead = open.isEmpty() || open.firstKey() > now;
      if (ahead && now - closed > TOO_LATE_MS) {
        // After a pause of the whole stream there is nothing to tell of what lies between.
        closed = now - Math.floorMod(now - closed, intervalMs);
      } else if (!ahead && open.firstKey() - closed > TOO_LATE_MS) {
        closed = open.firstKey() - intervalMs;
      }
    }
  }

  /** The end of the newest interval that was told, epoch milliseconds; 0 if there is none. */
  public long closed() {
    return closed;
  }

  /** When an interval ends next; Long.MAX_VALUE if none does. */
  public long due() {
    return closed == 0 || forgotten() ? Long.MAX_VALUE : closed + intervalMs + GRACE_MS;
  }

  /** True if nothing came for so long that no interval ends any more. */
  public boolean forgotten() {
    return closed > 0 && open.isEmpty() && closed - heard >= idleMs;
  }

  /** The length of an interval in milliseconds; 0 until one is known. */
  public long intervalMs() {
    return intervalMs;
  }

  /** How many batches came too late to be counted. */
  public long dropped() {
    return dropped;
  }

  /** Writes the state. */
  public void write(Packer out, BiConsumer<D, Packer> writer) {
    out.l(intervalMs);
    out.l(heard);
    out.l(closed);
    out.l(dropped);
    out.i(ids.size());
    ids.forEach(out::text);
    out.i(open.size());
    for (Map.Entry<Long, D> entry : open.entrySet()) {
      out.l(entry.getKey());
      writer.accept(entry.getValue(), out);
    }
  }

  /** Reads into a state that is new. */
  public void read(Unpacker in, Function<Unpacker, D> reader) {
    intervalMs = in.l();
    heard = in.l();
    closed = in.l();
    dropped = in.l();
    for (int n = in.i(); n > 0; n--) {
      ids.add(in.text());
    }
    for (int n = in.i(); n > 0; n--) {
      open.put(in.l(), reader.apply(in));
    }
  }
}
