package io.aicloudops.rca.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Edge;
import io.aicloudops.schemas.event.EdgeType;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.K8sEvent;
import io.aicloudops.schemas.event.K8sEventType;
import io.aicloudops.schemas.event.SignalRole;
import io.aicloudops.schemas.faults.FaultKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A busy node is the cause where several suffer on it that have nothing else in common. */
class NodeBeforePodTest {

  private static final String NODE = "demo/_/Node/n1";
  private static final Map<String, String> NONE = Map.of();
  private static final Map<String, String> CRASHED = Map.of("exitCode", "1", "node", "n1");

  /** A workload that calls others and runs on nodes. */
  private static Evidence on(String name, List<String> callees, String... nodes) {
    List<Edge> edges = new ArrayList<>();
    callees.forEach(c -> edges.add(new Edge(EdgeType.CALLS, Shop.entity(c))));
    for (String node : nodes) {
      edges.add(new Edge(EdgeType.RUNS_ON, "demo/_/Node/" + node));
    }
    return Shop.topology(name, edges, Map.of("replicas", "2", "readyReplicas", "2"), 0);
  }

  private static Evidence busy(String signal) {
    Evidence busy =
        Shop.anomaly("n1", signal, SignalRole.SATURATION, AnomalyStatus.OPEN, 98, 101, 0.97, 0.4);
    busy.setEntity(NODE);
    ((Anomaly) busy.getBody()).setEntity(NODE);
    return busy;
  }

  private static Playback play(Evidence... evidence) {
    List<Evidence> all = new ArrayList<>(List.of(evidence));
    all.addAll(Shop.ticks(0, 125));
    return new Playback().playSorted(all);
  }

  private static Cause first(Playback played, String member) {
    return played.open().stream()
        .filter(i -> i.getMembers().contains(member))
        .findFirst()
        .orElseThrow(() -> new AssertionError(played.titles().toString()))
        .getCauses()
        .get(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "node_cpu:saturation",
        "node_memory:saturation",
        "node_disk_io:saturation{device=\"sda\"}"
      })
  void severalWhoDoNotCallEachOtherSufferFromTheirNode(String signal) {
    Playback played =
        play(
            on("cart", List.of(), "n1"),
            on("payment", List.of(), "n1"),
            on("stock", List.of(), "n2"),
            busy(signal),
            Shop.slow("cart", 100),
            Shop.slow("payment", 102));

    assertThat(played.open()).as(played.titles().toString()).hasSize(1);
    assertThat(played.cause().getEntity()).isEqualTo(NODE);
    assertThat(played.cause().getFault()).isEqualTo(FaultKind.NOISY_NEIGHBOUR.id());
    assertThat(played.cause().getFacts().get("finding")).isEqualTo(signal + ", 2 suffer on it");
    assertThat(played.cause().getAffected()).contains(Shop.entity("cart"), Shop.entity("payment"));
  }

  @Test
  void oneThatSuffersIsNoReasonToBlameTheNode() {
    Playback played =
        play(
            on("cart", List.of(), "n1"),
            on("payment", List.of(), "n1"),
            busy("node_cpu:saturation"),
            Shop.slow("cart", 100));

    assertThat(first(played, Shop.entity("cart")).getEntity()).isEqualTo(Shop.entity("cart"));
  }

  @Test
  void callersSufferFromWhatTheyCallWhateverTheyRunOn() {
    Playback played =
        play(
            on("front", List.of("cart", "checkout"), "n1"),
            on("cart", List.of("store"), "n1"),
            on("checkout", List.of("store"), "n1"),
            on("store", List.of(), "n1"),
            busy("node_cpu:saturation"),
            Shop.slow("store", 99),
            Shop.slow("cart", 100),
            Shop.slow("checkout", 100),
            Shop.slow("front", 101));

    assertThat(first(played, Shop.entity("store")).getEntity()).isEqualTo(Shop.entity("store"));
  }

  @Test
  void whereAsManySufferElsewhereTheNodeIsHalfAsSuspect() {
    Playback played =
        play(
            on("front", List.of("cart", "payment", "stock", "mail"), "n3"),
            on("cart", List.of(), "n1"),
            on("payment", List.of(), "n1"),
            on("stock", List.of(), "n2"),
            on("mail", List.of(), "n2"),
            busy("node_cpu:saturation"),
            Shop.slow("cart", 100),
            Shop.slow("payment", 100),
            Shop.slow("stock", 100),
            Shop.slow("mail", 100),
            Shop.slow("front", 101));

    assertThat(first(played, Shop.entity("cart")).getEntity()).isNotEqualTo(NODE);
  }

  @Test
  void aNodeThatIsBackExplainsNothingOfAReleaseThatCrashesOnItAfterwards() {
    Evidence down = Shop.event("n1", "Node/n1", K8sEventType.STATE, "NodeNotReady", "", 90, NONE);
    Evidence back = Shop.event("n1", "Node/n1", K8sEventType.STATE, "NodeReady", "", 100, NONE);
    for (Evidence of : List.of(down, back)) {
      of.setEntity(NODE);
      ((K8sEvent) of.getBody()).setEntity(NODE);
    }
    Playback played =
        play(
            on("cart", List.of(), "n1"),
            down,
            back,
            Shop.rollout("cart", "6", "5", 101),
            Shop.event(
                "cart", "Pod/cart-1", K8sEventType.STATE, "CrashLoopBackOff", "", 102, CRASHED));

    Cause cause = first(played, Shop.entity("cart"));
    assertThat(cause.getFault())
        .as(played.open().toString())
        .isEqualTo(FaultKind.CRASH_AFTER_ROLLOUT.id());
    assertThat(cause.getConfidence()).isGreaterThan(0.8);
  }
}
