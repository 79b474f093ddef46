package io.aicloudops.rca.signals;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.columns.Doubles;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import java.util.List;
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

  /**
   * Begins what {@link #write} writes: the version of its form, negative. From 2 on gauges were
   * watched, from 3 on routes are those that there were and not found anew.
   */
  private static final long FORMAT = -3;

  private static final long STALE = 0x7ff0000000000002L;
  private static final long MAX_GAP_MS = 300_000;
  private static final long UNKNOWN_WAIT_MS = 15_000;

  /**
   * Bounds of what one workload may cost.
   *
   * @param maxSeries series of all its members together
   * @param maxSignals signals
   */
  public record Limits(int maxSeries, int maxSignals) {}

  private final Catalogue catalogue;
  private final Members members;
  private final Drops drops = new Drops();

  private long tick;
  private int expected;

  /** How many series of the last tick have not been seen in this one. */
  private int missing;

  private int seen;
  private long openSince;
  private long newest;
  private long closed;
  private final Pace pace = new Pace();
  private final Course course = new Course();
  private final SignalTick made = new SignalTick();

  public EntitySignals(Limits limits) {
    this.catalogue = new Catalogue(limits.maxSignals());
    this.members = new Members(limits.maxSeries(), catalogue);
  }

  /**
   * Takes a batch; gives the ticks that it closes, none, one or two.
   *
   * @param out is given the same object for each tick and has to copy what it wants to keep
   */
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
    Member member = members.of(batch.getMember());
    List<String> names = batch.getSeries();
    Doubles values = Doubles.of(batch.getValues());
    List<MetricType> types = batch.getTypes();
    member.heard(time);
    @Nullable Series @Nullable [] places = member.places(names);
    for (int k = 0; k < values.size(); k++) {
      Series series = places == null ? null : places[k];
      if (series == null) {
        series = series(member, names.get(k), types.get(k), values.at(k), time);
        if (series == null) {
          continue;
        }
        if (places != null) {
          places[k] = series;
        }
      }
      long before = tick;
      sample(member, series, names.get(k), values.at(k), time, out);
      if (tick != before) {
        places = member.places(names); // Closing a tick may have removed series.
      }
    }
    if (seen > 0 && expected > 0 && seen >= expected && missing == 0) {
      close(out);
    }
  }

  /** The clock was set back: what was known of times is of no use. Names and routes stay. */
  private void setBack() {
    members.forgetTimes();
    expected = 0;
    missing = 0;
    seen = 0;
    openSince = 0;
    newest = 0;
    closed = 0;
    tick++;
  }

  /** The series of this text; null if it ends here, or if there are too many. */
  private @Nullable Series series(
      Member member, String text, MetricType type, double value, long time) {
    Series known = member.get(text);
    if (known != null || stale(value)) {
      return known;
    }
    Series adopted = members.adopt(member, text, type, time);
    if (adopted == null) {
      drops.overflow();
    }
    return adopted;
  }

  private static boolean stale(double value) {
    return Double.doubleToRawLongBits(value) == STALE;
  }

  private void sample(
      Member member,
      Series series,
      String text,
      double value,
      long time,
      Consumer<SignalTick> out) {
    if (time <= series.time) {
      drops.late(time == series.time);
      return;
    }
    if (stale(value)) {
      missing -= series.tick == tick - 1 ? 1 : 0;
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
    missing -= series.tick == tick - 1 ? 1 : 0;
    series.tick = tick;
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      series.noNumber(time);
      drops.notFinite();
      return;
    }
    long bornAt = series.time == 0 && member.knowsMetricOf(text) ? member.before : 0;
    series.sample(time, value, bornAt, maxGap(), catalogue);
  }

  private long maxGap() {
    return Math.max(MAX_GAP_MS, 5 * pace.interval());
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
    members.give(tick, time);
    double seconds = closed > 0 ? (time - closed) / 1000.0 : 1;
    made.clear();
    catalogue.finish(seconds, members.slots(), made);
    made.closed(time, closed > 0 ? time - closed : 0);
    expected = seen;
    seen = 0;
    tick++;
    closed = time;
    members.prune(tick, time, pace.interval());
    missing = members.seenIn(tick - 1);
    out.accept(made);
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
    out.l(FORMAT);
    catalogue.write(out);
    members.write(out);
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
    // Before formats had a number, how many were refused stood first, which is never negative.
    long first = in.l();
    boolean numbered = first < -1;
    readUpToPace(in, numbered ? in.l() : first, numbered ? (int) -first : 1);
    course.read(in);
  }

  /** Reads what {@link #write} wrote before it doubted times. */
  public void readVersion1(Unpacker in) {
    readUpToPace(in, in.l(), 1);
  }

  private void readUpToPace(Unpacker in, long refused, int version) {
    catalogue.read(in);
    catalogue.closed(version >= 3);
    members.read(in, version);
    catalogue.closed(false);
    catalogue.refused(refused);
    drops.read(in);
    tick = in.l();
    expected = in.i();
    seen = in.i();
    openSince = in.l();
    newest = in.l();
    closed = in.l();
    pace.read(in);
    missing = members.seenIn(tick - 1);
  }
}
