package io.aicloudops.remediator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aicloudops.remediator.Given;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.faults.FaultKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannerTest {

  private final Planner planner = new Planner(Given.LIMITS);

  private Planning forFault(FaultKind fault, Map<String, String> facts, String... attributes) {
    Cause cause = Given.cause(Given.CART, fault, 0.9);
    cause.setFacts(new HashMap<>(facts));
    return planner.forIncident(
        Given.incident("i1", Given.T0, cause),
        cause,
        attributes.length == 0
            ? Optional.empty()
            : Optional.of(workload(Map.of(attributes[0], attributes[1]))),
        Optional.empty(),
        Given.T0);
  }

  private static TopologyEntity workload(Map<String, String> attributes) {
    return Given.workload(Given.CART, attributes);
  }

  private static Plan planned(Planning planning) {
    assertThat(planning).isInstanceOf(Planning.Planned.class);
    return ((Planning.Planned) planning).plan();
  }

  private static String refusal(Planning planning) {
    assertThat(planning).isInstanceOf(Planning.NoAction.class);
    return ((Planning.NoAction) planning).reason();
  }

  @Test
  void rollsBackToTheLastHealthyRevision() {
    Plan plan =
        planned(
            forFault(
                FaultKind.CRASH_AFTER_ROLLOUT,
                Map.of("revision", "7", "healthyRevision", "5", "previousRevision", "6")));
    assertThat(plan.origin()).isEqualTo(Origin.INCIDENT);
    assertThat(plan.action()).isEqualTo(ActionKind.ROLLBACK);
    assertThat(plan.params()).containsEntry("toRevision", "5").containsEntry("fromRevision", "7");
    assertThat(plan.reason()).contains("back to revision 5");
    assertThat(plan.reasonZh()).contains("版本 5");
    assertThat(plan.growth()).isZero();
  }

  @Test
  void rollsBackToThePreviousRevisionOrTheLastThatDiffers() {
    assertThat(planned(forFault(FaultKind.ROLLOUT_STUCK, Map.of("previousRevision", "3"))).params())
        .containsEntry("toRevision", "3");
    assertThat(planned(forFault(FaultKind.ROLLOUT_STUCK, Map.of())).reason())
        .contains("the last revision");
    assertThat(
            refusal(
                forFault(FaultKind.ROLLOUT_STUCK, Map.of("revision", "2", "healthyRevision", "2"))))
        .contains("no earlier revision");
  }

  @Test
  void raisesAMemoryLimitInsideItsCeiling() {
    Plan plan = planned(forFault(FaultKind.OOM_LIMIT_TOO_LOW, Map.of("memoryLimit", "104857600")));
    assertThat(plan.params()).containsEntry("memoryLimit", "157286400");
    assertThat(plan.reason()).contains("100 to 150 MiB");
    assertThat(
            planned(forFault(FaultKind.OOM_LIMIT_TOO_LOW, Map.of(), "memoryLimit", "4294967295"))
                .params())
        .containsEntry("memoryLimit", Long.toString(4L << 30));
    assertThat(refusal(forFault(FaultKind.OOM_LIMIT_TOO_LOW, Map.of("memoryLimit", "4294967296"))))
        .contains("ceiling");
    assertThat(refusal(forFault(FaultKind.OOM_LIMIT_TOO_LOW, Map.of()))).contains("not known");
  }

  @Test
  void restartsWithTheTimeOfTheEvent() {
    assertThat(planned(forFault(FaultKind.MEMORY_LEAK, Map.of())).params())
        .containsEntry("restartedAt", Given.T0.toString());
  }

  @Test
  void doesNothingWhereOnlyAPersonCanDecide() {
    assertThat(refusal(forFault(FaultKind.QUOTA_EXHAUSTED, Map.of()))).contains("a person");
    Cause strange = Given.cause("demo/_/Node/n1", FaultKind.MEMORY_LEAK, 0.9);
    assertThat(
            refusal(
                planner.forIncident(
                    Given.incident("i", Given.T0, strange),
                    strange,
                    Optional.empty(),
                    Optional.empty(),
                    Given.T0)))
        .contains("no workload");
    strange.setFault("of-a-newer-version");
    assertThat(
            refusal(
                planner.forIncident(
                    Given.incident("i", Given.T0, strange),
                    strange,
                    Optional.empty(),
                    Optional.empty(),
                    Given.T0)))
        .contains("not in the catalogue");
  }

  private static Planning requested(String entity, ActionKind action, Map<String, String> facts) {
    return new Planner(Given.LIMITS)
        .forRequest(entity, action, facts, "asked", Optional.empty(), Given.T0);
  }

  @Test
  void actsOnNodesAndPodsByTheirNames() {
    String node = "demo/_/Node/n1";
    Cause down = Given.cause(node, FaultKind.NODE_NOT_READY, 0.9);
    Plan cordon =
        planned(
            new Planner(Given.LIMITS)
                .forIncident(
                    Given.incident("i1", Given.T0, down),
                    down,
                    Optional.empty(),
                    Optional.empty(),
                    Given.T0));
    assertThat(cordon.action()).isEqualTo(ActionKind.CORDON);
    assertThat(cordon.expectation()).isEqualTo("no new pod is put on the node");
    assertThat(refusal(requested(node, ActionKind.RESTART, Map.of()))).contains("no workload");
    assertThat(refusal(requested(Given.CART, ActionKind.CORDON, Map.of()))).contains("no node");
    assertThat(planned(requested(node, ActionKind.UNCORDON, Map.of())).reason())
        .isEqualTo("uncordon n1: asked");
    assertThat(refusal(requested(Given.CART, ActionKind.DELETE_POD, Map.of())))
        .contains("which pod");
    Cause stuck = Given.cause("demo/shop/StatefulSet/db", FaultKind.WORKLOAD_SHORT_OF_PODS, 0.9);
    stuck.setMember("db-1");
    Plan replace =
        planned(
            new Planner(Given.LIMITS)
                .forIncident(
                    Given.incident("i1", Given.T0, stuck),
                    stuck,
                    Optional.empty(),
                    Optional.empty(),
                    Given.T0));
    assertThat(replace.params()).containsExactly(Map.entry("pod", "db-1"));
    assertThat(planned(requested(Given.CART, ActionKind.RESUME_ROLLOUT, Map.of())).danger())
        .contains("held back on purpose");
    assertThat(planned(requested(Given.CART, ActionKind.DELETE_EVICTED_PODS, Map.of())).params())
        .isEmpty();
  }

  @Test
  void aRecommendationGoesStepByStep() {
    assertThat(recommended(2, 15).params()).containsEntry("replicas", "4");
    assertThat(recommended(3, 4).params()).containsEntry("replicas", "4");
    assertThat(recommended(3, 4).growth()).isEqualTo(1);
    assertThat(recommended(16, 2).params()).containsEntry("replicas", "12");
    assertThat(recommended(3, 1).params()).containsEntry("replicas", "2");
    assertThat(recommended(3, 1).growth()).isEqualTo(-1);
    assertThat(recommended(18, 40).params()).containsEntry("replicas", "20");
    assertThat(refusal(planner.forScaling(scaling(20, 40), Optional.empty(), Given.T0)))
        .contains("limits");
    assertThat(refusal(planner.forScaling(scaling(2, 1), Optional.empty(), Given.T0)))
        .contains("limits");
  }

  private Plan recommended(int current, int recommended) {
    return planned(planner.forScaling(scaling(current, recommended), Optional.empty(), Given.T0));
  }

  private static Scaling scaling(int current, int recommended) {
    return Given.scaling(Given.CART, current, recommended, Given.T0);
  }

  @Test
  void theTopologyKnowsThePresentReplicasBetter() {
    Plan plan =
        planned(
            planner.forScaling(
                scaling(2, 8), Optional.of(workload(Map.of("replicas", "5"))), Given.T0));
    assertThat(plan.params()).containsEntry("fromReplicas", "5").containsEntry("replicas", "8");
    assertThat(
            refusal(
                planner.forScaling(
                    scaling(2, 8), Optional.of(workload(Map.of("replicas", "12"))), Given.T0)))
        .contains("would make it worse");
  }

  @Test
  void doublesAnIncidentsWorkloadWithoutARecommendation() {
    assertThat(planned(forFault(FaultKind.LOAD_ABOVE_CAPACITY, Map.of(), "replicas", "4")).params())
        .containsEntry("replicas", "8");
    assertThat(refusal(forFault(FaultKind.LOAD_ABOVE_CAPACITY, Map.of()))).contains("not known");
    assertThat(
            planned(
                    forFault(
                        FaultKind.SCALED_TO_ZERO, Map.of("previousReplicas", "3"), "replicas", "0"))
                .params())
        .containsEntry("replicas", "3");
  }

  @Test
  void whatAPersonAsksForIsTheirs() {
    Plan plan =
        planned(
            planner.forRequest(
                Given.CART,
                ActionKind.SCALE,
                Map.of("replicas", "12"),
                "asked by ann",
                Optional.of(workload(Map.of("replicas", "2"))),
                Given.T0));
    assertThat(plan.origin()).isEqualTo(Origin.REQUEST);
    assertThat(plan.fault()).isEqualTo(FaultKind.UNKNOWN);
    assertThat(plan.params()).containsEntry("replicas", "12");
  }

  @Test
  void limitsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new PlanLimits(1, 1, 2, 1, 2, 1, 2, 1, 1))
        .hasMessageContaining("memory-factor");
    assertThatThrownBy(() -> new PlanLimits(2, 1, 1, 2, 2, 1, 2, 1, 1))
        .hasMessageContaining("replica-ceiling");
    assertThatThrownBy(() -> new PlanLimits(2, 1, 2, 1, 9, 1, 2, 1, 1))
        .hasMessageContaining("cpu-factor");
    assertThatThrownBy(() -> new PlanLimits(2, 1, 2, 1, 2, 1, 2, 1, 0))
        .hasMessageContaining("drain-ceiling");
    assertThat(Origin.ofId("of a newer version")).isEqualTo(Origin.REQUEST);
  }
}
