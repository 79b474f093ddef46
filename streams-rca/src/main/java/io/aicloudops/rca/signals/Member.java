package io.aicloudops.rca.signals;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.columns.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A pod with the series it gave. */
final class Member {

  /** Different lists of series that are looked up by their identity; a scrape has one or few. */
  private static final int MOST_LAYOUTS = 4;

  /** Where its numbers are found in a {@link PerMember}. */
  final int slot;

  /** Event time of its newest batch, and of the one before. */
  long time;

  long before;

  private final Map<String, Series> series = new LinkedHashMap<>();

  /** The series in their order, made anew when they have changed. */
  private Series @Nullable [] inOrder;

  private final List<Layout> layouts = new ArrayList<>(1);

  /** The totals of native histograms by {@link Series#ofHistogram}. */
  private final Map<String, Series> natives = new HashMap<>();

  /** The series of a list that is shared by batches, found once. */
  private static final class Layout {
    private final Texts names;
    private final @Nullable Series[] series;

    Layout(Texts names) {
      this.names = names;
      this.series = new Series[names.size()];
    }
  }

  Member(int slot) {
    this.slot = slot;
  }

  /** Notes that a batch of this time came. */
  void heard(long at) {
    if (at > time) {
      before = time;
      time = at;
    }
  }

  /** All its series, in the order in which they were first seen. */
  Series[] all() {
    Series[] known = inOrder;
    if (known == null) {
      known = series.values().toArray(new Series[0]);
      inOrder = known;
    }
    return known;
  }

  int size() {
    return series.size();
  }

  /** The series of this text; null if there is none. */
  @Nullable Series get(String text) {
    return series.get(text);
  }

  /**
   * Places for the series of a list, in its order, to be filled by who finds them. They stay for
   * the next batch with the very same list.
   *
   * @return null if the list is not one that is shared
   */
  @SuppressWarnings("ReferenceEquality") // the same list and not an equal one is what is cheap
  @Nullable Series @Nullable [] places(List<String> names) {
    if (!(names instanceof Texts texts)) {
      return null;
    }
    for (int k = 0; k < layouts.size(); k++) {
      if (layouts.get(k).names == texts) {
        return layouts.get(k).series;
      }
    }
    if (layouts.size() == MOST_LAYOUTS) {
      layouts.remove(0);
    }
    Layout made = new Layout(texts);
    layouts.add(made);
    return made.series;
  }

  /** Adds a series that was not seen before. */
  void put(String text, Series one) {
    series.put(text, one);
    inOrder = null;
    if (one.nativeTotal()) {
      String histogram = one.ofHistogram();
      natives.put(histogram, one);
      for (Series other : series.values()) {
        if (other.classicBucket() && other.ofHistogram().equals(histogram)) {
          other.better = one;
        }
      }
    } else if (!natives.isEmpty() && one.classicBucket()) {
      one.better = natives.get(one.ofHistogram());
    }
  }

  /** Removes series; gives how many. */
  int removeIf(Predicate<Series> gone) {
    int size = series.size();
    series.values().removeIf(gone);
    int removed = size - series.size();
    if (removed > 0) {
      inOrder = null;
      layouts.clear();
      natives.values().removeIf(gone);
    }
    return removed;
  }

  /** Begins anew in time; what series there are stays known. */
  void forgetTimes() {
    time = 0;
    before = 0;
    series.values().forEach(Series::forgetTimes);
  }

  /**
   * True if it gave another series of the same metric before: then this one is a label that came up
   * just now (the first error, say) and its counter began at zero, and not a metric that came from
   * elsewhere.
   */
  boolean knowsMetricOf(String text) {
    if (before == 0 || text.indexOf('{') < 0) {
      return false;
    }
    String head = text.substring(0, text.indexOf('{') + 1);
    for (Map.Entry<String, Series> other : series.entrySet()) {
      long born = other.getValue().born;
      if (born > 0 && born <= before && other.getKey().startsWith(head)) {
        return true;
      }
    }
    return false;
  }

  void write(Packer out, Catalogue catalogue) {
    out.i(slot);
    out.l(time);
    out.l(before);
    out.i(series.size());
    series.forEach(
        (text, one) -> {
          out.text(text);
          one.write(out, catalogue);
        });
  }

  /** Reads what {@link #write} wrote; see {@link Series#read}. */
  static Member read(Unpacker in, int version, Catalogue catalogue) {
    Member member = new Member(in.i());
    member.time = in.l();
    member.before = in.l();
    for (int k = in.i(); k > 0; k--) {
      String text = in.text();
      member.put(text, Series.read(in, text, version, catalogue));
    }
    return member;
  }
}
