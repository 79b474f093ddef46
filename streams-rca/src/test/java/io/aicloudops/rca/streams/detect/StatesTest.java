package io.aicloudops.rca.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aicloudops.rca.detect.entity.EntityDetection;
import io.aicloudops.rca.detect.entity.FakeShop;
import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.SignalBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class StatesTest {

  private static final long START = 1_700_000_000_000L;

  private static final EntityDetection.Output NOWHERE =
      new EntityDetection.Output() {
        @Override
        public void signals(SignalBatch batch) {
          // Nobody listens.
        }

        @Override
        public void anomaly(Anomaly anomaly) {
          // Nobody listens.
        }
      };

  private KeyValueStore<String, byte[]> store;

  @BeforeEach
  void open() {
    MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
    store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("states"), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
  }

  private static DetectSettings settings(int live, int steps) {
    return new DetectSettings(160, 20_000, Duration.ZERO, live, steps);
  }

  private States states(DetectSettings settings) {
    return new States(store, settings.rules(), settings);
  }

  private record Offer(MetricBatch batch) implements States.Step {
    @Override
    public void on(EntityDetection state) {
      state.offer(batch, NOWHERE);
    }

    @Override
    public void write(Journal journal, Packer out) {
      journal.batch(batch, out);
    }
  }

  private record Advance(long time) implements States.Step {
    @Override
    public void on(EntityDetection state) {
      state.advance(time, NOWHERE);
    }

    @Override
    public void write(Journal journal, Packer out) {
      journal.advance(time, out);
    }
  }

  /** Batches of pods that come and go, and the passing of time, of two workloads. */
  private static List<List<States.Step>> steps(Random random, int rounds) {
    List<List<States.Step>> all = new ArrayList<>();
    for (int workload = 0; workload < 2; workload++) {
      List<States.Step> steps = new ArrayList<>();
      FakeShop shop = new FakeShop(random.nextLong(), "a", "b");
      for (int round = 0; round < rounds; round++) {
        long time = START + 15_000L * round;
        if (round == rounds / 2) {
          shop.replace("a", "c");
        }
        shop.tick(time, 15).forEach(batch -> steps.add(new Offer(batch)));
        if (random.nextInt(10) == 0) {
          steps.add(new Advance(time + random.nextInt(100_000)));
        }
      }
      all.add(steps);
    }
    return all;
  }

  private static byte[] bytes(EntityDetection state) {
    return state.toBytes(new Packer());
  }

  /**
   * What has to be in the store of a workload: the state when it was written whole, and what came
   * since.
   */
  private final class Model {
    private final String entity;
    private final DetectSettings settings;
    private final List<States.Step> since = new ArrayList<>();
    private EntityDetection expected;
    private byte @Nullable [] entry;
    private byte @Nullable [] whole;
    private States.@Nullable Kept kept;

    Model(String entity, DetectSettings settings) {
      this.entity = entity;
      this.settings = settings;
      this.expected = new EntityDetection(entity, settings.rules());
    }

    void loaded(States.Kept now) {
      if (now != kept && whole != null) {
        expected = EntityDetection.fromBytes(entity, settings.rules(), whole);
        since.forEach(step -> step.on(expected));
      }
      kept = now;
    }

    void taken(States.Step step) {
      step.on(expected);
      since.add(step);
    }

    void look() {
      byte[] now = store.get(entity);
      if (!Arrays.equals(now, entry)) {
        entry = now;
        whole = bytes(expected);
        since.clear();
      }
    }
  }

  @RepeatedTest(5)
  void goOnAfterACrashWhereTheyWere() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<List<States.Step>> steps = steps(random, 60);
    DetectSettings settings = settings(1 + random.nextInt(2), 1 + random.nextInt(40));
    List<Model> models = List.of(new Model("w0", settings), new Model("w1", settings));
    States states = states(settings);
    int[] next = {0, 0};
    int crashes = 0;

    while (next[0] < steps.get(0).size() || next[1] < steps.get(1).size()) {
      int workload = random.nextInt(2);
      if (next[workload] == steps.get(workload).size()) {
        continue;
      }
      Model model = models.get(workload);
      States.Step step = steps.get(workload).get(next[workload]++);
      if (random.nextInt(15) == 0) {
        states = states(settings);
        crashes++;
      }
      States.Kept kept = states.load(model.entity);
      models.forEach(Model::look);
      model.loaded(kept);
      states.take(model.entity, kept, step);
      model.taken(step);
      model.look();

      assertThat(Arrays.equals(bytes(kept.state()), bytes(model.expected)))
          .as("the state of %s, seed %d, step %d", model.entity, seed, next[workload])
          .isTrue();
      assertThat(states(settings).due())
          .as("seed %d", seed)
          .containsEntry(model.entity, model.expected.due());
    }
    assertThat(crashes).isPositive();
  }

  @Test
  void writeAStepAndNotTheWholeState() {
    States states = states(settings(10, 1000));
    long whole = 0;
    long written = 0;
    int count = 0;
    for (States.Step step : steps(new Random(4), 300).get(0)) {
      States.Kept kept = states.load("w");
      states.take("w", kept, step);
      whole = bytes(kept.state()).length;
      count++;
    }
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        var entry = all.next();
        written += entry.key.equals("w") ? 0 : entry.value.length;
      }
    }

    // The steps of one round, at most half of the stored state; some may be of an earlier, larger
    // round.
    assertThat(written).isPositive().isLessThan(whole / 2);
    assertThat(store.get("w").length).isLessThan((int) (0.8 * whole));
    assertThat(count).isGreaterThan(500);
  }

  @Test
  void writeTheWholeStateAfterSoManySteps() {
    States states = states(settings(10, 3));
    for (States.Step step : steps(new Random(5), 200).get(0)) {
      states.take("w", states.load("w"), step);
    }

    assertThat(store.get("w\0" + 3)).isNotNull();
    assertThat(store.get("w\0" + 4)).isNull();
  }

  @Test
  void readEntriesOfBeforeTheJournal() {
    EntityDetection state = new EntityDetection("w", settings(10, 10).rules());
    List<States.Step> steps = steps(new Random(6), 20).get(0);
    steps.subList(0, 20).forEach(step -> step.on(state));
    store.put("w", bytes(state));

    States states = states(settings(10, 10));
    assertThat(states.due()).containsEntry("w", state.due());
    steps
        .subList(20, 30)
        .forEach(
            step -> {
              states.take("w", states.load("w"), step);
              step.on(state);
            });

    assertThat(states(settings(10, 10)).load("w").state().due()).isEqualTo(state.due());
    assertThat(states(settings(10, 10)).load("w").state().drops()).isEqualTo(state.drops());
  }

  /** A whole state as it was written before it was compressed, with a step after it. */
  @Test
  void readEntriesOfBeforeTheyWereCompressed() {
    EntityDetection state = new EntityDetection("w", settings(10, 10).rules());
    List<States.Step> steps = steps(new Random(6), 20).get(0);
    steps.subList(0, 20).forEach(step -> step.on(state));
    store.put("w", entry(7, state, out -> raw(bytes(state), out)));
    steps.get(20).on(state);
    store.put("w\0" + 1, entry(8, state, out -> steps.get(20).write(new Journal(), out)));

    States states = states(settings(10, 10));
    assertThat(states.due()).containsEntry("w", state.due());
    assertThat(bytes(states.load("w").state())).isEqualTo(bytes(state));
    steps
        .subList(21, 40)
        .forEach(
            step -> {
              states.take("w", states.load("w"), step);
              step.on(state);
            });

    assertThat(bytes(states(settings(10, 10)).load("w").state())).isEqualTo(bytes(state));
  }

  private static void raw(byte[] bytes, Packer out) {
    for (byte one : bytes) {
      out.b(one);
    }
  }

  private static byte[] entry(long number, EntityDetection state, Consumer<Packer> content) {
    Packer out = new Packer();
    out.b(0xE1);
    out.l(number);
    out.l(state.due());
    content.accept(out);
    return out.toBytes();
  }

  @Test
  void saysWhichStateIsDamaged() {
    States states = states(settings(10, 1));
    steps(new Random(9), 20).get(0).forEach(step -> states.take("w", states.load("w"), step));
    byte[] entry = store.get("w");
    store.put("w", Arrays.copyOf(entry, entry.length / 2));

    assertThatThrownBy(() -> states(settings(10, 1)).load("w"))
        .hasMessageContaining("the stored state of w is damaged");
  }

  @Test
  void throwAwayAStateThatFailedHalfWay() {
    States states = states(settings(10, 10));
    List<States.Step> steps = steps(new Random(7), 20).get(0);
    steps.subList(0, 20).forEach(step -> states.take("w", states.load("w"), step));
    byte[] before = bytes(states(settings(10, 10)).load("w").state());
    States.Step poison =
        new States.Step() {
          @Override
          public void on(EntityDetection state) {
            state.advance(START + 10_000_000, NOWHERE);
            throw new IllegalArgumentException("half-way");
          }

          @Override
          public void write(Journal journal, Packer out) {
            throw new AssertionError("a step that failed was written");
          }
        };

    assertThatThrownBy(() -> states.take("w", states.load("w"), poison)).hasMessage("half-way");

    assertThat(Arrays.equals(bytes(states.load("w").state()), before)).isTrue();
  }

  @Test
  void forgetAWorkloadWithItsSteps() {
    States states = states(settings(10, 10));
    steps(new Random(8), 20).get(0).forEach(step -> states.take("w", states.load("w"), step));

    states.forget("w");

    try (KeyValueIterator<String, byte[]> all = store.all()) {
      assertThat(all.hasNext()).isFalse();
    }
    assertThat(states.load("w").state().due()).isEqualTo(Long.MAX_VALUE);
  }
}
