package io.aicloudops.remediator.execute.around;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What nodes have left by requests, the way the scheduler counts, for pods that tolerate their
 * taints. Affinities are the scheduler's business: room is needed, it is not all that is needed.
 */
public final class Room {

  /** What is left of CPU (cores) and memory (bytes), and what keeps pods away. */
  private record Free(BigDecimal cpu, BigDecimal memory, Taints taints) {

    Free less(Pod pod) {
      return new Free(
          cpu.subtract(request(pod, "cpu")), memory.subtract(request(pod, "memory")), taints);
    }

    boolean fits(Pod pod) {
      return taints.toleratedBy(pod)
          && request(pod, "cpu").compareTo(cpu) <= 0
          && request(pod, "memory").compareTo(memory) <= 0;
    }
  }

  private final Map<String, Free> free = new LinkedHashMap<>();

  private Room() {}

  /**
   * The room on those of the nodes that take pods.
   *
   * @param pods all pods there are
   */
  public static Room on(List<Node> nodes, List<Pod> pods) {
    Room room = new Room();
    for (Node node : nodes) {
      boolean open = !Boolean.TRUE.equals(node.getSpec().getUnschedulable());
      if (open && ready(node) && node.getStatus().getAllocatable() != null) {
        Map<String, Quantity> all = node.getStatus().getAllocatable();
        room.free.put(
            node.getMetadata().getName(),
            new Free(amount(all.get("cpu")), amount(all.get("memory")), Taints.of(node)));
      }
    }
    for (Pod pod : pods) {
      if (!PodState.ended(pod)) {
        room.free.computeIfPresent(node(pod), (name, left) -> left.less(pod));
      }
    }
    return room;
  }

  /**
   * Puts pods where they fit, the largest first (first fit decreasing, Johnson 1973).
   *
   * @return the first that fits nowhere; empty if all find a place
   */
  public Optional<String> without(List<Pod> pods) {
    Map<String, Free> left = new LinkedHashMap<>(free);
    List<Pod> largestFirst =
        pods.stream()
            .sorted(Comparator.comparing((Pod pod) -> request(pod, "memory")).reversed())
            .toList();
    for (Pod pod : largestFirst) {
      Optional<String> place =
          left.entrySet().stream()
              .filter(e -> e.getValue().fits(pod))
              .map(Map.Entry::getKey)
              .findFirst();
      if (place.isEmpty()) {
        return Optional.of(pod.getMetadata().getName());
      }
      left.computeIfPresent(place.get(), (name, there) -> there.less(pod));
    }
    return Optional.empty();
  }

  /** True if the node says it is ready. */
  public static boolean ready(Node node) {
    return node.getStatus() != null
        && node.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  /** The node that a pod runs on; empty if none was chosen yet. */
  public static String node(Pod pod) {
    String name = pod.getSpec() == null ? null : pod.getSpec().getNodeName();
    return name == null ? "" : name;
  }

  private static BigDecimal request(Pod pod, String resource) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Container container : pod.getSpec().getContainers()) {
      var resources = container.getResources();
      if (resources != null && resources.getRequests() != null) {
        sum = sum.add(amount(resources.getRequests().get(resource)));
      }
    }
    return sum;
  }

  private static BigDecimal amount(@Nullable Quantity quantity) {
    return quantity == null ? BigDecimal.ZERO : Quantity.getAmountInBytes(quantity);
  }
}
