package io.aicloudops.forecast.workload;

import io.aicloudops.forecast.resource.UseProfile;
import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;

/** What one instance of a workload uses, minute by minute, and what it is allowed to. */
final class Resources {

  private static final long MINUTE = 60_000;

  final UseProfile cpu = new UseProfile();
  final UseProfile memory = new UseProfile();
  double cpuRequest = Double.NaN;
  double memoryRequest = Double.NaN;
  double memoryLimit = Double.NaN;
  private long minute = Workload.NEVER;
  private final double[] sum = new double[2];
  private final int[] count = new int[2];
  private boolean changed;

  /**
   * Takes one moment.
   *
   * @param cores of one instance; NaN if unknown
   * @param bytes of one instance; NaN if unknown
   */
  void observe(long time, double cores, double bytes) {
    long now = Math.floorDiv(time, MINUTE);
    if (now > minute) {
      close(0, cpu);
      close(1, memory);
      minute = now;
    }
    add(0, cores);
    add(1, bytes);
  }

  private void add(int resource, double use) {
    if (Double.isFinite(use)) {
      sum[resource] += use;
      count[resource]++;
    }
  }

  private void close(int resource, UseProfile profile) {
    if (count[resource] > 0) {
      profile.add(sum[resource] / count[resource]);
      changed = true;
    }
    sum[resource] = 0;
    count[resource] = 0;
  }

  /** True once after the profiles changed. */
  boolean takeChanged() {
    boolean was = changed;
    changed = false;
    return was;
  }

  /** Appends what changes with every batch. */
  void writeOpen(StateWriter out) {
    out.putDouble(cpuRequest).putDouble(memoryRequest).putDouble(memoryLimit).putLong(minute);
    out.putDoubles(sum).putInt(count[0]).putInt(count[1]);
  }

  void readOpen(StateReader in) {
    cpuRequest = in.getDouble();
    memoryRequest = in.getDouble();
    memoryLimit = in.getDouble();
    minute = in.getLong();
    in.getDoubles(sum);
    count[0] = in.getInt();
    count[1] = in.getInt();
  }

  /** Appends what changes once a minute. */
  void writeProfiles(StateWriter out) {
    cpu.write(out);
    memory.write(out);
  }

  void readProfiles(StateReader in) {
    cpu.read(in);
    memory.read(in);
  }
}
