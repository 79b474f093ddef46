package io.aicloudops.rca.logs;

import io.aicloudops.rca.counts.Intervals;
import io.aicloudops.rca.counts.Samples;
import io.aicloudops.rca.counts.Tally;
import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.event.LogBatch;
import io.aicloudops.schemas.event.LogLine;
import io.aicloudops.schemas.event.LogSeverity;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one workload since it was first heard of, by member, told at the end of each
 * interval; its templates, and those that are new. Of errors only so many templates are told apart,
 * in the order in which they came; the rest is one.
 */
public final class LogTally implements Tally<LogBatch> {

  /** The source of the batches it makes. */
  public static final String SOURCE = "logs";

  /** First byte of the state's form. */
  private static final int VERSION = 2;

  private static final int MOST_ERROR_TEMPLATES = 11;

  /** A member that logged nothing for so long is forgotten. */
  private static final long MEMBER_IDLE_MS = 600_000;

  private final String entity;
  private final Intervals<Map<String, LineCounts>> intervals;
  private final TemplateMiner miner;
  private final Newcomers newcomers = new Newcomers();
  private final Set<String> named = new LinkedHashSet<>();
  private final Map<String, LineCounts> totals = new TreeMap<>();
  private final Map<String, Long> heard = new TreeMap<>();

  /**
   * A workload nothing is known of.
   *
   * @param mostTemplates bound of its templates
   * @param idleMs it is forgotten after so long without a line
   */
  public LogTally(String entity, int mostTemplates, long idleMs) {
    this.entity = entity;
    this.intervals = new Intervals<>(idleMs);
    this.miner = new TemplateMiner(mostTemplates);
  }

  @Override
  public void offer(LogBatch batch, long now, Output out) {
    Map<String, LineCounts> into =
        intervals.place(
            batch.getTime().toEpochMilli(),
            batch.getIntervalMs(),
            batch.getId(),
            now,
            TreeMap::new);
    if (into != null) {
      LineCounts counts = into.computeIfAbsent(batch.getMember(), m -> new LineCounts());
      batch.getLines().forEach(line -> line(line, batch.getTime().toEpochMilli(), counts, out));
    }
    advance(now, out);
  }

  private void line(LogLine line, long time, LineCounts counts, Output out) {
    TemplateMiner.Match match = miner.take(line.getText(), time);
    LogSeverity severity = line.getSeverity();
    newcomers.line(entity, match, severity, line.getCount(), time, out::anomaly);
    counts.lines += line.getCount();
    if (severity == LogSeverity.WARN) {
      counts.warnings += line.getCount();
    } else if (LineCounts.error(severity)) {
      counts.errors.merge(errorName(match.name()), (long) line.getCount(), Long::sum);
    }
  }

  private String errorName(String template) {
    if (!named.contains(template) && named.size() >= MOST_ERROR_TEMPLATES) {
      return LineCounts.OTHER;
    }
    named.add(template);
    return template;
  }

  @Override
  public void advance(long now, Output out) {
    intervals.end(now, (end, lines) -> close(end, lines, out));
    if (intervals.forgotten()) {
      // No interval ends any more at which what is open could end.
      newcomers.end(entity, now, out::anomaly);
    }
  }

  private void close(long end, @Nullable Map<String, LineCounts> lines, Output out) {
    if (lines != null) {
      lines.forEach((member, counts) -> count(member, counts, end, out));
    }
    heard.values().removeIf(time -> end - time > MEMBER_IDLE_MS);
    if (!heard.isEmpty()) {
      totals.keySet().retainAll(heard.keySet());
    }
    totals.forEach(
        (member, counts) ->
            out.metrics(counts.samples(Set.of(), false).batch(entity, member, end, SOURCE)));
    newcomers.end(entity, end, out::anomaly);
  }

  /** An error that is new is told with zeros before, so that its first lines are a rate as well. */
  private void count(String member, LineCounts counts, long end, Output out) {
    LineCounts total = totals.computeIfAbsent(member, m -> new LineCounts());
    Set<String> known = new HashSet<>(total.errors.keySet());
    boolean first = !heard.containsKey(member);
    heard.put(member, end);
    total.add(counts);
    Samples born = total.samples(known, true);
    if (!first && !born.isEmpty()) {
      out.metrics(born.batch(entity, member, end - intervals.intervalMs(), SOURCE));
    }
  }

  /** The templates found so far. */
  public TemplateMiner miner() {
    return miner;
  }

  @Override
  public long due() {
    return intervals.forgotten() && !newcomers.none() ? intervals.closed() : intervals.due();
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
    return intervals.forgotten() && newcomers.none();
  }

  @Override
  public byte[] toBytes() {
    Packer out = new Packer();
    out.b(VERSION);
    intervals.write(out, LogTally::write);
    miner.write(out);
    newcomers.write(out);
    out.i(named.size());
    named.forEach(out::text);
    write(totals, out);
    out.i(heard.size());
    heard.forEach(
        (member, time) -> {
          out.text(member);
          out.l(time);
        });
    return out.toBytes();
  }

  private static void write(Map<String, LineCounts> members, Packer out) {
    out.i(members.size());
    members.forEach(
        (member, counts) -> {
          out.text(member);
          counts.write(out);
        });
  }

  private static Map<String, LineCounts> members(Unpacker in) {
    Map<String, LineCounts> members = new TreeMap<>();
    for (int n = in.i(); n > 0; n--) {
      members.put(in.text(), LineCounts.read(in));
    }
    return members;
  }

  /**
   * The state that {@link #toBytes} gave.
   *
   * @throws IllegalArgumentException if a newer version wrote it
   */
  public static LogTally fromBytes(String entity, int mostTemplates, long idleMs, byte[] bytes) {
    Unpacker in = new Unpacker(bytes);
    int version = in.b();
    if (version > VERSION) {
      throw new IllegalArgumentException(
          "counts of lines have a version that this program does not read; run the newer program");
    }
    LogTally tally = new LogTally(entity, mostTemplates, idleMs);
    tally.intervals.read(in, LogTally::members);
    if (version == 1) {
      tally.miner.readVersion1(in);
    } else {
      tally.miner.read(in);
    }
    tally.newcomers.read(in);
    for (int n = in.i(); n > 0; n--) {
      tally.named.add(in.text());
    }
    tally.totals.putAll(members(in));
    for (int n = in.i(); n > 0; n--) {
      tally.heard.put(in.text(), in.l());
    }
    return tally;
  }
}
