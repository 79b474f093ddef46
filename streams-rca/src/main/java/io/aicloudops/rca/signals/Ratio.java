package io.aicloudops.rca.signals;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.event.SignalRole;
import java.util.List;

/** The share of counted things that ended badly. */
final class Ratio extends Accumulator {

  /** Passed as le to tell what ended badly. */
  static final double BAD = 1;

  private static final int ENDED_BADLY = 0;
  private static final int ENDED = 1;

  private final String name;
  private final RecentEvents recent = new RecentEvents(2);

  /** In this tick: first rates, then events. */
  private final double[] now = new double[2];

  private boolean fed;

  Ratio(String name) {
    this.name = name;
  }

  @Override
  void feed(int slot, double le, double value) {
    fed = true;
    now[ENDED] += value;
    now[ENDED_BADLY] += le == BAD ? value : 0;
  }

  @Override
  void finish(double seconds, List<String> members, SignalTick out) {
    if (!fed) {
      return;
    }
    now[ENDED] *= seconds;
    now[ENDED_BADLY] *= seconds;
    double[] events = recent.add(now, ENDED);
    // One more good event than there was: a single failure among few is no outage.
    out.add(name, SignalRole.ERRORS, events[ENDED_BADLY] / (events[ENDED] + 1));
    now[ENDED] = 0;
    now[ENDED_BADLY] = 0;
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
