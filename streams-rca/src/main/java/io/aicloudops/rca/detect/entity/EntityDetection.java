package io.aicloudops.rca.detect.entity;

import io.aicloudops.rca.detect.Verdict;
import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.rca.signals.Drops;
import io.aicloudops.rca.signals.EntitySignals;
import io.aicloudops.rca.signals.SignalTick;
import io.aicloudops.schemas.columns.Doubles;
import io.aicloudops.schemas.columns.Texts;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.SignalBatch;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything detection knows of one workload. A pure fold: batches and the passing of time in,
 * signals and anomalies out. Not safe for use by several threads.
 */
public final class EntityDetection {

  /** First byte of the state's form. */
  private static final int VERSION = 5;

  /** An older form: all that came in was taken for the workload's own report. */
  private static final int ALL_REPORTS = 2;

  /** The first form: the same signals, other detectors, which begin anew. */
  private static final int OTHER_DETECTORS = 1;

  private static final long SIGNAL_IDLE_MS = 6 * 3_600_000L;

  /**
   * What may be set.
   *
   * @param limits bounds of series and signals
   * @param signalsEveryMs the least distance of two signal batches in milliseconds; 0 gives one for
   *     each tick
   */
  public record Rules(EntitySignals.Limits limits, long signalsEveryMs) {}

  /** Where results go, in the order in which they come to be. */
  public interface Output {
    void signals(SignalBatch batch);

    void anomaly(Anomaly anomaly);
  }

  private final String entity;
  private final Rules rules;
  private final EntitySignals signals;
  private final Silence silence = new Silence();
  private final Refusal refusal = new Refusal();
  private final Map<String, TrackedSignal> tracked = new LinkedHashMap<>();
  private final Verdict verdict = new Verdict();
  private @Nullable Texts lastNames;
  private TrackedSignal[] lastInOrder = {};
  private long signalsTold;

  /** Event time of the newest batch in which the workload itself reports; 0 if there was none. */
  private long reported;

  /** A workload nothing is known of. */
  public EntityDetection(String entity, Rules rules) {
    this.entity = entity;
    this.rules = rules;
    this.signals = new EntitySignals(rules.limits());
  }

  /**
   * Takes a batch.
   *
   * @throws IllegalArgumentException if its arrays differ in length; nothing has changed then
   */
  public void offer(MetricBatch batch, Output out) {
    int n = batch.getSeries().size();
    if (batch.getValues().size() != n || batch.getTypes().size() != n) {
      throw new IllegalArgumentException(
          "series, types and values of a metric batch have to have the same length, but they have "
              + n
              + ", "
              + batch.getTypes().size()
              + " and "
              + batch.getValues().size());
    }
    long before = signals.newest();
    signals.offer(batch, tick -> judge(tick, out));
    if (signals.newest() < before) {
      reported = Math.min(reported, signals.newest());
    }
    long heard = Math.min(signals.newest(), batch.getTime().toEpochMilli());
    if (heard > reported && Silence.endedBy(batch)) {
      reported = heard;
      tell(silence.heard(entity, reported), out);
    }
  }

  /** Lets time pass: closes a tick that waits, notices that a workload has gone silent. */
  public void advance(long streamTime, Output out) {
    signals.closeIfDue(streamTime, tick -> judge(tick, out));
    tell(silence.check(entity, reported, signals.interval(), streamTime), out);
    if (silence.forgotten(reported, streamTime)) {
      reported = 0;
    }
  }

  /** When {@link #advance} is to be called next, in event time; Long.MAX_VALUE if never. */
  public long due() {
    long silent =
        reported > 0
            ? silence.due(reported, signals.interval())
            : Silence.forgetAt(signals.newest());
    return Math.min(signals.due(), silent);
  }

  /** True if it has been silent for so long that it can be forgotten. */
  public boolean forgotten(long streamTime) {
    return silence.forgotten(signals.newest(), streamTime);
  }

  /** What of the samples was not used. */
  public Drops.Counts drops() {
    return signals.drops();
  }

  private static void tell(@Nullable Anomaly anomaly, Output out) {
    if (anomaly != null) {
      out.anomaly(anomaly);
    }
  }

  private void judge(SignalTick tick, Output out) {
    int n = tick.size();
    boolean told =
        rules.signalsEveryMs() == 0
            || Math.abs(tick.time() - signalsTold) >= rules.signalsEveryMs();
    double[] values = new double[told ? n : 0];
    double[] expected = new double[values.length];
    double[] lower = new double[values.length];
    double[] upper = new double[values.length];
    double[] scores = new double[values.length];
    TrackedSignal[] inOrder = trackedInOrder(tick.names());
    boolean trouble = false;
    for (TrackedSignal known : inOrder) {
      trouble |= known.trouble();
    }
    for (int k = 0; k < n; k++) {
      SignalTick.Signal signal = tick.at(k);
      inOrder[k].next(entity, signal, tick.time(), signals.interval(), trouble, verdict, out);
      if (told) {
        values[k] = signal.value();
        double step = Rounding.step(verdict.upper - verdict.lower);
        expected[k] = Rounding.to(step, verdict.expected);
        lower[k] = Rounding.to(step, verdict.lower);
        upper[k] = Rounding.to(step, verdict.upper);
        scores[k] = Rounding.score(verdict.strength);
      }
    }
    if (tracked.size() > n) {
      tracked.forEach(
          (name, known) -> {
            if (known.lastSeen() < tick.time()) {
              known.missing(entity, name, tick.time(), signals.interval(), out);
            }
          });
    }
    Drops.Counts drops = signals.drops();
    tell(refusal.next(entity, tick.time(), drops.overflow() + drops.refusedSignals()), out);
    if (told && n > 0) {
      signalsTold = tick.time();
      Instant time = Instant.ofEpochMilli(tick.time());
      out.signals(
          new SignalBatch(
              entity,
              time,
              tick.intervalMs(),
              tick.names(),
              tick.roles(),
              new Doubles(values),
              new Doubles(expected),
              new Doubles(lower),
              new Doubles(upper),
              new Doubles(scores)));
    }
    if (tracked.size() > rules.limits().maxSignals()) {
      tracked
          .values()
          .removeIf(known -> !known.open() && tick.time() - known.lastSeen() > SIGNAL_IDLE_MS);
      lastNames = null;
    }
  }

  /** The signals of a tick, found once for as long as the ticks have the very same names. */
  @SuppressWarnings("ReferenceEquality")
  private TrackedSignal[] trackedInOrder(Texts names) {
    if (names != lastNames) {
      lastInOrder =
          names.stream()
              .map(name -> tracked.computeIfAbsent(name, n -> new TrackedSignal()))
              .toArray(TrackedSignal[]::new);
      lastNames = names;
    }
    return lastInOrder;
  }

  /** The state as bytes. */
  public byte[] toBytes(Packer scratch) {
    scratch.clear();
    scratch.b(VERSION);
    scratch.l(due());
    signals.write(scratch);
    silence.write(scratch);
    refusal.write(scratch);
    scratch.l(signalsTold);
    scratch.time(reported);
    scratch.i(tracked.size());
    tracked.forEach(
        (name, known) -> {
          scratch.text(name);
          known.write(scratch);
        });
    return scratch.toBytes();
  }

  /**
   * The state that {@link #toBytes} gave. Of a state of version 1 counters, workloads and pods go
   * on; its detectors were others and learn anew.
   *
   * @throws IllegalArgumentException if a newer version wrote it
   */
  public static EntityDetection fromBytes(String entity, Rules rules, byte[] bytes) {
    EntityDetection state = new EntityDetection(entity, rules);
    Unpacker in = opened(bytes);
    in.l();
    if (bytes[0] == OTHER_DETECTORS) {
      state.signals.readVersion1(in);
      return state;
    }
    state.signals.read(in);
    state.silence.read(in);
    state.refusal.read(in);
    state.signalsTold = in.l();
    in.version(bytes[0]);
    state.reported = bytes[0] == ALL_REPORTS ? state.signals.newest() : in.time();
    for (int n = in.i(); n > 0; n--) {
      String name = in.text();
      TrackedSignal known = new TrackedSignal();
      known.read(in);
      state.tracked.put(name, known);
    }
    return state;
  }

  /** {@link #due} of a state as bytes, without reading the rest. */
  public static long dueOf(byte[] bytes) {
    return opened(bytes).l();
  }

  private static Unpacker opened(byte[] bytes) {
    Unpacker in = new Unpacker(bytes);
    int version = in.b();
    if (version < OTHER_DETECTORS || version > VERSION) {
      throw new IllegalArgumentException(
          "detection state has version "
              + version
              + ", this program reads up to "
              + VERSION
              + "; run the newer program");
    }
    return in;
  }
}
