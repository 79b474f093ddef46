package io.aicloudops.rca.correlate;

import static io.aicloudops.rca.correlate.Shop.entity;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.Edge;
import io.aicloudops.schemas.event.EdgeType;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.K8sEvent;
import io.aicloudops.schemas.event.K8sEventType;
import io.aicloudops.schemas.event.SignalRole;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.faults.FaultKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What ends the trouble that an incident tells of, and what does not. */
class RecoveryTest {

  private static final String SERVICE = entity("lost").replace("/Deployment/", "/Service/");

  private static final Map<String, String> NONE = Map.of();
  private static final Map<String, String> WHOLE =
      Map.of("replicas", "2", "readyReplicas", "2", "updatedReplicas", "2");

  private final Playback played = Playback.of(Shop.map()).play(Shop.ticks(0, 90));

  @Test
  void anEvictedPodIsThereUntilItIsDeletedThoughItsReplacementIsReadyAtOnce() {
    played
        .play(
            Shop.event("cart", "Pod/cart-1", K8sEventType.STATE, "Evicted", "memory", 100, NONE),
            Shop.event("cart", "Deployment/cart", K8sEventType.STATE, "Available", "", 100, NONE))
        .play(Shop.ticks(101, 140));
    assertThat(played.only().getStatus()).isEqualTo(IncidentStatus.OPEN);
    assertThat(played.cause().getFault()).isEqualTo(FaultKind.EVICTED_PODS_LEFT.id());
    played
        .play(Shop.event("cart", "Pod/cart-1", K8sEventType.STATE, "Deleted", "", 141, NONE))
        .play(Shop.ticks(142, 180));
    assertThat(played.only().getStatus()).isEqualTo(IncidentStatus.RESOLVED);
  }

  @Test
  void aWorkloadThatHasAllItsPodsSaysNothingOfItsService() {
    played
        .play(
            Shop.event("cart", "Service/cart", K8sEventType.STATE, "NoEndpoints", "", 100, NONE),
            Shop.topology("cart", List.of(), WHOLE, 101),
            Shop.event("cart", "Deployment/cart", K8sEventType.STATE, "Available", "", 102, NONE))
        .play(Shop.ticks(103, 150));
    assertThat(played.only().getStatus()).isEqualTo(IncidentStatus.OPEN);
    played
        .play(Shop.event("cart", "Service/cart", K8sEventType.STATE, "Recovered", "", 151, NONE))
        .play(Shop.ticks(152, 190));
    assertThat(played.only().getStatus()).isEqualTo(IncidentStatus.RESOLVED);
  }

  @Test
  void trafficThatRisesElsewhereDoesNotHoldAnIncidentOpen() {
    played
        .play(Shop.errors("cart", 100))
        .play(Shop.high("cart", "http_server_requests_total:rate", SignalRole.TRAFFIC, 101))
        .play(Shop.errorsOver("cart", 100, 120))
        .play(Shop.ticks(121, 160));
    assertThat(played.only().getStatus()).isEqualTo(IncidentStatus.RESOLVED);
  }

  @Test
  void aPodThatIsReadyAgainEndsWhatItsEventsSaid() {
    played
        .play(Shop.event("cart", "cart-1", "CrashLoopBackOff", "back-off", 100))
        .play(Shop.ticks(101, 105))
        .play(Shop.event("cart", "Pod/cart-1", K8sEventType.STATE, "Ready", "", 120, Map.of()))
        .play(Shop.ticks(121, 160));
    assertThat(played.only().getStatus()).isEqualTo(IncidentStatus.RESOLVED);
  }

  @Test
  void aRolloutThatCompletesEndsWhatEventsOfItsPodsSaid() {
    played
        .play(Shop.event("cart", "cart-1", "ImagePullBackOff", "", 100))
        .play(Shop.ticks(101, 105))
        .play(Shop.topology("cart", List.of(), WHOLE, 120))
        .play(Shop.ticks(121, 160));
    assertThat(played.only().getStatus()).isEqualTo(IncidentStatus.RESOLVED);
  }

  @Test
  void anEventNobodyRepeatsGrowsOld() {
    played
        .play(Shop.event("cart", "cart-1", "FailedScheduling", "Insufficient cpu", 100))
        .play(Shop.ticks(101, 450));
    assertThat(played.only().getStatus()).isEqualTo(IncidentStatus.OPEN);
    played.play(Shop.ticks(451, 520));
    assertThat(played.only().getStatus()).isEqualTo(IncidentStatus.RESOLVED);
  }

  @Test
  void anAlertHoldsItsIncidentOpenUntilAlertmanagerRepeatsIt() {
    long fourHours = 4 * 3_600;
    played.play(Shop.alert("cart", "HighLatency", AlertStatus.FIRING, 100));
    played.play(Shop.ticks(101, 110)).play(Shop.ticks(fourHours + 90, fourHours + 200));
    assertThat(played.only().getStatus()).isEqualTo(IncidentStatus.OPEN);
    played.play(Shop.alert("cart", "HighLatency", AlertStatus.FIRING, fourHours + 201));
    played.play(Shop.ticks(fourHours + 202, fourHours + 210));
    assertThat(played.only().getStatus()).as("the same incident").isEqualTo(IncidentStatus.OPEN);

    long longAfter = fourHours + 201 + 5 * 3_600;
    played.play(Shop.ticks(longAfter + 1, longAfter + 60));
    assertThat(played.only().getStatus()).as("lost its end").isEqualTo(IncidentStatus.RESOLVED);
  }

  @Test
  void anAnomalyNobodySpeaksOfGrowsOldSooner() {
    played.play(Shop.errors("cart", 100)).play(Shop.ticks(104, 110));
    assertThat(played.only().getStatus()).isEqualTo(IncidentStatus.OPEN);
    played.play(Shop.ticks(3_710, 3_750));
    assertThat(played.only().getStatus()).isEqualTo(IncidentStatus.RESOLVED);
  }

  @Test
  void anEntityThatIsGoneTakesItsTroubleAlong() {
    io.aicloudops.schemas.event.TopologyEntity gone =
        io.aicloudops.schemas.event.TopologyEntity.newBuilder()
            .setEntity(entity("cart"))
            .setTime(Shop.at(120))
            .setSource("kubernetes")
            .setGone(true)
            .build();
    played
        .play(Shop.errors("cart", 100))
        .play(Shop.ticks(104, 110))
        .play(new Evidence(Shop.CLUSTER, entity("cart"), Shop.at(120), gone))
        .play(Shop.ticks(121, 160));
    assertThat(played.only().getStatus()).isEqualTo(IncidentStatus.RESOLVED);
  }

  /** A selector that is mended makes the service its workload's: its trouble was kept before. */
  @Test
  void recoversUnderTheNameThatStandsForItSince() {
    played
        .play(service(List.of(), 95))
        .play(ofService("NoEndpoints", 100))
        .play(Shop.ticks(101, 110))
        .play(service(List.of(new Edge(EdgeType.SELECTS, entity("cart"))), 111))
        .play(ofService("Recovered", 112))
        .play(Shop.ticks(113, 150));
    assertThat(played.only().getStatus()).isEqualTo(IncidentStatus.RESOLVED);
  }

  private static Evidence service(List<Edge> edges, long second) {
    return about(
        TopologyEntity.newBuilder()
            .setEntity(SERVICE)
            .setEdges(edges)
            .setTime(Shop.at(second))
            .setSource("kubernetes")
            .build(),
        second);
  }

  private static Evidence ofService(String reason, long second) {
    return about(
        K8sEvent.newBuilder()
            .setEntity(SERVICE)
            .setObject("Service/lost")
            .setType(K8sEventType.STATE)
            .setReason(reason)
            .setMessage("")
            .setFirstSeen(Shop.at(second))
            .setTime(Shop.at(second))
            .setAttributes(Map.of())
            .build(),
        second);
  }

  private static Evidence about(Object body, long second) {
    return new Evidence(SERVICE.substring(0, SERVICE.indexOf('/')), SERVICE, Shop.at(second), body);
  }
}
