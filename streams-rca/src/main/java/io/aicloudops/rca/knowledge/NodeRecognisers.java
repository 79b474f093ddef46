package io.aicloudops.rca.knowledge;

import io.aicloudops.schemas.faults.FaultKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Faults that measurements of a node give away: no processor, memory or disk left. A node that is
 * busy is no cause by itself; one that is busy while several workloads on it suffer, which do not
 * call each other, is.
 */
public final class NodeRecognisers {

  /** Nothing else is likelier for several at once than what they share. */
  private static final double SHARED = 0.88;

  /** Unusual, but not at its limit. */
  private static final double BUSY = 0.55;

  /** At its limit, and nobody or one suffers. */
  private static final double LONELY = 0.4;

  private static final double FULL = 0.8;

  /** What the same measurements would say of a workload. */
  private static final Set<FaultKind> OF_WORKLOADS =
      EnumSet.of(
          FaultKind.CPU_SATURATION,
          FaultKind.CPU_THROTTLING,
          FaultKind.MEMORY_LEAK,
          FaultKind.PVC_FULL);

  /** States in which the kubelet itself says that a node is short of something. */
  private static final Set<String> SHORT = Set.of("MemoryPressure", "PIDPressure");

  private NodeRecognisers() {}

  /**
   * The hypotheses of a node's measurements, in no particular order.
   *
   * @param sufferers the workloads in trouble on the node and elsewhere
   */
  public static List<Hypothesis> of(Scene scene, Sufferers sufferers) {
    List<Hypothesis> found = new ArrayList<>(MeasureRecognisers.of(scene, List.of()));
    found.removeIf(h -> OF_WORKLOADS.contains(h.fault()));
    List<Fact> full =
        scene.raised(Meaning.DISK).stream()
            .filter(f -> f.opens() && f.what().contains("filesystem"))
            .toList();
    if (!full.isEmpty()) {
      found.add(hypothesis(scene, FaultKind.DISK_PRESSURE, FULL, full));
    }
    List<Fact> pressed = pressed(scene);
    boolean stolen = found.stream().anyMatch(h -> h.fault() == FaultKind.NOISY_NEIGHBOUR);
    score(pressed, sufferers)
        .filter(score -> !stolen)
        .ifPresent(score -> found.add(shortage(scene, pressed, sufferers, score)));
    return found;
  }

  /** How much the node's own measurements say that it is short of something, in [0,1]. */
  public static double pressure(Scene scene) {
    return pressed(scene).stream().mapToDouble(Fact::weight).max().orElse(0);
  }

  private static Optional<Double> score(List<Fact> pressed, Sufferers sufferers) {
    boolean atLimit = pressed.stream().anyMatch(NodeRecognisers::atLimit);
    if (pressed.isEmpty() || (!atLimit && !sufferers.several())) {
      return Optional.empty();
    }
    return Optional.of(
        sufferers.several() ? sufferers.share() * (atLimit ? SHARED : BUSY) : LONELY);
  }

  private static Hypothesis shortage(
      Scene scene, List<Fact> pressed, Sufferers sufferers, double score) {
    Hypothesis found = hypothesis(scene, FaultKind.NOISY_NEIGHBOUR, score, pressed);
    List<String> supporting = new ArrayList<>(found.supporting());
    supporting.addAll(sufferers.facts());
    found
        .facts()
        .put("finding", pressed.get(0).what() + ", " + sufferers.here().size() + " suffer on it");
    return new Hypothesis(
        found.fault(),
        found.entity(),
        found.score(),
        false,
        supporting,
        List.of(),
        "",
        "",
        found.facts());
  }

  private static boolean atLimit(Fact fact) {
    return fact.opens() || SHORT.contains(fact.what());
  }

  private static List<Fact> pressed(Scene scene) {
    List<Fact> pressed =
        new ArrayList<>(
            scene.raised(
                Meaning.CPU, Meaning.MEMORY, Meaning.DISK, Meaning.SATURATION, Meaning.THROTTLING));
    pressed.removeIf(f -> !f.what().contains(":saturation") && !f.what().contains("pressure"));
    scene.facts(Meaning.OTHER).stream().filter(f -> SHORT.contains(f.what())).forEach(pressed::add);
    return pressed;
  }

  private static Hypothesis hypothesis(
      Scene scene, FaultKind fault, double score, List<Fact> facts) {
    return StateRecognisers.hypothesis(scene, fault, score, facts, Optional.empty());
  }
}
