package io.aicloudops.rca.streams.detect;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.aicloudops.rca.detect.entity.EntityDetection;
import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The states of the workloads: those used last decoded in memory, all of them in the store. Each
 * step is one write: of the step itself, or, when the steps since then have grown to a part of it,
 * of the whole state.
 *
 * <p>The whole state stands under the workload's name, the n-th step after it under the name, a
 * zero and n. Each entry begins with the number of steps that led to it: a step of an earlier round
 * is told by its number and is overwritten in time. The whole state is written with Zstandard (RFC
 * 8878), a third smaller than it is.
 */
final class States {

  /**
   * Begins a step, and a whole state of before they were compressed. Entries of before the journal
   * begin with a version, a small number.
   */
  private static final int MARK = 0xE1;

  /** Begins a whole state that is compressed. */
  private static final int COMPRESSED = 0xE2;

  /** A fast one: level 1 saves a twentieth more and takes up to twice as long. */
  private static final int LEVEL = -1;

  /** Steps are written one by one until they are this part of the whole state. */
  private static final int PART = 2;

  private static final char SEPARATOR = '\0';

  private final KeyValueStore<String, byte[]> store;
  private final EntityDetection.Rules rules;
  private final DetectSettings settings;
  private final Packer packer = new Packer();
  private final Map<String, Kept> live = new LinkedHashMap<>(16, 0.75f, true);

  States(
      KeyValueStore<String, byte[]> store, EntityDetection.Rules rules, DetectSettings settings) {
    this.store = store;
    this.rules = rules;
    this.settings = settings;
  }

  /** What a state may be told. */
  interface Step {
    void on(EntityDetection state);

    void write(Journal journal, Packer out);
  }

  /** A state with what was written of it. */
  static final class Kept {
    private final EntityDetection state;
    private final Journal journal = new Journal();
    private long number;
    private int steps;
    private int stepBytes;
    private int wholeBytes;

    private Kept(EntityDetection state) {
      this.state = state;
    }

    EntityDetection state() {
      return state;
    }
  }

  /** When each workload is to be looked at next. */
  Map<String, Long> due() {
    Map<String, Long> due = new HashMap<>();
    Map<String, Long> numbers = new HashMap<>();
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> entry = all.next();
        int end = entry.key.indexOf(SEPARATOR);
        String entity = end < 0 ? entry.key : entry.key.substring(0, end);
        Unpacker in = new Unpacker(entry.value);
        int mark = in.b();
        boolean old = mark != MARK && mark != COMPRESSED;
        long number = old ? 0 : in.l();
        if (number >= numbers.getOrDefault(entity, -1L)) {
          numbers.put(entity, number);
          due.put(entity, old ? EntityDetection.dueOf(entry.value) : in.l());
        }
      }
    }
    return due;
  }

  /** A workload's state; a new one if nothing is known of it. */
  Kept load(String entity) {
    Kept known = live.get(entity);
    if (known == null) {
      known = read(entity);
      live.put(entity, known);
      if (live.size() > settings.liveEntities()) {
        Map.Entry<String, Kept> eldest = live.entrySet().iterator().next();
        if (eldest.getValue().steps > 0) {
          // Whoever needs it next need not take the steps again.
          writeWhole(eldest.getKey(), eldest.getValue());
        }
        live.remove(eldest.getKey());
      }
    }
    return known;
  }

  private Kept read(String entity) {
    byte[] whole = store.get(entity);
    if (whole == null) {
      return new Kept(new EntityDetection(entity, rules));
    }
    Unpacker in = new Unpacker(whole);
    int mark = in.b();
    if (mark != MARK && mark != COMPRESSED) {
      return new Kept(EntityDetection.fromBytes(entity, rules, whole));
    }
    long number = in.l();
    in.l();
    byte[] rest = Arrays.copyOfRange(whole, whole.length - in.remaining(), whole.length);
    byte[] bytes = mark == COMPRESSED ? decompressed(entity, rest) : rest;
    Kept kept = new Kept(EntityDetection.fromBytes(entity, rules, bytes));
    kept.number = number;
    kept.wholeBytes = whole.length;
    for (byte[] step = step(entity, kept); step != null; step = step(entity, kept)) {
      in = new Unpacker(step);
      in.b();
      if (in.l() != kept.number + 1) {
        break;
      }
      in.l();
      kept.journal.replay(entity, in, kept.state);
      kept.number++;
      kept.steps++;
      kept.stepBytes += step.length;
    }
    return kept;
  }

  private static byte[] decompressed(String entity, byte[] frame) {
    try {
      return Zstd.decompress(frame, Math.toIntExact(Zstd.getFrameContentSize(frame)));
    } catch (ZstdException | ArithmeticException | NegativeArraySizeException e) {
      throw new IllegalStateException("the stored state of " + entity + " is damaged", e);
    }
  }

  private byte @Nullable [] step(String entity, Kept kept) {
    return store.get(key(entity, kept.steps + 1));
  }

  private static String key(String entity, int step) {
    return entity + SEPARATOR + step;
  }

  /** Lets a state take a step and keeps it. A state that fails is read anew the next time. */
  void take(String entity, Kept kept, Step step) {
    boolean done = false;
    try {
      step.on(kept.state);
      kept.number++;
      head(MARK, kept);
      step.write(kept.journal, packer);
      byte[] bytes = packer.toBytes();
      boolean little = (long) (kept.stepBytes + bytes.length) * PART < kept.wholeBytes;
      if (little && kept.steps < settings.journalSteps()) {
        kept.steps++;
        kept.stepBytes += bytes.length;
        store.put(key(entity, kept.steps), bytes);
      } else {
        writeWhole(entity, kept);
      }
      done = true;
    } finally {
      if (!done) {
        live.remove(entity);
      }
    }
  }

  private void writeWhole(String entity, Kept kept) {
    byte[] state = Zstd.compress(kept.state.toBytes(packer), LEVEL);
    head(COMPRESSED, kept);
    byte[] head = packer.toBytes();
    byte[] whole = Arrays.copyOf(head, head.length + state.length);
    System.arraycopy(state, 0, whole, head.length, state.length);
    store.put(entity, whole);
    kept.journal.clear();
    kept.steps = 0;
    kept.stepBytes = 0;
    kept.wholeBytes = whole.length;
  }

  private void head(int mark, Kept kept) {
    packer.clear();
    packer.b(mark);
    packer.l(kept.number);
    packer.l(kept.state.due());
  }

  /** Lets go of what is decoded; the store has all of it. */
  void close() {
    live.clear();
  }

  /** Forgets a workload. */
  void forget(String entity) {
    live.remove(entity);
    store.delete(entity);
    for (int step = 1; store.get(key(entity, step)) != null; step++) {
      store.delete(key(entity, step));
    }
  }
}
