package io.aicloudops.connect.kubernetes.inspection.checks;

import io.aicloudops.schemas.event.Finding;
import io.aicloudops.schemas.identity.EntityId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** All checks over a picture. The same picture gives the same findings in the same order. */
public final class Checks {

  /** On an object: checks that are not to be made of it, separated by commas, or {@code all}. */
  public static final String IGNORE = "aiops.io/inspection-ignore";

  /** The metrics whose last values checks need. */
  public static final Set<String> METRICS = metrics();

  private static final List<Function<Picture, Stream<Finding>>> ALL =
      List.of(
          WorkloadChecks::of,
          AvailabilityChecks::of,
          StorageChecks::of,
          CertificateChecks::of,
          NodeChecks::of,
          PodChecks::of);

  private static final Comparator<Finding> ORDER =
      Comparator.comparing((Finding finding) -> levelOf(finding))
          .thenComparing(Finding::getCheck)
          .thenComparing(Finding::getEntity)
          .thenComparing(Finding::getText);

  private Checks() {}

  private static Set<String> metrics() {
    Set<String> all = new HashSet<>(CertificateChecks.METRICS);
    all.addAll(NodeChecks.METRICS);
    all.add("kubelet_volume_stats_used_bytes");
    all.add("kubelet_volume_stats_capacity_bytes");
    all.add("kubelet_volume_stats_inodes_used");
    all.add("kubelet_volume_stats_inodes");
    return Set.copyOf(all);
  }

  /**
   * What is found, the worst first.
   *
   * @param quietNamespaces whose objects nobody of this cluster wrote: only what fills up, ends or
   *     is broken is told of them
   */
  public static List<Finding> of(Picture picture, Set<String> quietNamespaces) {
    Map<String, Set<String>> ignored = ignored(picture);
    return ALL.stream()
        .flatMap(check -> check.apply(picture))
        .filter(finding -> !isIgnored(finding, ignored.getOrDefault(finding.getEntity(), Set.of())))
        .filter(
            finding ->
                !HYGIENE.contains(finding.getCheck())
                    || EntityId.tryParse(finding.getEntity())
                        .filter(entity -> quietNamespaces.contains(entity.namespace()))
                        .isEmpty())
        .sorted(ORDER)
        .toList();
  }

  /** How objects are written, not how they fare. */
  private static final Set<String> HYGIENE =
      Set.of(
          Check.NO_MEMORY_LIMIT.id(),
          Check.NO_REQUESTS.id(),
          Check.NO_READINESS_PROBE.id(),
          Check.NO_LIVENESS_PROBE.id(),
          Check.FLOATING_IMAGE.id(),
          Check.PRIVILEGED.id(),
          Check.SINGLE_REPLICA.id(),
          Check.NO_DISRUPTION_BUDGET.id());

  private static Map<String, Set<String>> ignored(Picture picture) {
    Map<String, Set<String>> ignored = new HashMap<>();
    for (HasMetadata object : picture.objects()) {
      Map<String, String> annotations = object.getMetadata().getAnnotations();
      if (annotations != null && annotations.containsKey(IGNORE)) {
        Set<String> checks = new HashSet<>();
        Arrays.stream(annotations.get(IGNORE).split(",", -1))
            .map(String::trim)
            .forEach(checks::add);
        ignored.put(picture.entity(object).toString(), checks);
      }
    }
    return ignored;
  }

  private static boolean isIgnored(Finding finding, Set<String> checks) {
    return checks.contains("all") || checks.contains(finding.getCheck());
  }

  private static Level levelOf(Finding finding) {
    for (Level level : Level.values()) {
      if (level.id().equals(finding.getSeverity())) {
        return level;
      }
    }
    return Level.INFO;
  }
}
