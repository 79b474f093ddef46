package io.aicloudops.simulator.shop.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which instances of a service are ready, and which of them the next request goes to. Thread-safe.
 */
public final class Discovery {

  private final Map<String, List<Endpoint>> ready = new ConcurrentHashMap<>();
  private final AtomicInteger turn = new AtomicInteger();

  /**
   * The ready instance with the fewest requests in hand, in turn among equals; empty if none is
   * ready.
   *
   * @param avoid not this one, unless there is no other
   */
  public Optional<Endpoint> next(String service, Optional<Endpoint> avoid) {
    List<Endpoint> candidates = new ArrayList<>(ready.getOrDefault(service, List.of()));
    if (candidates.size() > 1) {
      avoid.ifPresent(candidates::remove);
    }
    Optional<Endpoint> best = Optional.empty();
    int first = Math.floorMod(turn.getAndIncrement(), Math.max(1, candidates.size()));
    for (int i = 0; i < candidates.size(); i++) {
      Endpoint candidate = candidates.get((first + i) % candidates.size());
      if (best.isEmpty() || candidate.outstanding() < best.get().outstanding()) {
        best = Optional.of(candidate);
      }
    }
    return best;
  }

  /** How many instances of a service are ready. */
  public int readyCount(String service) {
    return ready.getOrDefault(service, List.of()).size();
  }

  void add(String service, Endpoint endpoint) {
    ready.computeIfAbsent(service, s -> new CopyOnWriteArrayList<>()).add(endpoint);
  }

  void remove(String service, String podUid) {
    ready.getOrDefault(service, List.of()).removeIf(e -> e.podUid().equals(podUid));
  }
}
