package io.aicloudops.connect.otlp.lines;

import io.aicloudops.connect.identity.Subject;
import io.aicloudops.schemas.event.LogBatch;
import io.aicloudops.schemas.event.LogLine;
import io.aicloudops.schemas.event.LogSeverity;
import io.aicloudops.schemas.identity.EntityId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects lines into one batch for each entity, member and interval; equal lines are one with a
 * count. Used for one request by one thread.
 */
public final class LineSorter {

  /** Characters of a batch; as UTF-8 below the megabyte that Kafka takes by default. */
  private static final int LARGEST = 250_000;

  private static final int BESIDE_TEXT = 10;

  private record Key(EntityId entity, String member, long end) {}

  private record Kind(LogSeverity severity, String text) {}

  private static final class Collected {
    private final Map<Kind, LogLine> lines = new LinkedHashMap<>();
    private long id = 1;
    private int size;
  }

  private final long intervalMs;
  private final Map<Key, Collected> batches = new LinkedHashMap<>();
  private final List<LogBatch> full = new ArrayList<>();

  /**
   * Nothing collected yet.
   *
   * @param intervalMs lines of the same interval are one batch
   */
  public LineSorter(long intervalMs) {
    this.intervalMs = intervalMs;
  }

  /**
   * Takes a line.
   *
   * @param timeNs in nanoseconds since the epoch
   * @param text bounded, without secrets
   */
  public void add(Subject subject, long timeNs, LogSeverity severity, String text) {
    long end = (Math.floorDiv(timeNs, 1_000_000 * intervalMs) + 1) * intervalMs;
    Key key = new Key(subject.entity(), subject.member(), end);
    Collected batch = batches.computeIfAbsent(key, k -> new Collected());
    Kind kind = new Kind(severity, text);
    LogLine line = batch.lines.get(kind);
    if (line == null) {
      batch.size += text.length() + BESIDE_TEXT;
      if (batch.size > LARGEST && !batch.lines.isEmpty()) {
        full.add(batch(key, batch));
        batch = new Collected();
        batch.size = text.length() + BESIDE_TEXT;
        batches.put(key, batch);
      }
      batch.lines.put(kind, new LogLine(severity, text, 1));
    } else {
      line.setCount(line.getCount() + 1);
    }
    // In the order of the request, which a sender that tries again does not change.
    batch.id = 31 * (31 * batch.id + timeNs) + text.hashCode();
  }

  private LogBatch batch(Key key, Collected batch) {
    return new LogBatch(
        key.entity.toString(),
        key.member,
        Instant.ofEpochMilli(key.end),
        intervalMs,
        Long.toHexString(batch.id),
        new ArrayList<>(batch.lines.values()));
  }

  /** The batches, those of an earlier time first. */
  public List<LogBatch> batches() {
    List<LogBatch> all = new ArrayList<>(full);
    batches.forEach((key, batch) -> all.add(batch(key, batch)));
    all.sort(Comparator.comparing(LogBatch::getTime));
    return all;
  }
}
