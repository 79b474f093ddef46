package io.aicloudops.connect.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.ChangeKind;
import io.aicloudops.schemas.event.K8sEvent;
import io.aicloudops.schemas.event.K8sEventType;
import io.aicloudops.schemas.topics.Topics;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the watch tells of changes and of what becomes of them. */
class WatchedChangesTest extends CartFixture {

  @Test
  void tellsOfABadRolloutAndWhatBecomesOfIt() {
    soon()
        .until(
            () -> last(CART).map(e -> "1".equals(attribute(e, "healthyRevision"))).orElse(false));

    release("cart:crash");

    soon().until(() -> state("CrashLoopBackOff").isPresent());
    Change rollout = changes(ChangeKind.ROLLOUT).get(0);
    assertThat(rollout.getEntity()).isEqualTo(CART);
    assertThat(rollout.getAuthor()).isEqualTo("release-tool");
    assertThat(rollout.getRevision()).isEqualTo("2");
    assertThat(rollout.getBefore()).containsEntry("spec.containers[app].image", "cart:1");
    assertThat(rollout.getAfter()).containsEntry("spec.containers[app].image", "cart:crash");
    assertThat(rollout.getSummary()).isEqualTo("image cart:1 → cart:crash");
    K8sEvent error = state("Error").orElseThrow();
    assertThat(error.getEntity()).isEqualTo(CART);
    assertThat(error.getObject()).startsWith("Pod/cart-");
    assertThat(error.getAttributes())
        .containsEntry("exitCode", "3")
        .containsEntry("container", "app")
        .containsEntry("image", "cart:crash")
        .containsEntry("revision", "2")
        .containsEntry("memoryLimit", "268435456");
    assertThat(error.getAttributes().getOrDefault("lastLog", "")).contains("cannot connect");
    assertThat(state("CrashLoopBackOff").orElseThrow().getAttributes())
        .containsEntry("exitCode", "3");
    assertThat(attribute(last(CART).orElseThrow(), "healthyRevision")).isEqualTo("1");
    soon()
        .until(
            () ->
                log.of(Topics.K8S_EVENTS).stream()
                    .anyMatch(
                        e ->
                            e.getType() == K8sEventType.WARNING
                                && e.getReason().equals("BackOff")
                                && e.getEntity().equals(CART)));

    release("cart:1");

    soon()
        .until(
            () -> last(CART).map(e -> "3".equals(attribute(e, "healthyRevision"))).orElse(false));
    soon().until(() -> state("Deleted").isPresent());
    assertThat(changes(ChangeKind.ROLLOUT)).hasSize(2);
  }

  @Test
  void podsThatARolloutReplacesDidNotCrash() {
    patch(
        "kubectl-rollout",
        "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"kubectl.kubernetes.io/restartedAt\":\"now\"}}}}}");
    soon().until(() -> states("Deleted").size() == 2);

    release("cart:crash");
    // Logs are read in the order of the ends: by now any of the former would have been told.
    soon().until(() -> !states("Error").isEmpty());
    assertThat(states("Error"))
        .extracting(error -> error.getAttributes().get("exitCode"))
        .containsOnly("3");
  }

  private List<K8sEvent> states(String reason) {
    return log.of(Topics.K8S_EVENTS).stream()
        .filter(e -> e.getType() == K8sEventType.STATE && e.getReason().equals(reason))
        .toList();
  }

  @Test
  void tellsOfMissingImagesAndOfMemory() {
    release("cart:missing");
    soon().until(() -> state("ImagePullBackOff").isPresent() || state("ErrImagePull").isPresent());

    release("cart:oom");
    soon().until(() -> state("OOMKilled").isPresent());
    assertThat(state("OOMKilled").orElseThrow().getAttributes()).containsEntry("exitCode", "137");
  }

  @Test
  void tellsRestartsScalingAndConfigurationApart() {
    patch("ai-cloudops-remediator", "{\"spec\":{\"replicas\":3}}");
    soon().until(() -> !changes(ChangeKind.SCALE).isEmpty());
    Change scale = changes(ChangeKind.SCALE).get(0);
    assertThat(scale.getBefore()).isEqualTo(Map.of("replicas", "2"));
    assertThat(scale.getAfter()).isEqualTo(Map.of("replicas", "3"));
    assertThat(scale.getAuthor()).isEqualTo("ai-cloudops");

    patch(
        "kubectl-rollout",
        "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"kubectl.kubernetes.io/restartedAt\":\"now\"}}}}}");
    soon().until(() -> !changes(ChangeKind.ROLLOUT).isEmpty());
    assertThat(changes(ChangeKind.ROLLOUT).get(0).getSummary()).isEqualTo("restarted");

    client
        .configMaps()
        .inNamespace("shop")
        .withName("cart-config")
        .edit(map -> new ConfigMapBuilder(map).addToData("level", "debug").build());
    soon().until(() -> !changes(ChangeKind.CONFIG).isEmpty());
    Change config = changes(ChangeKind.CONFIG).get(0);
    assertThat(config.getEntity()).isEqualTo(CART);
    assertThat(config.getBefore()).containsValue("info");
    assertThat(config.getAfter()).containsEntry("configmap/cart-config[level]", "debug");
  }
}
