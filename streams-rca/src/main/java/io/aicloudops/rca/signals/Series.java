package io.aicloudops.rca.signals;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.event.MetricType;
import io.aicloudops.schemas.identity.SeriesName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last that is known of one series of one member, and what it says within the open tick.
 *
 * <p>A gauge that has risen so many times and never fell is a counter by another name: its rate
 * becomes a signal of its own, and its value, which would be a new record for ever, is judged no
 * more. If it falls without beginning anew, it was a gauge after all.
 */
final class Series {

  /** A gauge with any noise falls sooner than this. */
  private static final int COUNTS_AFTER = 120;

  /** A counter that begins anew loses more than this share of what it had. */
  private static final double BEGAN_ANEW = 0.5;

  private final String text;
  final MetricType type;
  private final boolean cumulative;

  private List<Feed> feeds = List.of();

  /** {@link Catalogue#evictions} when the feeds were found. */
  private int routedAt;

  /** True if a feed is about the number itself, so that it matters whether it counts. */
  private boolean watched;

  /** For the rate of a gauge that counts; empty as long as it does not. */
  private List<Feed> rateFeeds = List.of();

  /** True if its rate is a signal and its value none. */
  private boolean counting;

  /** Rises of a gauge since it last fell, at most {@link #COUNTS_AFTER}. */
  private int rises;

  private double rate = Double.NaN;

  /** The same measurement in a better form; while it speaks, this series is not used. */
  @Nullable Series better;

  /** Event time of the first sample; 0 before it. */
  long born;

  /** Event time of the last sample; 0 before the first. */
  long time;

  /** The last sample's value as it came. */
  private double value;

  /** Number of the tick it was last seen in; −1 if it is stale or new. */
  long tick = -1;

  /** What it says in that tick: a rate or a value; NaN if nothing. */
  private double says = Double.NaN;

  private Series(String text, MetricType type, @Nullable SeriesName name) {
    this.text = text;
    this.type = type;
    this.cumulative = name != null && Router.cumulative(name, type);
  }

  /** Not kept, as there are many series and it is needed once; null if the text is none. */
  private static @Nullable SeriesName parse(String text) {
    try {
      return SeriesName.parse(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** A series that was not seen before; one whose text is no series feeds nothing. */
  static Series of(String text, MetricType type, Catalogue catalogue, long time) {
    SeriesName name = parse(text);
    Series series = new Series(text, type, name);
    series.route(name, catalogue, time);
    return series;
  }

  private void route(@Nullable SeriesName name, Catalogue catalogue, long at) {
    routedAt = catalogue.evictions();
    if (name == null) {
      return;
    }
    feeds = Router.route(catalogue, name, type, at);
    watched = !cumulative && feeds.stream().anyMatch(Feed::value);
    rateFeeds(name, catalogue, at);
  }

  /** True for the series that counts all events of a native histogram. */
  boolean nativeTotal() {
    SeriesName name = histogram();
    return name != null && Router.nativeTotal(name);
  }

  /** True for a bucket of a classic histogram. */
  boolean classicBucket() {
    SeriesName name = histogram();
    return name != null && Router.classicBucket(name);
  }

  /** What the buckets of one histogram have in common; only for buckets. */
  String ofHistogram() {
    return Router.histogram(SeriesName.parse(text));
  }

  private @Nullable SeriesName histogram() {
    return type == MetricType.HISTOGRAM ? parse(text) : null;
  }

  /**
   * Takes a sample that is newer than the last.
   *
   * @param bornAt if above 0 and this is the first sample: the series is known to have come to be
   *     after this time, so that a counter counted from zero since then
   * @param maxGapMs a rate over a longer time says nothing of now
   */
  void sample(long at, double sample, long bornAt, long maxGapMs, Catalogue catalogue) {
    if (routedAt != catalogue.evictions()) {
      route(parse(text), catalogue, at);
    }
    rate = Double.NaN;
    says = cumulative ? rate(at, sample, bornAt, maxGapMs) : sample;
    if (watched) {
      watch(at, sample, maxGapMs, catalogue);
    }
    born = born == 0 ? at : born;
    time = at;
    value = sample;
  }

  private double rate(long at, double sample, long bornAt, long maxGapMs) {
    long from = time > 0 ? time : bornAt;
    double before = time > 0 ? value : 0;
    if (from > 0 && at > from && at - from <= maxGapMs && sample >= 0) {
      double more = sample >= before ? sample - before : sample;
      return more * 1000.0 / (at - from);
    }
    return Double.NaN;
  }

  private void watch(long at, double sample, long maxGapMs, Catalogue catalogue) {
    boolean counted = rises == COUNTS_AFTER;
    if (time > 0 && sample > value) {
      rises = Math.min(rises + 1, COUNTS_AFTER);
    } else if (time > 0 && sample < value && !(counted && sample < BEGAN_ANEW * value)) {
      rises = 0;
    }
    boolean counts = rises == COUNTS_AFTER;
    if (counts != counted) {
      rateFeeds(parse(text), catalogue, at);
    }
    if (counts) {
      rate = rate(at, sample, 0, maxGapMs);
    }
  }

  private void rateFeeds(@Nullable SeriesName name, Catalogue catalogue, long at) {
    rateFeeds =
        name != null && rises == COUNTS_AFTER
            ? Router.ofCountingGauge(catalogue, name, at)
            : List.of();
    counting = !rateFeeds.isEmpty();
  }

  /** What came was no number. */
  void noNumber(long at) {
    time = at;
    says = Double.NaN;
    rate = Double.NaN;
  }

  /** Gives what it said in the tick that is being closed, if it said anything. */
  void give(int slot, long closing) {
    if (Double.isNaN(says) || (better != null && better.tick == tick)) {
      return;
    }
    for (int k = 0; k < feeds.size(); k++) {
      Feed feed = feeds.get(k);
      if (counting && feed.value()) {
        feed.pass(closing);
      } else {
        feed.give(slot, says, closing);
      }
    }
    if (counting && !Double.isNaN(rate)) {
      for (int k = 0; k < rateFeeds.size(); k++) {
        rateFeeds.get(k).give(slot, rate, closing);
      }
    }
  }

  /** Begins anew in time. */
  void forgetTimes() {
    born = 0;
    time = 0;
    tick = -1;
    says = Double.NaN;
    rate = Double.NaN;
  }

  void write(Packer out, Catalogue catalogue) {
    out.text(type.name());
    out.l(born);
    out.l(time);
    out.d(value);
    out.l(tick);
    out.d(says);
    out.b(rises);
    out.d(rate);
    out.z(counting);
    out.z(routedAt != catalogue.evictions());
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param version see {@link EntitySignals}
   */
  static Series read(Unpacker in, String text, int version, Catalogue catalogue) {
    SeriesName name = parse(text);
    Series series = new Series(text, MetricType.valueOf(in.text()), name);
    series.born = in.l();
    series.time = in.l();
    series.value = in.d();
    series.tick = in.l();
    series.says = in.d();
    if (version >= 2) {
      series.rises = in.b();
      series.rate = in.d();
    }
    series.route(name, catalogue, series.time);
    if (version >= 3) {
      series.counting = in.z();
      series.routedAt -= in.z() ? 1 : 0;
    }
    return series;
  }
}
