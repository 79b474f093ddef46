package io.aicloudops.connect.remotewrite;

import io.aicloudops.connect.exposition.Batches;
import io.aicloudops.connect.exposition.MetricTypes;
import io.aicloudops.connect.exposition.Placement;
import io.aicloudops.connect.exposition.Staleness;
import io.aicloudops.connect.identity.CallGraph;
import io.aicloudops.connect.identity.Subject;
import io.aicloudops.connect.identity.Subjects;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Sorts a request's samples into batches and sets apart what cannot be used: series that are no
 * series, samples of an impossible time. Used for one request.
 */
final class SampleSorter {

  /** Times before 2001 are seconds that were taken for milliseconds. */
  private static final long EARLIEST = 978_307_200_000L;

  private static final int MOST_REASONS = 1000;

  private final Subjects subjects;
  private final CallGraph calls;
  private final FamilyTypes types;
  private final long latest;
  private final Batches batches = new Batches(RemoteWriteReceiver.SOURCE);
  private final List<String> badSeries = new ArrayList<>();
  private final List<String> badTimes = new ArrayList<>();
  private int samples;
  private int histograms;
  private int exemplars;
  private int outOfTime;

  SampleSorter(Subjects subjects, CallGraph calls, FamilyTypes types, long latest) {
    this.subjects = subjects;
    this.calls = calls;
    this.types = types;
    this.latest = latest;
  }

  void sort(WriteRequest request) {
    types.learn(request.types());
    request.series().forEach(this::add);
  }

  private void add(WriteRequest.Series series) {
    Map<String, String> labels = new TreeMap<>();
    String wrong = readLabels(series.labels(), labels);
    String name = labels.remove("__name__");
    if (wrong.isEmpty() && (name == null || name.isEmpty())) {
      wrong = "has no label __name__";
    }
    if (!wrong.isEmpty() || name == null) {
      if (badSeries.size() < MOST_REASONS) {
        badSeries.add("a series " + wrong + ": " + series.labels());
      }
      return;
    }
    Placement placement = Placement.of(subjects, name, labels);
    calls
        .read(placement.subject(), name, labels)
        .ifPresent(call -> newest(series).ifPresent(time -> calls.seen(call, time)));
    MetricType type = series.type() != MetricType.UNKNOWN ? series.type() : types.of(name);
    MetricType own = MetricTypes.inFamily(name, type);
    for (WriteRequest.Sample sample : series.samples()) {
      if (inTime(placement, sample.value(), sample.time())) {
        batches.add(placement.subject(), placement.series(), own, sample.value(), sample.time());
        samples++;
      }
    }
    series.histograms().forEach(histogram -> add(name, labels, histogram));
    exemplars += series.exemplars();
  }

  private OptionalLong newest(WriteRequest.Series series) {
    return series.samples().stream()
        .mapToLong(WriteRequest.Sample::time)
        .filter(this::possible)
        .max();
  }

  private boolean possible(long time) {
    return time >= EARLIEST && time <= latest;
  }

  private static String readLabels(List<String> pairs, Map<String, String> into) {
    if (pairs.size() % 2 != 0) {
      return "has a label without a value";
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      if (pairs.get(i).isEmpty()) {
        return "has a label without a name";
      }
      if (into.put(pairs.get(i), pairs.get(i + 1)) != null) {
        return "has the label " + pairs.get(i) + " twice";
      }
    }
    return "";
  }

  /**
   * A native histogram is kept as the count and the sum of its observations and, where its counts
   * only grow, as a series for each of its buckets: with {@code gt} beside {@code le} it counts
   * what is between the two. The bucket without bounds is the total.
   */
  private void add(String name, Map<String, String> labels, NativeHistogram histogram) {
    Placement count = Placement.of(subjects, name + "_count", labels);
    long time = histogram.time();
    if (!inTime(count, histogram.count(), time)) {
      return;
    }
    histograms++;
    // The sum of a histogram that has ended is the stale marker.
    boolean ended = Staleness.isMarker(histogram.sum());
    double total = ended ? Staleness.MARKER : histogram.count();
    MetricType type = histogram.gauge() ? MetricType.GAUGE : MetricType.HISTOGRAM;
    Subject subject = count.subject();
    batches.add(subject, count.series(), type, total, time);
    batches.add(subject, count.beside(name + "_sum", labels), type, histogram.sum(), time);
    if (histogram.gauge()) {
      return;
    }
    batches.add(subject, bucket(count, name, labels, "-Inf", "+Inf"), type, total, time);
    if (!ended) {
      for (NativeHistogram.Bucket bucket : histogram.buckets()) {
        String from = Double.toString(bucket.from());
        String to = Double.toString(bucket.to());
        batches.add(subject, bucket(count, name, labels, from, to), type, bucket.count(), time);
      }
    }
  }

  private static String bucket(
      Placement place, String name, Map<String, String> labels, String from, String to) {
    Map<String, String> bounded = new TreeMap<>(labels);
    bounded.put("gt", from);
    bounded.put("le", to);
    return place.beside(name + "_bucket", bounded);
  }

  private boolean inTime(Placement placement, double value, long time) {
    if (possible(time)) {
      return true;
    }
    outOfTime++;
    if (badTimes.size() < MOST_REASONS) {
      badTimes.add(
          placement.subject().entity() + " " + placement.series() + " " + value + " " + time);
    }
    return false;
  }

  Collection<MetricBatch> batches() {
    return batches.inOrder();
  }

  /** What is wrong with series that are none; the first thousand. */
  List<String> badSeries() {
    return badSeries;
  }

  /** The first thousand samples of an impossible time. */
  List<String> badTimes() {
    return badTimes;
  }

  int outOfTime() {
    return outOfTime;
  }

  int samples() {
    return samples;
  }

  int histograms() {
    return histograms;
  }

  /** Exemplars of usable series. */
  int exemplars() {
    return exemplars;
  }
}
