package io.aicloudops.rca.signals;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.event.SignalRole;
import java.util.List;

/** Gathers what the series of a workload say within one tick, and gives one or a few signals. */
abstract class Accumulator {

  /** When it was last fed, in event time; 0 if never. */
  long lastFed;

  /** How many signals it can give. */
  int signals() {
    return 1;
  }

  /** One number of one member's series: a rate, or a gauge's value. */
  abstract void feed(int slot, double le, double value);

  /** Gives what it has gathered, and begins anew. */
  abstract void finish(double seconds, List<String> members, SignalTick.Builder out);

  /**
   * Writes what outlives a tick; what is gathered within an open tick is gathered again on reading.
   */
  void write(Packer out) {
    out.l(lastFed);
  }

  void read(Unpacker in) {
    lastFed = in.l();
  }

  /** A rate or a gauge over the members. */
  static final class Plain extends Accumulator {

    /** How the members' values make the workload's. */
    enum Across {
      /** For rates of work: the workload does what its pods do together. */
      SUM,
      /** For what should not change when pods are added. */
      MEAN,
      /** For resources: the pod that is worst off fails first. */
      MAX
    }

    private final String name;
    private final SignalRole role;
    private final Across across;
    private final boolean shares;
    private final PerMember values = new PerMember();

    Plain(String name, SignalRole role, Across across, boolean shares) {
      this.name = name;
      this.role = role;
      this.across = across;
      this.shares = shares;
    }

    @Override
    void feed(int slot, double le, double value) {
      values.feed(slot, value, shares);
    }

    @Override
    void finish(double seconds, List<String> members, SignalTick.Builder out) {
      int count = values.count();
      if (count == 0) {
        return;
      }
      int largest = values.largest();
      PerMember.Outlier outlier = values.outlier(members);
      String member = outlier.member();
      double value =
          switch (across) {
            case SUM -> values.sum();
            case MEAN -> values.sum() / count;
            case MAX -> values.get(largest);
          };
      if (across == Across.MAX && count > 1) {
        member = members.get(largest);
      }
      out.add(name, role, value, member, outlier.score());
      values.clear();
    }
  }

  /** What a use is measured against. Gives no signal. */
  static final class Limit extends Accumulator {
    private final PerMember limits = new PerMember();

    @Override
    int signals() {
      return 0;
    }

    @Override
    void feed(int slot, double le, double value) {
      limits.feed(slot, Math.max(0, value), false);
    }

    /** The member's limit; 0 if it has none. */
    double of(int slot) {
      return limits.has(slot) ? limits.get(slot) : 0;
    }

    @Override
    void finish(double seconds, List<String> members, SignalTick.Builder out) {
      limits.clear();
    }
  }

  /** Use over limit, of the pod that is worst off. */
  static final class Saturation extends Accumulator {
    private final String name;
    private final Limit limit;
    private final PerMember uses = new PerMember();

    Saturation(String name, Limit limit) {
      this.name = name;
      this.limit = limit;
    }

    @Override
    void feed(int slot, double le, double value) {
      uses.feed(slot, value, false);
    }

    @Override
    void finish(double seconds, List<String> members, SignalTick.Builder out) {
      double worst = Double.NaN;
      String member = "";
      for (int slot = 0; slot < members.size(); slot++) {
        double max = limit.of(slot);
        boolean known = uses.has(slot) && max > 0;
        if (known && !(uses.get(slot) / max <= worst)) {
          worst = uses.get(slot) / max;
          member = members.get(slot);
        }
      }
      if (!Double.isNaN(worst)) {
        out.add(name, SignalRole.SATURATION, worst, uses.count() > 1 ? member : "", 0);
      }
      uses.clear();
    }
  }

  /** Mean of a summary: the rate of its sum over the rate of its count. */
  static final class Mean extends Accumulator {
    /** Passed as le to tell the sum from the count. */
    static final double SUM = 1;

    private final String name;
    private final SignalRole role;
    private double sum;
    private double count;
    private boolean fed;

    Mean(String name, SignalRole role) {
      this.name = name;
      this.role = role;
    }

    @Override
    void feed(int slot, double le, double value) {
      fed = true;
      if (le == SUM) {
        sum += value;
      } else {
        count += value;
      }
    }

    @Override
    void finish(double seconds, List<String> members, SignalTick.Builder out) {
      if (fed) {
        out.add(name, role, count > 0 ? sum / count : Double.NaN);
      }
      sum = 0;
      count = 0;
      fed = false;
    }
  }

  /** The share of counted things that ended badly. */
  static final class Ratio extends Accumulator {
    /** Passed as le to tell what ended badly. */
    static final double BAD = 1;

    private final String name;
    private final RecentEvents recent = new RecentEvents();
    private double nowBad;
    private double nowAll;
    private boolean fed;

    Ratio(String name) {
      this.name = name;
    }

    @Override
    void feed(int slot, double le, double value) {
      fed = true;
      nowAll += value;
      nowBad += le == BAD ? value : 0;
    }

    @Override
    void finish(double seconds, List<String> members, SignalTick.Builder out) {
      if (!fed) {
        return;
      }
      double[] events = recent.add(new double[] {nowBad * seconds, nowAll * seconds}, 1);
      // One more good event than there was: a single failure among few is no outage.
      out.add(name, SignalRole.ERRORS, events[0] / (events[1] + 1));
      nowBad = 0;
      nowAll = 0;
      fed = false;
    }

    @Override
    void write(Packer out) {
      super.write(out);
      recent.write(out);
    }

    @Override
    void read(Unpacker in) {
      super.read(in);
      recent.read(in, 2);
    }
  }
}
