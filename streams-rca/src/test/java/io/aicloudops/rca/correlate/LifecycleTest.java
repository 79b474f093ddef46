package io.aicloudops.rca.correlate;

import static io.aicloudops.rca.correlate.Shop.entity;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.K8sEventType;
import io.aicloudops.schemas.event.SignalRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How incidents open, grow, merge and come back. */
class LifecycleTest {

  private final Playback played = Playback.of(Shop.map()).play(Shop.ticks(0, 90));

  @Test
  void opensOnceHoweverOftenAnAlertRepeats() {
    List<Evidence> storm = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      storm.add(Shop.alert("cart", "HighLatency", AlertStatus.FIRING, 100 + i / 50));
    }
    played.play(storm).play(Shop.ticks(110, 115));
    assertThat(played.only().getStatus()).isEqualTo(IncidentStatus.OPEN);
    assertThat(played.updates()).as("repetitions are no news").hasSizeLessThan(5);
  }

  @Test
  void resolvesSomeTimeAfterTheAlertDid() {
    played
        .play(Shop.alert("cart", "HighLatency", AlertStatus.FIRING, 100))
        .play(Shop.alert("cart", "HighLatency", AlertStatus.RESOLVED, 130))
        .play(Shop.ticks(131, 155));
    assertThat(played.only().getStatus()).isEqualTo(IncidentStatus.OPEN);
    played.play(Shop.ticks(156, 165));
    assertThat(played.only().getStatus()).isEqualTo(IncidentStatus.RESOLVED);
    assertThat(played.only().getResolvedAt()).isAfter(Shop.at(159));
    assertThat(played.only().getEvidence()).allMatch(ref -> !ref.getActive());
  }

  @Test
  void aSymptomThatComesBackLaterWithoutItsCauseIsAnotherIncident() {
    played
        .play(Shop.event("store", "store-1", "ErrImagePull", "not found", 100))
        .play(Shop.errors("cart", 101))
        .play(Shop.ticks(104, 130))
        .play(Shop.event("store", "Pod/store-1", K8sEventType.STATE, "Ready", "", 131, Map.of()))
        .play(Shop.errorsOver("cart", 101, 132))
        .play(Shop.ticks(133, 280));
    assertThat(played.open()).isEmpty();
    assertThat(played.cause().getEntity()).isEqualTo(entity("store"));
    played.play(Shop.errors("cart", 285)).play(Shop.ticks(289, 300));
    assertThat(played.open()).hasSize(1);
    assertThat(played.incidents()).hasSize(2);
  }

  @Test
  void comesBackAsTheSameIncidentIfTheSameTroubleComesBackSoon() {
    played
        .play(Shop.alert("cart", "HighLatency", AlertStatus.FIRING, 100))
        .play(Shop.alert("cart", "HighLatency", AlertStatus.RESOLVED, 130))
        .play(Shop.ticks(131, 200))
        .play(Shop.alert("cart", "HighLatency", AlertStatus.FIRING, 210))
        .play(Shop.ticks(211, 215));
    assertThat(played.only().getStatus()).isEqualTo(IncidentStatus.OPEN);
    assertThat(played.only().getResolvedAt()).isNull();
    assertThat(played.only().getTimeline()).anyMatch(e -> e.getKind().equals("reopened"));
  }

  @Test
  void flappingIsOneIncidentHoweverLongItGoesOn() {
    for (long second = 100; second < 1_900; second += 90) {
      played
          .play(Shop.alert("cart", "HighLatency", AlertStatus.FIRING, second))
          .play(Shop.ticks(second + 1, second + 19))
          .play(Shop.alert("cart", "HighLatency", AlertStatus.RESOLVED, second + 20))
          .play(Shop.ticks(second + 21, second + 89));
    }
    assertThat(played.only().getTimeline()).hasSizeLessThanOrEqualTo(100);
    assertThat(played.updates()).as("four words a round at the most").hasSizeLessThanOrEqualTo(80);
  }

  @Test
  void aSilenceThatBeginsLaterBeginsLater() {
    Map<String, String> later =
        Map.of("from", Shop.at(150).toString(), "until", Shop.at(180).toString());
    played
        .play(Shop.command(CommandType.MAINTENANCE, entity("cart"), later, 95))
        .play(Shop.alert("cart", "HighLatency", AlertStatus.FIRING, 100))
        .play(Shop.ticks(101, 148));
    assertThat(played.only().getSilenced()).isFalse();
    played.play(Shop.ticks(149, 155));
    assertThat(played.only().getSilenced()).isTrue();
    played.play(Shop.ticks(156, 185));
    assertThat(played.only().getSilenced()).isFalse();
  }

  @Test
  void newTroubleDoesNotJoinOldForASignalThatNeverRecovered() {
    played
        .play(Shop.slow("front", 100), Shop.errors("cart", 100))
        .play(Shop.errorsOver("cart", 100, 140))
        .play(Shop.ticks(141, 1_000))
        .play(Shop.errors("payment", 1_001), Shop.errors("front", 1_002))
        .play(Shop.ticks(1_006, 1_012));
    assertThat(played.open()).hasSize(2);
    assertThat(played.open().get(1).getMembers()).contains(entity("payment"), entity("front"));
  }

  @Test
  void whatIsHeldResponsibleKeepsWhatHappensToItLater() {
    played
        .play(Shop.errors("payment", 100))
        .play(Shop.ticks(104, 1_000))
        .play(Shop.event("payment", "payment-1", "OOMKilling", "", 1_001))
        .play(Shop.ticks(1_002, 1_010));
    assertThat(played.only().getEvidence()).hasSize(2);
  }

  @Test
  void anEntityNamedWithoutAFaultIsWeighedMoreForWhateverItHas() {
    played
        .play(Shop.errors("payment", 100), Shop.errors("inventory", 100))
        .play(Shop.errors("checkout", 100))
        .play(Shop.ticks(104, 115));
    String first = played.cause().getEntity();
    String other = first.equals(entity("payment")) ? entity("inventory") : entity("payment");
    played
        .play(
            Shop.command(
                CommandType.FEEDBACK,
                played.only().getId(),
                Map.of("verdict", "wrong", "trueEntity", other),
                120))
        .play(Shop.alert("checkout", "Slow", AlertStatus.FIRING, 121))
        .play(Shop.ticks(122, 126));
    assertThat(played.cause().getEntity()).isEqualTo(other);
  }

  @Test
  void anAnomalyOfTheSameSignalReopensToo() {
    played
        .play(Shop.errors("cart", 100), Shop.errorsOver("cart", 100, 120))
        .play(Shop.ticks(121, 160))
        .play(Shop.errors("cart", 170))
        .play(Shop.ticks(174, 180));
    assertThat(played.only().getStatus()).isEqualTo(IncidentStatus.OPEN);
  }

  @Test
  void isAnotherIncidentLongAfter() {
    played
        .play(Shop.alert("cart", "HighLatency", AlertStatus.FIRING, 100))
        .play(Shop.alert("cart", "HighLatency", AlertStatus.RESOLVED, 130))
        .play(Shop.ticks(131, 700))
        .play(Shop.alert("cart", "HighLatency", AlertStatus.FIRING, 701))
        .play(Shop.ticks(702, 705));
    assertThat(played.incidents()).hasSize(2);
  }

  @Test
  void neverOpensOnAChangeOrOnInformationAlone() {
    played
        .play(Shop.rollout("cart", "6", "5", 100))
        .play(
            Shop.event(
                "cart",
                "ReplicaSet/cart-6",
                K8sEventType.NORMAL,
                "SuccessfulCreate",
                "Created pod",
                101,
                Map.of()))
        .play(Shop.alert("cart", "Watchdog", AlertStatus.FIRING, "none", 102))
        .play(Shop.high("cart", "http_server_requests_total:rate", SignalRole.TRAFFIC, 103))
        .play(Shop.ticks(107, 200));
    assertThat(played.incidents()).isEmpty();
  }

  @Test
  void twoServicesThatDoNotReachEachOtherAreTwoIncidents() {
    played
        .play(
            Shop.alert("payment", "PaymentDown", AlertStatus.FIRING, 100),
            Shop.alert("store", "StoreDown", AlertStatus.FIRING, 101))
        .play(Shop.ticks(102, 110));
    assertThat(played.open()).hasSize(2);
  }

  @Test
  void mergesWhenItTurnsOutThatOneCausesTheOther() {
    Playback blind =
        new Playback()
            .play(Shop.ticks(0, 99))
            .play(Shop.calls("payment"), Shop.calls("other", "payment"))
            .play(Shop.calls("front", "unknown"))
            .play(Shop.alert("front", "HighErrorRate", AlertStatus.FIRING, 100))
            .play(Shop.alert("payment", "HighLatency", AlertStatus.FIRING, 101))
            .play(Shop.ticks(102, 104));
    assertThat(blind.open()).hasSize(2);
    blind
        .play(Shop.calls("front", "checkout"), Shop.calls("checkout", "payment"), Shop.tick(105))
        .play(Shop.alert("checkout", "HighErrorRate", AlertStatus.FIRING, 106))
        .play(Shop.ticks(107, 110));
    assertThat(blind.open()).hasSize(1);
    Incident left = blind.open().get(0);
    assertThat(left.getMembers()).contains(entity("front"), entity("payment"));
    assertThat(left.getCauses().get(0).getEntity()).isEqualTo(entity("payment"));
    assertThat(blind.incidents())
        .anyMatch(
            i -> i.getStatus() == IncidentStatus.MERGED && i.getMergedInto().equals(left.getId()));
  }

  @Test
  void silencedIncidentsAreShownAndFlagged() {
    played
        .play(Shop.command(CommandType.SILENCE, entity("cart"), Map.of("duration", "60s"), 95))
        .play(Shop.alert("cart", "HighLatency", AlertStatus.FIRING, 100))
        .play(Shop.ticks(101, 105));
    assertThat(played.only().getSilenced()).isTrue();
    played.play(Shop.ticks(106, 160));
    assertThat(played.only().getSilenced()).as("the silence has ended").isFalse();
  }

  @Test
  void maintenanceOfANamespaceSilencesUntilItIsEnded() {
    played
        .play(Shop.command(CommandType.MAINTENANCE, "demo/shop", Map.of(), 95))
        .play(Shop.alert("cart", "HighLatency", AlertStatus.FIRING, 100))
        .play(Shop.ticks(101, 105));
    assertThat(played.only().getSilenced()).isTrue();
    played
        .play(Shop.command(CommandType.UNSILENCE, "demo/shop", Map.of(), 106))
        .play(Shop.ticks(107, 110));
    assertThat(played.only().getSilenced()).isFalse();
  }

  @Test
  void learnsFromFeedbackAndForgetsItWhenItIsTakenBack() {
    played.play(Shop.slow("payment", 100)).play(Shop.ticks(103, 115));
    double before = played.cause().getConfidence();
    assertThat(played.cause().getFault()).isEqualTo("dependency-slow");
    Map<String, String> wrong = Map.of("verdict", "wrong", "trueFault", "database-trouble");
    played
        .play(Shop.command(CommandType.FEEDBACK, played.only().getId(), wrong, 120))
        .play(Shop.ticks(121, 125));
    double after = played.cause().getConfidence();
    assertThat(after).isLessThan(before - 0.1);
    assertThat(played.only().getTimeline()).anyMatch(e -> e.getKind().equals("feedback"));
    played
        .play(Shop.command(CommandType.UNDO, "FEEDBACK-120", Map.of(), 130))
        .play(Shop.alert("payment", "Slow", AlertStatus.FIRING, 131))
        .play(Shop.ticks(132, 135));
    assertThat(played.cause().getConfidence()).isGreaterThan(after);
  }

  @Test
  void staysBoundedInAStormOfAlerts() {
    for (int i = 0; i < 400; i++) {
      played.play(Shop.alert("cart", "Alert" + i, AlertStatus.FIRING, 100 + i / 100));
    }
    played.play(Shop.ticks(104, 110));
    assertThat(played.only().getEvidence()).hasSizeLessThanOrEqualTo(100);
    assertThat(played.only().getTimeline()).hasSizeLessThanOrEqualTo(100);
  }
}
