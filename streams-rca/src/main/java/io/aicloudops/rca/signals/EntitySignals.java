package io.aicloudops.rca.signals;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the signals of one workload from the batches of its pods.
 *
 * <p>Batches of several pods, and parts of one scrape, are gathered into a tick. A tick is closed
 * when every series of the tick before has been seen again, or one comes a second time, or {@link
 * #closeIfDue} finds it open for too long; whichever is first. So one tick is never more than a
 * scrape late, whatever the phase of each pod's scrape, and a pod that goes or comes costs one such
 * wait.
 *
 * <p>A sample that is not newer than the last of its series is dropped and counted. Bounded by
 * {@link Limits}. Deterministic: state and ticks depend on the order of batches and on nothing
 * else. Not safe for use by several threads.
 */
public final class EntitySignals {

  private static final long STALE = 0x7ff0000000000002L;
  private static final long MEMBER_IDLE_MS = 180_000;
  private static final long SERIES_IDLE_MS = 3_600_000;
  private static final long MAX_GAP_MS = 300_000;
  private static final long UNKNOWN_WAIT_MS = 15_000;

  /**
   * Bounds of what one workload may cost.
   *
   * @param maxSeries series of all its members together
   * @param maxSignals signals
   */
  public record Limits(int maxSeries, int maxSignals) {}

  private final Limits limits;
  private final Catalogue catalogue;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final List<String> slots = new ArrayList<>();
  private final Drops drops = new Drops();
  private int seriesCount;

  private long tick;
  private int expected;
  private int seen;
  private long openSince;
  private long newest;
  private long closed;
  private final Pace pace = new Pace();
  private final Course course = new Course();

  public EntitySignals(Limits limits) {
    this.limits = limits;
    this.catalogue = new Catalogue(limits.maxSignals());
  }

  /** Takes a batch; gives the ticks that it closes, none, one or two. */
  public void offer(MetricBatch batch, Consumer<SignalTick> out) {
    long time = batch.getTime().toEpochMilli();
    switch (course.next(time, newest, pace.interval())) {
      case DOUBT -> {
        course.doubted(batch.getSeries().size());
        return;
      }
      case SET_BACK -> setBack();
      default -> {}
    }
    Member member = member(batch.getMember());
    List<String> names = batch.getSeries();
    List<Double> values = batch.getValues();
    List<MetricType> types = batch.getTypes();
    member.heard(time);
    for (int k = 0; k < names.size(); k++) {
      sample(member, names.get(k), types.get(k), values.get(k), time, out);
    }
    if (seen > 0 && expected > 0 && seen >= expected && missing() == 0) {
      close(out);
    }
  }

  /** The clock was set back: what was known of times is of no use. Names and routes stay. */
  private void setBack() {
    for (Member member : members.values()) {
      member.forgetTimes();
    }
    expected = 0;
    seen = 0;
    openSince = 0;
    newest = 0;
    closed = 0;
    tick++;
  }

  private Member member(String name) {
    Member member = members.get(name);
    if (member == null) {
      int slot = slots.indexOf("\0");
      if (slot < 0) {
        slot = slots.size();
        slots.add(name);
      } else {
        slots.set(slot, name);
      }
      member = new Member(slot);
      members.put(name, member);
    }
    return member;
  }

  private void sample(
      Member member,
      String text,
      MetricType type,
      double value,
      long time,
      Consumer<SignalTick> out) {
    Series series = member.series.get(text);
    boolean stale = Double.doubleToRawLongBits(value) == STALE;
    if (series == null) {
      if (stale) {
        return;
      }
      series = adopt(member, text, type, time);
      if (series == null) {
        return;
      }
    }
    if (time <= series.time) {
      drops.late(time == series.time);
      return;
    }
    if (stale) {
      series.tick = -1;
      return;
    }
    if (series.tick == tick) {
      close(out);
    }
    if (seen++ == 0) {
      openSince = time;
    }
    newest = Math.max(newest, time);
    series.tick = tick;
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      series.time = time;
      series.says = Double.NaN;
      drops.notFinite();
      return;
    }
    series.sample(
        time, value, series.time == 0 && member.knowsMetricOf(text) ? member.before : 0, maxGap());
  }

  private @Nullable Series adopt(Member member, String text, MetricType type, long time) {
    if (seriesCount >= limits.maxSeries()) {
      drops.overflow();
      return null;
    }
    Series series = Series.of(text, type, catalogue, time);
    member.series.put(text, series);
    seriesCount++;
    return series;
  }

  private long maxGap() {
    return Math.max(MAX_GAP_MS, 5 * pace.interval());
  }

  /** How many series of the last tick have not been seen in this one. */
  private int missing() {
    int missing = 0;
    for (Member member : members.values()) {
      for (Series series : member.series.values()) {
        missing += series.tick == tick - 1 ? 1 : 0;
      }
    }
    return missing;
  }

  /**
   * When {@link #closeIfDue} has something to do, in event time; Long.MAX_VALUE if no tick is open.
   */
  public long due() {
    long wait = pace.interval() > 0 ? pace.interval() + pace.interval() / 2 : UNKNOWN_WAIT_MS;
    return seen > 0 ? openSince + wait : Long.MAX_VALUE;
  }

  /** Closes a tick that has waited long enough for the rest of its samples. */
  public void closeIfDue(long streamTime, Consumer<SignalTick> out) {
    if (streamTime >= due()) {
      close(out);
    }
  }

  private void close(Consumer<SignalTick> out) {
    long time = Math.max(newest, closed + 1);
    if (closed > 0) {
      pace.note(time - closed);
    }
    for (Member member : members.values()) {
      for (Series series : member.series.values()) {
        if (series.tick == tick && !Double.isNaN(series.says)) {
          for (Catalogue.Feed feed : series.feeds) {
            feed.into().feed(member.slot, feed.le(), series.says);
            feed.into().lastFed = time;
          }
        }
      }
    }
    double seconds = closed > 0 ? (time - closed) / 1000.0 : 1;
    SignalTick.Builder builder = new SignalTick.Builder();
    for (Accumulator accumulator : catalogue.all()) {
      if (accumulator.signals() > 0) {
        accumulator.finish(seconds, slots, builder);
      }
    }
    // Limits last: uses are measured against them.
    for (Accumulator accumulator : catalogue.all()) {
      if (accumulator.signals() == 0) {
        accumulator.finish(seconds, slots, builder);
      }
    }
    SignalTick made = builder.build(time, closed > 0 ? time - closed : 0);
    expected = seen;
    seen = 0;
    tick++;
    closed = time;
    prune(time);
    out.accept(made);
  }

  private void prune(long time) {
    long idle = Math.max(MEMBER_IDLE_MS, 10 * pace.interval());
    members
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = time - entry.getValue().time > idle;
              if (gone) {
                seriesCount -= entry.getValue().series.size();
                slots.set(entry.getValue().slot, "\0");
              }
              return gone;
            });
    if (tick % 64 == 0) {
      for (Member member : members.values()) {
        int before = member.series.size();
        member
            .series
            .values()
            .removeIf(series -> time - series.time > Math.max(SERIES_IDLE_MS, idle));
        seriesCount -= before - member.series.size();
      }
    }
  }

  /** Event time of the newest sample; 0 if there was none. */
  public long newest() {
    return newest;
  }

  /** The usual distance of ticks in milliseconds; 0 until two ticks were closed. */
  public long interval() {
    return pace.interval();
  }

  /** What was dropped so far. */
  public Drops.Counts drops() {
    return drops.counts(catalogue.refused(), course.doubted());
  }

  /** Writes the whole state, an open tick included. */
  public void write(Packer out) {
    catalogue.write(out);
    out.i(slots.size());
    slots.forEach(out::text);
    out.i(members.size());
    members.forEach(
        (name, member) -> {
          out.text(name);
          member.write(out);
        });
    drops.write(out);
    out.l(tick);
    out.i(expected);
    out.i(seen);
    out.l(openSince);
    out.l(newest);
    out.l(closed);
    pace.write(out);
    course.write(out);
  }

  /** Reads into a state that is new. */
  public void read(Unpacker in) {
    readVersion1(in);
    course.read(in);
  }

  /** Reads what {@link #write} wrote before it doubted times. */
  public void readVersion1(Unpacker in) {
    catalogue.read(in);
    for (int n = in.i(); n > 0; n--) {
      slots.add(in.text());
    }
    for (int n = in.i(); n > 0; n--) {
      String name = in.text();
      Member member = Member.read(in, catalogue);
      seriesCount += member.series.size();
      members.put(name, member);
    }
    drops.read(in);
    tick = in.l();
    expected = in.i();
    seen = in.i();
    openSince = in.l();
    newest = in.l();
    closed = in.l();
    pace.read(in);
  }
}
