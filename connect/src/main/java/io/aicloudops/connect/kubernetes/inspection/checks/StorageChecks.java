package io.aicloudops.connect.kubernetes.inspection.checks;

import io.aicloudops.schemas.event.Finding;
import io.aicloudops.schemas.identity.EntityId;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is filling up, and what is kept for nobody. */
final class StorageChecks {

  /** Shares of a quota or volume in use. */
  private static final double NEAR = 0.85;

  private static final double FULL = 0.95;

  private static final Duration BINDS_WITHIN = Duration.ofMinutes(10);

  /** A claim that is not used for a moment may be between two pods. */
  private static final Duration UNUSED_FOR = Duration.ofDays(1);

  private StorageChecks() {}

  static Stream<Finding> of(Picture picture) {
    return Stream.of(
            picture.of(ResourceQuota.class).flatMap(quota -> quota(picture, quota)),
            volumes(picture, "kubelet_volume_stats_used_bytes", "_capacity_bytes", "bytes", "空间"),
            volumes(picture, "kubelet_volume_stats_inodes_used", "_inodes", "inodes", "inode"),
            claims(picture))
        .flatMap(found -> found);
  }

  private static Stream<Finding> quota(Picture picture, ResourceQuota quota) {
    if (quota.getStatus() == null || quota.getStatus().getHard() == null) {
      return Stream.empty();
    }
    Map<String, Quantity> used = Objects.requireNonNullElse(quota.getStatus().getUsed(), Map.of());
    return new TreeMap<>(quota.getStatus().getHard())
        .entrySet().stream()
            .filter(hard -> used.containsKey(hard.getKey()) && amount(hard.getValue()) > 0)
            .flatMap(
                hard -> {
                  double share = amount(used.get(hard.getKey())) / amount(hard.getValue());
                  String of = "%s of %s".formatted(used.get(hard.getKey()), hard.getValue());
                  return nearFull(
                      Check.QUOTA_NEAR_FULL,
                      picture.entity(quota),
                      share,
                      hard.getKey() + " is %d %% used, " + of,
                      hard.getKey() + " 已用 %d %%，" + of);
                });
  }

  private static double amount(@Nullable Quantity quantity) {
    return quantity == null ? 0 : quantity.getNumericalAmount().doubleValue();
  }

  /** The kubelet's own figures, as far as they come in as metrics. */
  private static Stream<Finding> volumes(
      Picture picture, String used, String whole, String what, String whatZh) {
    Map<String, Double> capacity = new HashMap<>();
    picture
        .gauges("kubelet_volume_stats" + whole)
        .forEach(g -> capacity.put(g.entity(), g.value()));
    return picture
        .gauges(used)
        .filter(gauge -> capacity.getOrDefault(gauge.entity(), 0.0) > 0)
        .flatMap(
            gauge ->
                EntityId.tryParse(gauge.entity()).stream()
                    .flatMap(
                        entity ->
                            nearFull(
                                Check.VOLUME_NEAR_FULL,
                                entity,
                                gauge.value() / capacity.getOrDefault(gauge.entity(), 1.0),
                                "%d %% of its " + what + " are used",
                                whatZh + "已用 %d %%")));
  }

  private static Stream<Finding> nearFull(
      Check check, EntityId entity, double share, String text, String textZh) {
    if (!(share >= NEAR)) {
      return Stream.empty();
    }
    long percent = Math.round(share * 100);
    Level level = share >= FULL ? Level.CRITICAL : Level.WARNING;
    return Stream.of(
        check.found(
            level,
            entity,
            String.format(Locale.ROOT, text, percent),
            String.format(Locale.ROOT, textZh, percent)));
  }

  private static Stream<Finding> claims(Picture picture) {
    Set<String> referenced = new HashSet<>();
    picture
        .of(Pod.class)
        .filter(pod -> pod.getSpec() != null)
        .forEach(
            pod ->
                Picture.orEmpty(pod.getSpec().getVolumes()).stream()
                    .filter(volume -> volume.getPersistentVolumeClaim() != null)
                    .map(volume -> volume.getPersistentVolumeClaim().getClaimName())
                    .forEach(
                        name -> referenced.add(pod.getMetadata().getNamespace() + "/" + name)));
    return picture
        .of(PersistentVolumeClaim.class)
        .filter(claim -> claim.getStatus() != null)
        .flatMap(claim -> claim(picture, claim, referenced));
  }

  private static Stream<Finding> claim(
      Picture picture, PersistentVolumeClaim claim, Set<String> referenced) {
    EntityId entity = picture.entity(claim);
    String phase = Objects.requireNonNullElse(claim.getStatus().getPhase(), "");
    if (phase.equals("Pending") && Ages.olderThan(claim, BINDS_WITHIN, picture.now())) {
      return Stream.of(
          Check.CLAIM_PENDING.found(
              Level.WARNING,
              entity,
              "it is not bound to a volume since it was made",
              "自创建以来一直未绑定存储卷"));
    }
    boolean unused =
        picture.knows("pods", "statefulsets")
            && phase.equals("Bound")
            && !referenced.contains(entity.namespace() + "/" + entity.name())
            && Ages.olderThan(claim, UNUSED_FOR, picture.now())
            && picture.of(StatefulSet.class).noneMatch(set -> mayReturn(set, claim));
    return unused
        ? Stream.of(
            Check.CLAIM_UNREFERENCED.found(Level.INFO, entity, "no pod uses it", "没有 Pod 使用它"))
        : Stream.empty();
  }

  /** A stateful set that is scaled in keeps its claims for when it is scaled out again. */
  private static boolean mayReturn(StatefulSet set, PersistentVolumeClaim claim) {
    return Picture.sameNamespace(set, claim)
        && Picture.orEmpty(set.getSpec().getVolumeClaimTemplates()).stream()
            .anyMatch(
                template ->
                    Picture.name(claim)
                        .matches(
                            java.util.regex.Pattern.quote(
                                    Picture.name(template) + "-" + Picture.name(set) + "-")
                                + "\\d+"));
  }
}
