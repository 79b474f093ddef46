package io.aicloudops.rca.correlate;

import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.Edge;
import io.aicloudops.schemas.event.EdgeType;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.K8sEventType;
import io.aicloudops.schemas.event.SignalRole;
import io.aicloudops.schemas.event.TopologyEntity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * A cluster made by chance: layers of services that call the next layers, a fault in one of them,
 * its symptoms in those that call it, noise elsewhere, duplicates.
 */
final class RandomWorld {

  enum Kind {
    CRASH,
    IMAGE,
    MEMORY,
    CPU,
    POOL,
    SLOW,
    ERRORS
  }

  final String culprit;
  final Kind kind;
  final Set<String> symptomatic = new TreeSet<>();
  final List<Evidence> evidence = new ArrayList<>();
  private final List<List<Integer>> callees = new ArrayList<>();
  private final Random random;
  private final String prefix;

  RandomWorld(long seed) {
    this(seed, "s");
  }

  /** A world whose services' names begin so, beside others in one cluster. */
  RandomWorld(long seed, String prefix) {
    this.prefix = prefix;
    random = new Random(seed);
    int n = 4 + random.nextInt(12);
    for (int i = 0; i < n; i++) {
      List<Integer> called = new ArrayList<>();
      for (int j = i + 1; j < n; j++) {
        boolean parent = j == i + 1 || random.nextDouble() < 2.0 / n;
        if (parent && called.size() < 3) {
          called.add(j);
        }
      }
      callees.add(called);
      List<Edge> edges =
          called.stream().map(j -> new Edge(EdgeType.CALLS, Shop.entity(service(j)))).toList();
      evidence.add(
          Shop.topology(service(i), edges, Map.of("replicas", "2", "revision", "4"), i % 3));
    }
    int at = random.nextInt(n);
    culprit = service(at);
    kind = Kind.values()[random.nextInt(Kind.values().length)];
    if (random.nextBoolean()) {
      // Somebody else's harmless release.
      evidence.add(Shop.rollout(service(random.nextInt(n)), "4", "3", 40));
    }
    strike();
    spread(at);
    duplicate();
    evidence.addAll(Shop.ticks(3, 180));
    evidence.sort(Comparator.comparing(Evidence::getTime));
  }

  private String service(int i) {
    return prefix + (char) ('a' + i);
  }

  private void strike() {
    switch (kind) {
      case CRASH -> {
        evidence.add(Shop.rollout(culprit, "5", "4", 98));
        evidence.add(
            Shop.event(
                culprit,
                "Pod/" + culprit + "-1",
                K8sEventType.STATE,
                "CrashLoopBackOff",
                "back-off restarting failed container",
                102,
                Map.of("exitCode", "1")));
      }
      case IMAGE -> {
        evidence.add(Shop.rollout(culprit, "5", "4", 98));
        evidence.add(Shop.event(culprit, culprit + "-1", "ErrImagePull", "not found", 100));
      }
      case MEMORY -> {
        evidence.add(
            Shop.high(culprit, "process_resident_memory_bytes:value", SignalRole.RESOURCE, 90));
        evidence.add(Shop.event(culprit, culprit + "-1", "OOMKilling", "", 101));
      }
      case CPU -> {
        evidence.add(
            Shop.high(culprit, "process_cpu_seconds_total:rate", SignalRole.RESOURCE, 100));
        evidence.add(Shop.slow(culprit, 100));
      }
      case POOL -> {
        evidence.add(Shop.high(culprit, "db_pool_waiting:value", SignalRole.SATURATION, 100));
        evidence.add(Shop.slow(culprit, 100));
      }
      case SLOW -> {
        evidence.add(Shop.slow(culprit, 100));
        evidence.add(
            Shop.high(
                culprit, "http_server_request_duration_seconds:p50", SignalRole.LATENCY, 100));
      }
      case ERRORS -> evidence.add(Shop.errors(culprit, 100));
    }
  }

  /** Those that call the culprit, directly or not, feel it with a likelihood. */
  private void spread(int culpritIndex) {
    Set<Integer> seen = new TreeSet<>();
    Deque<Integer> open = new ArrayDeque<>(List.of(culpritIndex));
    int depth = 0;
    while (!open.isEmpty() && depth < 2) {
      Deque<Integer> next = new ArrayDeque<>();
      for (int at : open) {
        for (int caller = 0; caller < callees.size(); caller++) {
          boolean feels = callees.get(caller).contains(at) && random.nextDouble() < 0.8;
          if (feels && seen.add(caller)) {
            next.add(caller);
            String name = service(caller);
            symptomatic.add(name);
            long since = 100L + random.nextInt(3);
            evidence.add(random.nextBoolean() ? Shop.slow(name, since) : Shop.errors(name, since));
          }
        }
      }
      open = next;
      depth++;
    }
  }

  private void duplicate() {
    for (Evidence one : List.copyOf(evidence)) {
      if (random.nextDouble() < 0.2) {
        evidence.add(one);
      }
    }
    if (random.nextBoolean()) {
      evidence.add(
          Shop.anomaly(
              culprit,
              "http_server_requests_total:rate",
              SignalRole.TRAFFIC,
              AnomalyStatus.OPEN,
              101,
              104,
              30,
              60));
    }
  }

  /** The same evidence, each piece up to this much later than its time says. */
  List<Evidence> delayed(long mostMs, long seed) {
    return delayed(evidence, mostMs, seed);
  }

  /** Evidence without a share of what is neither topology nor the culprit's own word. */
  List<Evidence> lossy(double lost, long seed) {
    Random losses = new Random(seed);
    return evidence.stream()
        .filter(
            one ->
                one.getBody() instanceof TopologyEntity
                    || one.getEntity().equals(Shop.entity(culprit))
                    || losses.nextDouble() >= lost)
        .toList();
  }

  static List<Evidence> delayed(List<Evidence> evidence, long mostMs, long seed) {
    Random delays = new Random(seed);
    record Arrival(long at, Evidence evidence) {}
    List<Arrival> arrivals = new ArrayList<>();
    for (Evidence one : evidence) {
      long delay = mostMs == 0 ? 0 : delays.nextLong(mostMs);
      arrivals.add(new Arrival(one.getTime().toEpochMilli() + delay, one));
    }
    Collections.shuffle(arrivals, delays);
    arrivals.sort(Comparator.comparingLong(Arrival::at));
    return arrivals.stream().map(Arrival::evidence).toList();
  }
}
