package io.aicloudops.launcher.load;

import io.aicloudops.schemas.columns.Doubles;
import io.aicloudops.schemas.columns.Texts;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import io.aicloudops.schemas.identity.EntityId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Made-up workloads whose every number follows from workload, signal and scrape. Half of the
 * signals are gauges, half are counters; each is one series, the least favourable case: where many
 * series make one signal, a sample costs less.
 *
 * <p>From the plan's scrapes of warm-up on, one signal of each workload after the other leaves its
 * level by {@value #STEP} standard deviations for {@value #STEP_LENGTH} scrapes: the anomalies that
 * have to be found. When all had their turn, they step again and by so much more, as what has been
 * seen before is less of an anomaly; they may rest before that, as what comes for the third time is
 * none. Used by one thread, except for the pure questions about marks and names.
 */
final class Fleet {

  /** Scrapes between the steps of a workload, at the least. */
  private static final int STEP_EVERY = 16;

  /** Scrapes between two steps of the same signal: what comes back sooner is soon no anomaly. */
  private static final int SAME_AGAIN = 1600;

  /** Scrapes that a step lasts. */
  private static final int STEP_LENGTH = 8;

  private static final int STEP = 40;
  private static final double LEVEL = 100;
  private static final double SIGMA = 1.5;
  private static final int WAVE = 256;

  private final LoadPlan plan;
  private final Instant start;
  private final String[] names;
  private final Map<String, Integer> entities = new HashMap<>();
  private final Map<String, Integer> signalNames = new HashMap<>();
  private final Texts series;
  private final List<MetricType> types = new ArrayList<>();
  private final double[] wave = new double[WAVE];
  private final double[] counters;
  private final int every;

  /** The scrape before which a rest ends. */
  private volatile int rested;

  /**
   * @param start event time of the first scrape
   */
  Fleet(LoadPlan plan, Instant start) {
    this.plan = plan;
    this.start = start;
    this.every = Math.max(STEP_EVERY, SAME_AGAIN / plan.signals());
    this.names = new String[plan.entities()];
    this.counters = new double[plan.entities() * plan.signals()];
    for (int e = 0; e < names.length; e++) {
      names[e] =
          new EntityId("load", "load", "Deployment", String.format("workload-%06d", e)).toString();
      entities.put(names[e], e);
    }
    List<String> texts = new ArrayList<>();
    for (int s = 0; s < plan.signals(); s++) {
      boolean counter = counter(s);
      String name = String.format(counter ? "shop_parcels_%04d_total" : "shop_stock_%04d", s);
      signalNames.put(name + (counter ? ":rate" : ":value"), s);
      texts.add(name + "{app=\"shop\",zone=\"" + (char) ('a' + s % 3) + "\"}");
      types.add(counter ? MetricType.COUNTER : MetricType.GAUGE);
    }
    this.series = Texts.of(texts);
    for (int k = 0; k < WAVE; k++) {
      wave[k] = 5 * Math.sin(2 * Math.PI * k / WAVE);
    }
    Arrays.fill(counters, LEVEL);
  }

  /** A workload whose signals have all stepped once rests until this scrape. */
  void restUntil(int scrape) {
    rested = scrape;
  }

  private static boolean counter(int signal) {
    return signal % 2 == 1;
  }

  /** The batch of a workload's scrape; scrapes of a workload have to be asked for in order. */
  MetricBatch batch(int entity, int scrape) {
    int n = plan.signals();
    double seconds = plan.interval().toMillis() / 1000.0;
    int stepped = stepped(entity, scrape);
    double[] values = new double[n];
    for (int s = 0; s < n; s++) {
      double value =
          LEVEL
              + wave[(scrape + 31 * s + 7 * entity) & (WAVE - 1)]
              + SIGMA * noise(((long) entity * n + s) * 0x1_0000_0000L + scrape)
              + (s == stepped ? STEP * SIGMA * turn(entity, scrape) : 0);
      if (counter(s)) {
        value = counters[entity * n + s] += value * seconds;
      }
      values[s] = value;
    }
    return new MetricBatch(
        names[entity], "", time(scrape), "load", series, types, new Doubles(values));
  }

  /** Roughly Gaussian with deviation 1: the sum of four uniform numbers made of one hash. */
  private static double noise(long key) {
    long z = (key + 1) * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    z ^= z >>> 31;
    double sum = (z & 0xffff) + (z >>> 16 & 0xffff) + (z >>> 32 & 0xffff) + (z >>> 48);
    return (sum / 65536 - 2) * Math.sqrt(3);
  }

  /** The signal that is off its level at a scrape; −1 if none is. */
  int stepped(int entity, int scrape) {
    long since = since(entity, scrape);
    boolean within = !resting(entity, scrape) && since >= 0 && since % every < STEP_LENGTH;
    return within ? (int) (since / every % plan.signals()) : -1;
  }

  private boolean resting(int entity, int scrape) {
    return scrape >= turned(entity) && scrape < (long) rested + phase(entity);
  }

  /** The scrape before which each signal of a workload has stepped once. */
  private long turned(int entity) {
    return (long) plan.warmUp() + phase(entity) + (long) every * plan.signals();
  }

  /** Scrapes since a workload began to step, without the rest. */
  private long since(int entity, int scrape) {
    long until = Math.min(scrape, (long) rested + phase(entity));
    return scrape - Math.max(0, until - turned(entity)) - plan.warmUp() - phase(entity);
  }

  private long turn(int entity, int scrape) {
    return 1 + stepNumber(entity, scrape) / plan.signals();
  }

  /** Workloads do not step at the same scrape. */
  private int phase(int entity) {
    return entity * 5 % every;
  }

  /** True if a step has just begun, so that it is found at this scrape or one of the next. */
  boolean fresh(int entity, int scrape) {
    long since = since(entity, scrape);
    return !resting(entity, scrape) && since >= 0 && since % every < STEP_LENGTH / 2;
  }

  /**
   * How many steps a workload made whose last but one scrape is given: those seen for long enough.
   */
  long steps(int entity, int scrapes) {
    long since = since(entity, scrapes) - STEP_LENGTH;
    return since < 0 ? 0 : since / every + 1;
  }

  /** Number of the step that is on at a scrape. */
  long stepNumber(int entity, int scrape) {
    return since(entity, scrape) / every;
  }

  /** Event time of a scrape. */
  Instant time(int scrape) {
    return start.plus(plan.interval().multipliedBy(scrape));
  }

  /** The scrape of an event time. */
  int scrape(Instant time) {
    long millis = time.toEpochMilli() - start.toEpochMilli();
    return (int) (millis / plan.interval().toMillis());
  }

  /** Name of a workload. */
  String name(int entity) {
    return names[entity];
  }

  /** Index of a workload; −1 if it is none of ours. */
  int entity(String name) {
    return entities.getOrDefault(name, -1);
  }

  /** Index of a signal; −1 if it is none of ours. */
  int signal(String name) {
    return signalNames.getOrDefault(name, -1);
  }
}
