package io.aicloudops.rca.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.rca.correlate.Shop;
import io.aicloudops.schemas.event.ChangeKind;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.K8sEventType;
import io.aicloudops.schemas.event.SignalRole;
import io.aicloudops.schemas.faults.FaultKind;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the states and signals of one entity say about its fault. */
class StateFaultsTest {

  private static Hypothesis best(List<Evidence> trouble, Evidence... changes) {
    Scene scene =
        new Scene(
            Shop.entity("cart"), Map.of("replicas", "2"), facts(trouble), facts(List.of(changes)));
    return Stream.concat(
            StateRecognisers.of(scene).stream(), MeasureRecognisers.of(scene, List.of()).stream())
        .max(Comparator.comparingDouble(Hypothesis::score))
        .orElseThrow();
  }

  private static List<Fact> facts(List<Evidence> evidence) {
    return evidence.stream().map(e -> FactReader.read(e).orElseThrow()).toList();
  }

  private static Evidence crash() {
    return Shop.event("cart", "cart-1", "CrashLoopBackOff", "", 100);
  }

  @Test
  void aCrashIsBlamedOnTheChangeBeforeIt() {
    assertThat(best(List.of(crash())).fault()).isEqualTo(FaultKind.CRASH_WITHOUT_CHANGE);
    assertThat(best(List.of(crash()), Shop.rollout("cart", "2", "1", 90)).fault())
        .isEqualTo(FaultKind.CRASH_AFTER_ROLLOUT);
    Evidence config =
        Shop.change("cart", ChangeKind.CONFIG, "c1", 95, Map.of("k", "a"), Map.of("k", "b"), "");
    assertThat(best(List.of(crash()), Shop.rollout("cart", "2", "1", 90), config).fault())
        .isEqualTo(FaultKind.CRASH_AFTER_CONFIG_CHANGE);
  }

  @Test
  void changesAfterTheTroubleAndMereRestartsAreNotBlamed() {
    assertThat(best(List.of(crash()), Shop.rollout("cart", "2", "1", 130)).fault())
        .isEqualTo(FaultKind.CRASH_WITHOUT_CHANGE);
    Evidence restart =
        Shop.change(
            "cart",
            ChangeKind.ROLLOUT,
            "r1",
            95,
            Map.of(),
            Map.of("restartedAt", "2026-01-01T00:00:00Z"),
            "");
    assertThat(best(List.of(crash()), restart).fault()).isEqualTo(FaultKind.CRASH_WITHOUT_CHANGE);
  }

  @Test
  void whatTheSystemDidItselfIsNoSuspect() {
    Evidence mended = Shop.rollout("cart", "3", "2", 95);
    ((io.aicloudops.schemas.event.Change) mended.getBody()).setAuthor("ai-cloudops");
    assertThat(best(List.of(crash()), mended).fault()).isEqualTo(FaultKind.CRASH_WITHOUT_CHANGE);
  }

  @Test
  void theRevisionToBlameIsNotTheOneToGoBackToEvenIfItsPodsAreReady() {
    Evidence rollout = Shop.rollout("cart", "6", "", 95);
    ((io.aicloudops.schemas.event.Change) rollout.getBody()).setBefore(Map.of());
    Scene scene =
        new Scene(
            Shop.entity("cart"),
            Map.of("healthyRevision", "6", "revision", "6"),
            facts(List.of(Shop.errors("cart", 97))),
            facts(List.of(rollout)));
    Hypothesis best = MeasureRecognisers.of(scene, List.of()).get(0);
    assertThat(best.fault()).isEqualTo(FaultKind.ERROR_BURST);
    assertThat(best.facts())
        .doesNotContainKey("healthyRevision")
        .containsEntry("previousRevision", "5");
  }

  @Test
  void anOldReleaseIsNotBlamedForACrash() {
    assertThat(best(List.of(crash()), Shop.rollout("cart", "2", "1", -1700)).fault())
        .isEqualTo(FaultKind.CRASH_WITHOUT_CHANGE);
  }

  @Test
  void containersThatRunOutOfMemoryCrashForNoOtherReason() {
    Evidence oom = Shop.event("cart", "cart-1", "OOMKilled", "", 99);
    assertThat(best(List.of(oom, crash()), Shop.rollout("cart", "2", "1", 90)).fault())
        .isEqualTo(FaultKind.OOM_LIMIT_TOO_LOW);
  }

  @Test
  void nearlyFullMemoryThatRisesIsALeakBeforeAnythingIsKilled() {
    Evidence full =
        Shop.anomaly(
            "cart",
            "process_memory:saturation",
            SignalRole.SATURATION,
            io.aicloudops.schemas.event.AnomalyStatus.OPEN,
            90,
            93,
            0.93,
            0.4);
    assertThat(best(List.of(full)).fault()).isEqualTo(FaultKind.MEMORY_LEAK);
  }

  @Test
  void aReleaseMakesAStuckRolloutTheReleasesFault() {
    Evidence stuck =
        Shop.event(
            "cart",
            "Deployment/cart",
            K8sEventType.WARNING,
            "ProgressDeadlineExceeded",
            "",
            100,
            Map.of());
    Hypothesis best = best(List.of(stuck), Shop.rollout("cart", "2", "1", 90));
    assertThat(best.fault()).isEqualTo(FaultKind.ROLLOUT_STUCK);
    assertThat(best.changeId()).isEqualTo("rollout-cart-2");
    assertThat(best.facts()).containsEntry("previousRevision", "1");
  }

  @Test
  void throttlingAndLagAreNamed() {
    assertThat(
            best(List.of(
                    Shop.high(
                        "cart",
                        "container_cpu_cfs_throttled_periods_total:rate",
                        SignalRole.SATURATION,
                        100)))
                .fault())
        .isEqualTo(FaultKind.CPU_THROTTLING);
    assertThat(
            best(List.of(Shop.high("cart", "kafka_consumer_lag:value", SignalRole.SATURATION, 100)))
                .fault())
        .isEqualTo(FaultKind.CONSUMER_LAG);
  }

  @Test
  void whatNothingExplainsIsUnknownAndUnsure() {
    Hypothesis best = best(List.of(Shop.high("cart", "some_gauge:value", SignalRole.OTHER, 100)));
    assertThat(best.fault()).isEqualTo(FaultKind.UNKNOWN);
    assertThat(best.score()).isLessThan(0.3);
  }

  @Test
  void thereIsAdviceInBothLanguagesForEveryFault() {
    for (FaultKind fault : FaultKind.values()) {
      Advice.Steps steps = Advice.against(fault);
      assertThat(steps.en()).as(fault.id()).isNotEmpty();
      assertThat(steps.zh()).as(fault.id()).hasSameSizeAs(steps.en());
    }
  }
}
