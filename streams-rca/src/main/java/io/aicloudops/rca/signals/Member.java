package io.aicloudops.rca.signals;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import java.util.LinkedHashMap;
import java.util.Map;

/** A pod with the series it gave. */
final class Member {

  /** Where its numbers are found in a {@link PerMember}. */
  final int slot;

  /** Event time of its newest batch, and of the one before. */
  long time;

  long before;

  final Map<String, Series> series = new LinkedHashMap<>();

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

  /** Begins anew in time; what series there are stays known. */
  void forgetTimes() {
    time = 0;
    before = 0;
    for (Series one : series.values()) {
      one.born = 0;
      one.time = 0;
      one.tick = -1;
      one.says = Double.NaN;
    }
  }

  /**
   * True if it gave another series of the same metric before: then this one is a label that came up
   * just now (the first error, say) and its counter began at zero, and not a metric that came from
   * elsewhere.
   */
  boolean knowsMetricOf(String text) {
    int brace = text.indexOf('{');
    if (before == 0 || brace < 0) {
      return false;
    }
    String head = text.substring(0, brace + 1);
    for (Map.Entry<String, Series> other : series.entrySet()) {
      long born = other.getValue().born;
      if (born > 0 && born <= before && other.getKey().startsWith(head)) {
        return true;
      }
    }
    return false;
  }

  void write(Packer out) {
    out.i(slot);
    out.l(time);
    out.l(before);
    out.i(series.size());
    series.forEach(
        (text, one) -> {
          out.text(text);
          one.write(out);
        });
  }

  static Member read(Unpacker in, Catalogue catalogue) {
    Member member = new Member(in.i());
    member.time = in.l();
    member.before = in.l();
    for (int k = in.i(); k > 0; k--) {
      String text = in.text();
      member.series.put(text, Series.read(in, text, catalogue));
    }
    return member;
  }
}
