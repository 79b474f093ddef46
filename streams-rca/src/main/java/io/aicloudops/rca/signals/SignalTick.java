package io.aicloudops.rca.signals;

import io.aicloudops.schemas.columns.Texts;
import io.aicloudops.schemas.event.SignalRole;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The signals of one workload at one moment, in the order in which they were first seen. Filled
 * anew for each tick, so that closing a tick allocates nothing: who wants to keep something of it
 * has to copy it.
 */
public final class SignalTick {

  private long time;
  private long intervalMs;
  private int size;
  private String[] names = new String[16];
  private SignalRole[] roles = new SignalRole[16];
  private double[] values = new double[16];
  private String[] members = new String[16];
  private double[] peerScores = new double[16];
  private final Signal signal = new Signal();
  private @Nullable Texts sharedNames;
  private List<SignalRole> sharedRoles = List.of();

  SignalTick() {}

  /** Event time of the newest sample in it, in milliseconds. */
  public long time() {
    return time;
  }

  /** Distance to the tick before, in milliseconds; 0 for the first. */
  public long intervalMs() {
    return intervalMs;
  }

  /** How many signals it has. */
  public int size() {
    return size;
  }

  /**
   * One of its signals.
   *
   * @return the same object for each, which tells of this signal until the next is asked for
   */
  public Signal at(int index) {
    signal.index = index;
    return signal;
  }

  /** The names of the signals; the very same list for as long as the signals stay the same. */
  public Texts names() {
    Texts known = sharedNames;
    if (known == null || !same(known)) {
      known = Texts.of(List.of(Arrays.copyOf(names, size)));
      sharedNames = known;
      sharedRoles = List.of(Arrays.copyOf(roles, size));
    }
    return known;
  }

  /** The roles of the signals, shared like the names. */
  public List<SignalRole> roles() {
    names();
    return sharedRoles;
  }

  /** A signal's name and role are made once, so it is enough to compare references. */
  @SuppressWarnings("ReferenceEquality")
  private boolean same(Texts known) {
    if (known.size() != size) {
      return false;
    }
    for (int k = 0; k < size; k++) {
      if (known.get(k) != names[k]) {
        return false;
      }
    }
    return true;
  }

  void clear() {
    size = 0;
  }

  void add(String name, SignalRole role, double value) {
    add(name, role, value, "", 0);
  }

  void add(String name, SignalRole role, double value, String member, double peerScore) {
    if (size == names.length) {
      names = Arrays.copyOf(names, 2 * size);
      roles = Arrays.copyOf(roles, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
      members = Arrays.copyOf(members, 2 * size);
      peerScores = Arrays.copyOf(peerScores, 2 * size);
    }
    names[size] = name;
    roles[size] = role;
    values[size] = Double.isInfinite(value) ? Double.NaN : value;
    members[size] = member;
    peerScores[size] = peerScore;
    size++;
  }

  void closed(long at, long interval) {
    time = at;
    intervalMs = interval;
  }

  /** One signal's value. */
  public final class Signal {

    private int index;

    private Signal() {}

    /** {@code metric:stat{label="value"}}. */
    public String name() {
      return names[index];
    }

    /** What it says about the workload. */
    public SignalRole role() {
      return roles[index];
    }

    /** NaN if there was nothing to measure, such as the latency of no requests. */
    public double value() {
      return values[index];
    }

    /** The pod that stands out among its peers or alone made the value; empty if none does. */
    public String member() {
      return members[index];
    }

    /**
     * How far that pod is from its peers, in units of their spread; 0 if there are fewer than
     * three.
     */
    public double peerScore() {
      return peerScores[index];
    }
  }
}
