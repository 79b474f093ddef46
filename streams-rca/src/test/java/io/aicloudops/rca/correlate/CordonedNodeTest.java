package io.aicloudops.rca.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.ChangeKind;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.faults.FaultKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pods that wait for a node which takes none: the node is named, unless something else fits. */
class CordonedNodeTest {

  private static final String ALL_CORDONED =
      "0/3 nodes are available: 2 node(s) were unschedulable, 1 node(s) had untolerated taint"
          + " {node-role.kubernetes.io/control-plane: }. preemption: 0/3 nodes are available: 3"
          + " Preemption is not helpful for scheduling.";
  private static final String OTHERS_DO_NOT_FIT =
      "0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) didn't match Pod's node"
          + " affinity/selector.";
  private static final String OTHERS_ARE_FULL =
      "0/3 nodes are available: 1 node(s) were unschedulable, 2 Insufficient cpu.";

  private static String id(String node) {
    return "demo/_/Node/" + node;
  }

  private static Evidence node(String name, boolean cordoned, boolean ready, long second) {
    Map<String, String> attributes =
        Map.of("unschedulable", Boolean.toString(cordoned), "ready", Boolean.toString(ready));
    Evidence node = Shop.topology(name, List.of(), attributes, second);
    node.setEntity(id(name));
    ((TopologyEntity) node.getBody()).setEntity(id(name));
    return node;
  }

  private static Evidence changed(String name, boolean cordoned, String author, long second) {
    Map<String, String> on = Map.of("unschedulable", "true");
    Evidence changed =
        Shop.change(
            name,
            ChangeKind.NODE,
            name + second,
            second,
            cordoned ? Map.of() : on,
            cordoned ? on : Map.of(),
            "");
    changed.setEntity(id(name));
    Change change = (Change) changed.getBody();
    change.setEntity(id(name));
    change.setAuthor(author);
    return changed;
  }

  private static Evidence waits(String message) {
    return Shop.event("cart", "cart-1", "FailedScheduling", message, 100);
  }

  private static Playback play(Evidence... evidence) {
    List<Evidence> all = new ArrayList<>(Shop.map());
    all.addAll(List.of(evidence));
    all.addAll(Shop.ticks(0, 125));
    return new Playback().playSorted(all);
  }

  private static Cause of(Playback played, FaultKind fault) {
    return played.only().getCauses().stream()
        .filter(cause -> cause.getFault().equals(fault.id()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(played.only().getCauses().toString()));
  }

  private static void named(Playback played, FaultKind fault, String entity) {
    assertThat(played.cause().getFault())
        .as(played.only().getCauses().toString())
        .isEqualTo(fault.id());
    assertThat(played.cause().getEntity()).isEqualTo(entity);
  }

  @Test
  void ofSeveralNodesTheOneCordonedLastIsNamedWithItsChange() {
    Playback played =
        play(
            node("n1", true, true, 1),
            node("n2", true, true, 80),
            node("n3", false, true, 1),
            changed("n1", true, "ann", 60),
            changed("n2", true, "ann", 80),
            waits(ALL_CORDONED));
    named(played, FaultKind.NODE_CORDONED, id("n2"));
    assertThat(played.cause().getChangeId()).isEqualTo("n280");
    assertThat(played.cause().getSupporting()).hasSize(2).contains("change/n280");
    assertThat(played.cause().getSummary()).contains("the last of 2 nodes");
    assertThat(played.cause().getConfidence()).isGreaterThan(0.85);
    assertThat(played.only().getMembers()).containsExactly(id("n2"), Shop.entity("cart"));
  }

  @Test
  void whatTheCordonExplainsSinks() {
    Playback played = play(node("n1", true, true, 1), waits(ALL_CORDONED));
    named(played, FaultKind.NODE_CORDONED, id("n1"));
    assertThat(played.only().getCauses()).hasSize(1);
  }

  @Test
  void podsThatFitNoOtherNodeAsEverWaitForTheCordon() {
    Playback played =
        play(
            node("n1", true, true, 80),
            Shop.rollout("cart", "6", "5", 50),
            changed("n1", true, "ann", 80),
            waits(OTHERS_DO_NOT_FIT));
    named(played, FaultKind.NODE_CORDONED, id("n1"));
  }

  @Test
  void aReleaseAfterTheCordonMayHaveAskedForWhatNoNodeHas() {
    Playback played =
        play(
            node("n1", true, true, 40),
            changed("n1", true, "ann", 40),
            Shop.rollout("cart", "6", "5", 90),
            waits(OTHERS_DO_NOT_FIT));
    named(played, FaultKind.PENDING_CONSTRAINT, Shop.entity("cart"));
    assertThat(of(played, FaultKind.NODE_CORDONED).getEntity()).isEqualTo(id("n1"));
  }

  @Test
  void whereOthersAreFullRoomMayBeHadThereToo() {
    Playback played = play(node("n1", true, true, 1), waits(OTHERS_ARE_FULL));
    named(played, FaultKind.PENDING_RESOURCES, Shop.entity("cart"));
    assertThat(of(played, FaultKind.NODE_CORDONED).getEntity()).isEqualTo(id("n1"));
  }

  @Test
  void aNodeThatIsDownOrThatWasCordonedByThisSystemIsNotLetIn() {
    Playback played =
        play(
            node("n1", true, false, 1),
            node("n2", true, true, 70),
            changed("n2", true, "ai-cloudops", 70),
            waits(ALL_CORDONED));
    named(played, FaultKind.PENDING_CONSTRAINT, Shop.entity("cart"));
    assertThat(played.only().getCauses())
        .noneMatch(c -> c.getFault().equals(FaultKind.NODE_CORDONED.id()));
  }

  @Test
  void theCauseStaysWhenTheNodeIsLetInAgain() {
    Playback played = play(node("n1", true, true, 1), waits(ALL_CORDONED));
    played.play(
        changed("n1", false, "ai-cloudops", 126),
        node("n1", false, true, 126),
        Shop.event("cart", "cart-2", "FailedScheduling", ALL_CORDONED, 126));
    played.play(Shop.ticks(126, 130));
    named(played, FaultKind.NODE_CORDONED, id("n1"));
  }

  @Test
  void aWordOfAnOperatorAboutTheNodeCounts() {
    Playback played = play(node("n1", true, true, 1), waits(ALL_CORDONED));
    double before = of(played, FaultKind.NODE_CORDONED).getConfidence();
    Map<String, String> wrong =
        Map.of("verdict", "wrong", "entity", id("n1"), "fault", FaultKind.NODE_CORDONED.id());
    played
        .play(Shop.command(CommandType.FEEDBACK, played.only().getId(), wrong, 126))
        .play(Shop.ticks(127, 131));
    assertThat(of(played, FaultKind.NODE_CORDONED).getConfidence()).isLessThan(before - 0.05);
  }
}
