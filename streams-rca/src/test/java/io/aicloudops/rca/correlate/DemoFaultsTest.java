package io.aicloudops.rca.correlate;

import static io.aicloudops.rca.correlate.Shop.entity;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.ChangeKind;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.K8sEventType;
import io.aicloudops.schemas.event.SignalRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each fault a shop commonly has is named, with what a planner needs to mend it. */
class DemoFaultsTest {

  private static Playback after(Evidence... evidence) {
    List<Evidence> all = Shop.map();
    all.addAll(List.of(evidence));
    all.addAll(Shop.ticks(0, 140));
    return new Playback().playSorted(all);
  }

  private static void named(Playback played, String entity, String fault) {
    Cause cause = played.cause();
    assertThat(cause.getEntity()).isEqualTo(entity(entity));
    assertThat(cause.getFault()).isEqualTo(fault);
    assertThat(cause.getConfidence()).isBetween(0.5, 1.0);
    assertThat(cause.getRecommendations()).isNotEmpty();
    assertThat(cause.getRecommendationsZh()).hasSameSizeAs(cause.getRecommendations());
    assertThat(cause.getSummaryZh()).isNotEmpty();
  }

  @Test
  void aReleaseThatCrashesIsToBeRolledBack() {
    Playback played =
        after(
            Shop.rollout("cart", "6", "5", 100),
            Shop.event(
                "cart",
                "Pod/cart-6d4-x2k",
                K8sEventType.STATE,
                "CrashLoopBackOff",
                "back-off 10s",
                108,
                Map.of("exitCode", "1", "container", "app", "revision", "6")),
            Shop.event("cart", "cart-6d4-x2k", "BackOff", "Back-off restarting container", 112),
            Shop.errors("front", 110));
    named(played, "cart", "crash-after-rollout");
    assertThat(played.cause().getFacts())
        .containsEntry("previousRevision", "5")
        .containsEntry("revision", "6")
        .containsEntry("container", "app");
    assertThat(played.cause().getChangeId()).isEqualTo("rollout-cart-6");
    assertThat(played.only().getMembers()).contains(entity("cart"), entity("front"));
  }

  @Test
  void anImageThatIsNotThere() {
    Playback played =
        after(
            Shop.rollout("cart", "6", "5", 100),
            Shop.event("cart", "cart-6d4-x2k", "Failed", "Error: ErrImagePull", 102),
            Shop.event(
                "cart", "cart-6d4-x2k", "BackOff", "Back-off pulling image \"cart:9\"", 104));
    named(played, "cart", "image-unavailable");
    assertThat(played.cause().getFacts()).containsEntry("previousRevision", "5");
  }

  @Test
  void memoryThatRoseUntilTheContainerWasKilledLeaked() {
    Playback played =
        after(
            Shop.high("cart", "process_resident_memory_bytes:value", SignalRole.RESOURCE, 102),
            Shop.event(
                "cart",
                "Pod/cart-1",
                K8sEventType.STATE,
                "OOMKilled",
                "",
                125,
                Map.of("exitCode", "137", "container", "app", "memoryLimit", "268435456")));
    named(played, "cart", "memory-leak");
    assertThat(played.cause().getFacts()).containsEntry("memoryLimit", "268435456");
  }

  @Test
  void memoryThatWasFlatBeforeItRanOutIsALimitTooLow() {
    named(
        after(Shop.event("cart", "cart-1", "OOMKilling", "Memory cgroup out of memory", 120)),
        "cart",
        "oom-limit-too-low");
  }

  @Test
  void cpuWithoutTrafficIsBurnt() {
    named(
        after(
            Shop.high("cart", "process_cpu_seconds_total:rate", SignalRole.RESOURCE, 100),
            Shop.high("cart", "queue_depth:value", SignalRole.SATURATION, 101),
            Shop.slow("cart", 102),
            Shop.slow("front", 102)),
        "cart",
        "cpu-saturation");
  }

  @Test
  void aReleaseThatWasTakenBackIsNoReasonForTheErrorsOfBurntCpu() {
    Evidence back =
        Shop.change(
            "cart",
            ChangeKind.ROLLOUT,
            "rollout-cart-7",
            70,
            Map.of("revision", "6", "image", "cart:1.6"),
            Map.of("revision", "7", "image", "cart:1.5"),
            "7");
    ((Change) back.getBody()).setAuthor("ai-cloudops");
    Playback played =
        after(
            Shop.rollout("cart", "6", "5", 60),
            back,
            Shop.high("cart", "process_cpu_seconds_total:rate", SignalRole.RESOURCE, 100),
            Shop.high("cart", "queue_depth:value", SignalRole.SATURATION, 101),
            Shop.slow("cart", 101),
            Shop.errors("cart", 102));
    named(played, "cart", "cpu-saturation");
    assertThat(played.cause().getConfidence()).isGreaterThan(0.6);
  }

  @Test
  void whatARollbackLeavesStandingIsStillSuspected() {
    Map<String, String> image = Map.of("image", "cart:1.5");
    Map<String, String> both = Map.of("image", "cart:1.6", "env[MODE]", "odd");
    Playback played =
        after(
            Shop.change("cart", ChangeKind.ROLLOUT, "release", 60, image, both, "6"),
            Shop.change(
                "cart", ChangeKind.ROLLOUT, "back", 70, Map.of("image", "cart:1.6"), image, "7"),
            Shop.errors("cart", 100));
    named(played, "cart", "error-burst");
    assertThat(played.cause().getChangeId()).isNotEmpty();
  }

  @Test
  void aReleaseThatOnlyAddedSomethingIsTakenBackWhenThatIsGone() {
    Map<String, String> mode = Map.of("env[MODE]", "odd");
    Evidence back = Shop.change("cart", ChangeKind.ROLLOUT, "back", 70, mode, Map.of(), "7");
    ((Change) back.getBody()).setAuthor("ai-cloudops");
    Playback played =
        after(
            Shop.change("cart", ChangeKind.ROLLOUT, "release", 60, Map.of(), mode, "6"),
            back,
            Shop.errors("cart", 100));
    named(played, "cart", "error-burst");
    assertThat(played.cause().getChangeId()).isEmpty();
  }

  @Test
  void moreCallsOfOneRouteAreNoLoadOfTheWhole() {
    named(
        after(
            Shop.high("cart", "process_cpu_seconds_total:rate", SignalRole.RESOURCE, 100),
            Shop.high(
                "cart",
                "http_server_requests_total:rate{route=\"/items\"}",
                SignalRole.TRAFFIC,
                101),
            Shop.high("cart", "queue_depth:value", SignalRole.SATURATION, 101),
            Shop.slow("cart", 102)),
        "cart",
        "cpu-saturation");
  }

  @Test
  void whatAServiceAtItsLimitStillSendsOnTellsTheLoad() {
    named(
        after(
            Shop.high("front", "http_client_requests_total:rate", SignalRole.TRAFFIC, 100),
            Shop.high("front", "process_cpu_seconds_total:rate", SignalRole.RESOURCE, 100),
            Shop.high("front", "queue_depth:value", SignalRole.SATURATION, 102),
            Shop.slow("front", 102)),
        "front",
        "load-above-capacity");
  }

  @Test
  void theSlowServiceIsBlamedAndNotThoseThatWaitForIt() {
    Playback played =
        after(
            Shop.slow("front", 100),
            Shop.slow("checkout", 101),
            Shop.slow("payment", 102),
            Shop.high(
                "checkout", "http_client_request_duration_seconds:p99", SignalRole.LATENCY, 101));
    named(played, "payment", "dependency-slow");
    assertThat(played.cause().getAffected()).contains(entity("checkout"), entity("front"));
  }

  @Test
  void errorsRightAfterAReleaseNameTheRelease() {
    Playback played =
        after(
            Shop.rollout("payment", "8", "7", 100),
            Shop.errors("payment", 105),
            Shop.errors("checkout", 105),
            Shop.errors("front", 106));
    named(played, "payment", "error-burst");
    assertThat(played.cause().getChangeId()).isEqualTo("rollout-payment-8");
    assertThat(played.cause().getFacts()).containsEntry("previousRevision", "7");
  }

  @Test
  void anExhaustedPoolIsTheCauseAndNotTheSlownessItBrings() {
    named(
        after(
            Shop.high("inventory", "db_pool_waiting:value", SignalRole.SATURATION, 100),
            Shop.high(
                "inventory", "db_pool_connections:value{state=\"in_use\"}", SignalRole.OTHER, 100),
            Shop.slow("inventory", 101),
            Shop.errors("inventory", 104),
            Shop.slow("checkout", 101),
            Shop.errors("front", 105)),
        "inventory",
        "connection-pool-exhausted");
  }

  @Test
  void aPoolThatFillsBecauseTheStoreIsSlowIsASymptom() {
    named(
        after(
            Shop.slow("store", 100),
            Shop.high("inventory", "db_pool_waiting:value", SignalRole.SATURATION, 101),
            Shop.slow("inventory", 101)),
        "store",
        "dependency-slow");
  }

  @Test
  void moreTrafficThanTheFrontBears() {
    named(
        after(
            Shop.high("front", "http_server_requests_total:rate", SignalRole.TRAFFIC, 100),
            Shop.high("cart", "http_server_requests_total:rate", SignalRole.TRAFFIC, 100),
            Shop.high("front", "process_cpu_seconds_total:rate", SignalRole.RESOURCE, 100),
            Shop.high("front", "queue_depth:value", SignalRole.SATURATION, 102),
            Shop.slow("front", 102)),
        "front",
        "load-above-capacity");
  }

  /** They pass the load on, have more to do, and nobody feels it. */
  @Test
  void thoseThatBearTheirShareOfTheTrafficAreNotBlamed() {
    List<Evidence> surge =
        new ArrayList<>(
            List.of(
                Shop.high("front", "queue_depth:value", SignalRole.SATURATION, 100),
                Shop.slow("front", 100)));
    for (String busy : List.of("front", "cart", "checkout", "catalogue")) {
      surge.add(Shop.high(busy, "http_server_requests_total:rate", SignalRole.TRAFFIC, 100));
      surge.add(Shop.high(busy, "process_cpu_seconds_total:rate", SignalRole.RESOURCE, 100));
    }
    Playback played = after(surge.toArray(Evidence[]::new));
    named(played, "front", "load-above-capacity");
    assertThat(played.cause().getConfidence()).as("enough to act on").isGreaterThan(0.6);
  }

  @Test
  void aHealthyReleaseOpensNothing() {
    Playback played =
        after(
            Shop.rollout("cart", "6", "5", 100),
            Shop.event("cart", "cart-6-a", "Unhealthy", "Readiness probe failed", 101),
            Shop.slow("cart", 102),
            Shop.fast("cart", 102, 114),
            Shop.high("cart", "process_cpu_seconds_total:rate", SignalRole.RESOURCE, 103));
    assertThat(played.incidents()).isEmpty();
  }

  @Test
  void aShortWobbleOfTrafficOpensNothing() {
    Playback played =
        after(
            Shop.anomaly(
                "front",
                "http_server_requests_total:rate",
                SignalRole.TRAFFIC,
                AnomalyStatus.OPEN,
                100,
                103,
                75,
                60),
            Shop.anomaly(
                "front",
                "http_server_request_duration_seconds:p99",
                SignalRole.LATENCY,
                AnomalyStatus.OPEN,
                104,
                107,
                0.14,
                0.1),
            Shop.fast("front", 104, 116));
    assertThat(played.incidents()).isEmpty();
  }

  @Test
  void aServiceScaledToZero() {
    List<Evidence> all = Shop.map();
    all.add(
        Shop.change(
            "cart",
            ChangeKind.SCALE,
            "scale-1",
            100,
            Map.of("spec.replicas", "3"),
            Map.of("spec.replicas", "0"),
            ""));
    all.add(Shop.topology("cart", List.of(), Map.of("replicas", "0"), 100));
    all.add(Shop.high("cart", "up:value", SignalRole.AVAILABILITY, 101));
    all.add(
        Shop.anomaly(
            "cart", "up:value", SignalRole.AVAILABILITY, AnomalyStatus.OPEN, 101, 104, 0, 1));
    all.addAll(Shop.ticks(0, 140));
    Playback played = new Playback().playSorted(all);
    named(played, "cart", "scaled-to-zero");
    assertThat(played.cause().getFacts()).containsEntry("replicas", "3");
  }
}
