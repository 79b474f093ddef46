package io.aicloudops.rca.correlate;

import static io.aicloudops.rca.correlate.Shop.entity;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.Edge;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.EvidenceRef;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When an incident turns out to be several. */
class SplittingTest {

  private static Incident of(Playback played, String name) {
    return played.open().stream()
        .filter(i -> i.getCauses().get(0).getEntity().equals(entity(name)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no incident of " + name + ": " + played.titles()));
  }

  private static List<String> evidence(Incident incident) {
    return incident.getEvidence().stream().map(EvidenceRef::getEntity).distinct().toList();
  }

  /** Nothing is known of who calls whom; both are down within the same few seconds. */
  private static Playback joinedByGuess() {
    return new Playback()
        .play(Shop.ticks(0, 99))
        .play(Shop.alert("search", "HighErrorRate", AlertStatus.FIRING, 100))
        .play(Shop.alert("mail", "HighErrorRate", AlertStatus.FIRING, 103))
        .play(Shop.ticks(104, 110));
  }

  @Test
  void whatWasJoinedByGuessPartsWhenTheMapSaysThatItIsApart() {
    Playback played = joinedByGuess();
    Incident one = played.only();
    assertThat(one.getEvidence()).extracting(EvidenceRef::getGuessed).containsExactly(false, true);

    played
        .play(Shop.calls("search", "index"), Shop.calls("index"))
        .play(Shop.calls("mail", "relay"), Shop.calls("relay"))
        .play(Shop.ticks(111, 115));

    assertThat(played.open()).hasSize(2);
    Incident stays = of(played, "search");
    Incident parted = of(played, "mail");
    assertThat(stays.getId()).isEqualTo(one.getId());
    assertThat(parted.getSplitFrom()).isEqualTo(one.getId());
    assertThat(stays.getPartedTo()).containsEntry(entity("mail"), parted.getId());
    assertThat(evidence(stays)).containsExactly(entity("search"));
    assertThat(evidence(parted)).containsExactly(entity("mail"));
    assertThat(stays.getTimeline()).anyMatch(e -> e.getKind().equals("split"));
    assertThat(parted.getTimeline()).anyMatch(e -> e.getText().contains(one.getId()));
  }

  @Test
  void aMapThatShowsHowTheyReachEachOtherPartsNothing() {
    Playback played =
        joinedByGuess()
            .play(Shop.calls("search", "mail"), Shop.calls("mail"))
            .play(Shop.ticks(111, 120));
    assertThat(played.only().getPartedTo()).isEmpty();
  }

  @Test
  void aMapThatForgetsPartsNothing() {
    Playback played =
        Playback.of(Shop.map())
            .play(Shop.ticks(0, 99))
            .play(Shop.errors("payment", 100), Shop.errors("front", 101))
            .play(Shop.ticks(105, 110))
            .play(
                Shop.topology("checkout", List.of(), Map.of("replicas", "2"), 111),
                Shop.topology("front", edges("cart"), Map.of("replicas", "2"), 111))
            .play(Shop.ticks(112, 200));
    assertThat(played.only().getMembers()).contains(entity("payment"), entity("front"));
  }

  private static List<Edge> edges(String to) {
    return List.of(new Edge(io.aicloudops.schemas.event.EdgeType.CALLS, entity(to)));
  }

  /** Front calls both; a minute apart each broke by itself. */
  private static Playback twoOrigins(long second) {
    return Playback.of(Shop.map())
        .play(Shop.ticks(0, 99))
        .play(Shop.event("cart", "cart-1", "CrashLoopBackOff", "back-off", 100))
        .play(Shop.errors("front", 101))
        .play(Shop.ticks(105, second - 1))
        .play(Shop.event("payment", "payment-1", "ErrImagePull", "not found", second))
        .play(Shop.ticks(second + 1, second + 15));
  }

  @Test
  void twoThatBrokeByThemselvesMinutesApartAreTwo() {
    Playback played = twoOrigins(200);
    assertThat(played.open()).hasSize(2);
    assertThat(evidence(of(played, "cart"))).contains(entity("cart"), entity("front"));
    assertThat(evidence(of(played, "payment"))).containsExactly(entity("payment"));
    assertThat(of(played, "payment").getSplitFrom()).isEqualTo(of(played, "cart").getId());
  }

  @Test
  void twoThatBreakAtOnceStayTogetherAsTheyMayHaveOneCause() {
    Playback played = twoOrigins(120);
    assertThat(played.open()).hasSize(1);
  }

  @Test
  void whatPartedDoesNotComeTogetherAgain() {
    Playback played = twoOrigins(200);
    List<Evidence> more = new ArrayList<>();
    for (long second = 220; second < 300; second += 10) {
      more.add(Shop.event("payment", "payment-1", "ErrImagePull", "not found", second));
      more.add(Shop.event("cart", "cart-1", "CrashLoopBackOff", "back-off", second));
      more.add(Shop.alert("front", "Slow" + second, AlertStatus.FIRING, second));
      more.addAll(Shop.ticks(second + 1, second + 9));
    }
    played.play(more);
    assertThat(played.open()).hasSize(2);
    assertThat(played.incidents()).noneMatch(i -> i.getStatus() == IncidentStatus.MERGED);
  }
}
