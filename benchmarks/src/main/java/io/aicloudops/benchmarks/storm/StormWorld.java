package io.aicloudops.benchmarks.storm;

import io.aicloudops.schemas.event.Edge;
import io.aicloudops.schemas.event.EdgeType;
import io.aicloudops.schemas.event.TopologyEntity;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Services that call each other in layers, faults in some of them that begin one after the other,
 * and the alerts these bring about: at the culprit, at those that call it, from each of their pods,
 * some of them lost, some told again and again, some that come and go. Made from a seed.
 */
final class StormWorld {

  static final String CLUSTER = "storm";

  private static final int NAMESPACES = 20;
  private static final int LAYERS = 6;
  private static final int PODS = 12;
  private static final double LOST = 0.05;
  private static final double FLAPPING = 0.1;

  /** An alert that fires from some time on. */
  record Source(String service, String name, String severity, int pod, long fromMs, boolean flaps) {

    String namespace() {
      return service.substring(0, service.indexOf('/'));
    }

    String workload() {
      return service.substring(service.indexOf('/') + 1);
    }

    String fingerprint() {
      return service + "/" + name + "/" + pod;
    }
  }

  /** One alert as it is told. */
  record Told(Source source, boolean firing, long atMs) {}

  private final Random random;
  private final Map<String, List<String>> callees = new LinkedHashMap<>();
  private final Map<String, List<String>> callers = new HashMap<>();
  private final Set<String> culprits = new HashSet<>();
  private final List<Source> sources = new ArrayList<>();
  private int next;

  /**
   * A world.
   *
   * @param services how many
   * @param faults how many of them are at fault by themselves, at least five calls apart
   * @param withinMs the faults begin within so many milliseconds
   */
  StormWorld(long seed, int services, int faults, long withinMs) {
    random = new Random(seed);
    build(services);
    List<String> all = new ArrayList<>(callees.keySet());
    Set<String> taken = new HashSet<>();
    for (int tries = 0; culprits.size() < faults && tries < 100 * services; tries++) {
      String culprit = all.get(random.nextInt(all.size()));
      if (taken.contains(culprit)) {
        continue;
      }
      culprits.add(culprit);
      taken.addAll(around(culprit, 5));
      strike(culprit, random.nextLong(withinMs));
    }
  }

  private void build(int services) {
    int each = Math.max(LAYERS, services / NAMESPACES);
    for (int ns = 0; ns < NAMESPACES; ns++) {
      for (int i = 0; i < each; i++) {
        String service = "team-" + ns + "/service-" + i;
        List<String> called = new ArrayList<>();
        int below = (i * LAYERS / each + 1) * each / LAYERS;
        for (int k = 0; k < 2 && below < each; k++) {
          called.add("team-" + ns + "/service-" + (below + random.nextInt(each - below)));
        }
        callees.put(service, called);
        called.forEach(c -> callers.computeIfAbsent(c, x -> new ArrayList<>()).add(service));
      }
    }
  }

  private Set<String> around(String service, int steps) {
    Set<String> all = new HashSet<>(Set.of(service));
    Deque<String> level = new ArrayDeque<>(all);
    for (int i = 0; i < steps; i++) {
      Deque<String> further = new ArrayDeque<>();
      for (String at : level) {
        List<String> beside = new ArrayList<>(callees.getOrDefault(at, List.of()));
        beside.addAll(callers.getOrDefault(at, List.of()));
        beside.stream().filter(all::add).forEach(further::add);
      }
      level = further;
    }
    return all;
  }

  private void strike(String culprit, long at) {
    alerts(culprit, "KubePodCrashLooping", "critical", at);
    alerts(culprit, "HighErrorRate", "critical", at + random.nextInt(3_000));
    Set<String> seen = new HashSet<>(Set.of(culprit));
    List<String> level = List.of(culprit);
    for (int depth = 1; depth <= 3; depth++) {
      List<String> above = new ArrayList<>();
      for (String service : level) {
        for (String caller : callers.getOrDefault(service, List.of())) {
          if (random.nextDouble() >= LOST && seen.add(caller)) {
            above.add(caller);
            long later = at + 1_000L * depth + random.nextInt(5_000);
            alerts(caller, "HighErrorRate", "critical", later);
            alerts(caller, "HighLatency", "warning", later + random.nextInt(3_000));
          }
        }
      }
      level = above;
    }
  }

  private void alerts(String service, String name, String severity, long at) {
    for (int pod = 0; pod < PODS; pod++) {
      long from = at + random.nextInt(4_000);
      sources.add(new Source(service, name, severity, pod, from, random.nextDouble() < FLAPPING));
    }
  }

  /** The services at fault. */
  Set<String> culprits() {
    return culprits;
  }

  /** How many different alerts there are. */
  int alerts() {
    return sources.size();
  }

  static String entity(String service) {
    int slash = service.indexOf('/');
    return CLUSTER
        + "/"
        + service.substring(0, slash)
        + "/Deployment/"
        + service.substring(slash + 1);
  }

  /** Who calls whom. */
  List<TopologyEntity> topology(Instant time) {
    List<TopologyEntity> entities = new ArrayList<>();
    callees.forEach(
        (service, called) ->
            entities.add(
                TopologyEntity.newBuilder()
                    .setEntity(entity(service))
                    .setEdges(
                        called.stream()
                            .distinct()
                            .map(c -> new Edge(EdgeType.CALLS, entity(c)))
                            .toList())
                    .setAttributes(Map.of("replicas", Integer.toString(PODS)))
                    .setTime(time)
                    .setSource("storm")
                    .build()));
    return entities;
  }

  /**
   * What is told in a stretch of time: all that fires by then, told in turns.
   *
   * @param atMs its start
   * @param count how many alerts are told
   */
  List<Told> told(long atMs, int lengthMs, int count) {
    List<Told> told = new ArrayList<>(count);
    int passed = 0;
    while (told.size() < count && passed < sources.size()) {
      Source source = sources.get(next);
      next = (next + 1) % sources.size();
      passed++;
      if (source.fromMs() <= atMs && random.nextDouble() >= LOST) {
        boolean firing = !source.flaps() || (atMs - source.fromMs()) / 7_000 % 2 == 0;
        told.add(new Told(source, firing, atMs + random.nextInt(lengthMs)));
        passed = 0;
      }
    }
    return told;
  }
}
