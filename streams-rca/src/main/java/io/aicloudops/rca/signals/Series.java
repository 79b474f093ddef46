package io.aicloudops.rca.signals;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.event.MetricType;
import io.aicloudops.schemas.identity.SeriesName;
import java.util.List;

/** The last that is known of one series of one member, and what it says within the open tick. */
final class Series {

  final MetricType type;
  final boolean cumulative;
  final List<Catalogue.Feed> feeds;

  /** Event time of the first sample; 0 before it. */
  long born;

  /** Event time of the last sample; 0 before the first. */
  long time;

  /** The last sample's value as it came. */
  double value;

  /** Number of the tick it was last seen in; −1 if it is stale or new. */
  long tick = -1;

  /** What it says in that tick: a rate or a value; NaN if nothing. */
  double says = Double.NaN;

  private Series(MetricType type, boolean cumulative, List<Catalogue.Feed> feeds) {
    this.type = type;
    this.cumulative = cumulative;
    this.feeds = feeds;
  }

  /** A series that was not seen before; one whose text is no series feeds nothing. */
  static Series of(String text, MetricType type, Catalogue catalogue, long time) {
    SeriesName name;
    try {
      name = SeriesName.parse(text);
    } catch (IllegalArgumentException e) {
      return new Series(type, false, List.of());
    }
    return new Series(type, Catalogue.cumulative(name, type), catalogue.route(name, type, time));
  }

  /**
   * Takes a sample that is newer than the last.
   *
   * @param bornAt if above 0 and this is the first sample: the series is known to have come to be
   *     after this time, so that a counter counted from zero since then
   * @param maxGapMs a rate over a longer time says nothing of now
   */
  void sample(long at, double sample, long bornAt, long maxGapMs) {
    says = Double.NaN;
    if (!cumulative) {
      says = sample;
    } else {
      long from = time > 0 ? time : bornAt;
      double before = time > 0 ? value : 0;
      if (from > 0 && at > from && at - from <= maxGapMs && sample >= 0) {
        double more = sample >= before ? sample - before : sample;
        says = more * 1000.0 / (at - from);
      }
    }
    born = born == 0 ? at : born;
    time = at;
    value = sample;
  }

  void write(Packer out) {
    out.text(type.name());
    out.l(born);
    out.l(time);
    out.d(value);
    out.l(tick);
    out.d(says);
  }

  static Series read(Unpacker in, String text, Catalogue catalogue) {
    MetricType type = MetricType.valueOf(in.text());
    long born = in.l();
    long time = in.l();
    Series series = of(text, type, catalogue, time);
    series.born = born;
    series.time = time;
    series.value = in.d();
    series.tick = in.l();
    series.says = in.d();
    return series;
  }
}
