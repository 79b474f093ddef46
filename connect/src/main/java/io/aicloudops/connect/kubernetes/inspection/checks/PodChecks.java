package io.aicloudops.connect.kubernetes.inspection.checks;

import io.aicloudops.schemas.event.Finding;
import io.aicloudops.schemas.identity.EntityId;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What pods leave behind. */
final class PodChecks {

  private static final int MANY_RESTARTS = 5;
  private static final Duration LATELY = Duration.ofDays(1);
  private static final Duration ENDS_WITHIN = Duration.ofMinutes(15);

  private PodChecks() {}

  static Stream<Finding> of(Picture picture) {
    return Stream.of(restarts(picture), evicted(picture), stuck(picture)).flatMap(found -> found);
  }

  /** The container that restarted most often, of those that did so lately. */
  private static Stream<Finding> restarts(Picture picture) {
    return picture
        .of(Pod.class)
        .filter(pod -> pod.getStatus() != null)
        .flatMap(
            pod ->
                Picture.orEmpty(pod.getStatus().getContainerStatuses()).stream()
                    .filter(status -> lately(picture, status))
                    .max(Comparator.comparingInt(PodChecks::restartsOf))
                    .stream()
                    .map(
                        status ->
                            Check.RESTARTS_OFTEN.found(
                                Level.WARNING,
                                picture.entity(pod),
                                "%s was restarted %d times, the last time within a day"
                                    .formatted(status.getName(), restartsOf(status)),
                                "%s 已重启 %d 次，最近一次在一天之内"
                                    .formatted(status.getName(), restartsOf(status)))));
  }

  private static boolean lately(Picture picture, ContainerStatus status) {
    return restartsOf(status) >= MANY_RESTARTS
        && status.getLastState() != null
        && status.getLastState().getTerminated() != null
        && Ages.parse(status.getLastState().getTerminated().getFinishedAt())
            .filter(end -> end.isAfter(picture.now().minus(LATELY)))
            .isPresent();
  }

  private static int restartsOf(ContainerStatus status) {
    return Objects.requireNonNullElse(status.getRestartCount(), 0);
  }

  private static Stream<Finding> evicted(Picture picture) {
    Map<String, Long> byNamespace =
        picture
            .of(Pod.class)
            .filter(pod -> pod.getStatus() != null)
            .filter(pod -> "Failed".equals(pod.getStatus().getPhase()))
            .filter(pod -> "Evicted".equals(pod.getStatus().getReason()))
            .collect(
                Collectors.groupingBy(
                    pod -> pod.getMetadata().getNamespace(), TreeMap::new, Collectors.counting()));
    return byNamespace.entrySet().stream()
        .map(
            left ->
                Check.EVICTED_PODS_LEFT.found(
                    Level.INFO,
                    picture.entity(left.getKey(), "Namespace", left.getKey()),
                    left.getValue() + " evicted pods are left over",
                    "残留 " + left.getValue() + " 个被驱逐的 Pod"));
  }

  /** Anything that was to be gone long ago. */
  private static Stream<Finding> stuck(Picture picture) {
    return picture.objects().stream()
        .filter(
            object ->
                Ages.before(
                    object.getMetadata().getDeletionTimestamp(), ENDS_WITHIN, picture.now()))
        .map(
            object -> {
              EntityId entity = picture.entity(object);
              String finalizers =
                  String.join(", ", Picture.orEmpty(object.getMetadata().getFinalizers()));
              String why = finalizers.isEmpty() ? "" : " (" + finalizers + ")";
              return Check.STUCK_TERMINATING.found(
                  Level.WARNING,
                  entity,
                  "it was deleted at "
                      + object.getMetadata().getDeletionTimestamp()
                      + " and is still there"
                      + why,
                  "于 " + object.getMetadata().getDeletionTimestamp() + " 被删除但仍然存在" + why);
            });
  }
}
