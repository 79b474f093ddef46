package io.aicloudops.rca.signals;

import io.aicloudops.schemas.event.SignalRole;
import java.util.List;

/**
 * The share of a node's processors, memory, file systems and disks that is in use, from what
 * node_exporter says: of some how much there is and how much is free, of disks how busy they are.
 */
final class Room extends Accumulator {

  /** Passed as le: so much there is. */
  static final double ALL = 0;

  /** So much of it is free. */
  static final double FREE = 1;

  /** So much there is, and it is free. */
  static final double ALL_FREE = 2;

  /** This share of one is used. */
  static final double BUSY = 3;

  private final String name;
  private double all;
  private double free;
  private boolean knowsFree;

  Room(String name) {
    this.name = name;
  }

  @Override
  void feed(int slot, double le, double value) {
    if (le == BUSY) {
      all += 1;
      free += 1 - value;
    } else {
      all += le == FREE ? 0 : value;
      free += le == ALL ? 0 : value;
    }
    knowsFree |= le != ALL;
  }

  @Override
  void finish(double seconds, List<String> members, SignalTick out) {
    if (knowsFree && all > 0) {
      out.add(name, SignalRole.SATURATION, Math.min(1, Math.max(0, 1 - free / all)));
    }
    all = 0;
    free = 0;
    knowsFree = false;
  }
}
