package io.aicloudops.remediator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.remediator.Given;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.event.RemediationStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditCheckTest {

  private record Placed(int partition, Remediation record) {}

  private final List<Placed> log = new ArrayList<>();

  /** Two clusters, three remediations, over three partitions. */
  @BeforeEach
  void write() {
    Map<String, Link> heads = new HashMap<>();
    for (int i = 0; i < 20; i++) {
      String cluster = i % 4 == 0 ? "west" : "east";
      Remediation record = record(cluster, i);
      Link link = Link.after(Optional.ofNullable(heads.get(cluster)), record);
      heads.put(cluster, link);
      log.add(new Placed(i % 3, link.on(record)));
    }
  }

  private static Remediation record(String cluster, int step) {
    return Remediation.newBuilder()
        .setId(cluster + ":r" + step % 3)
        .setIncidentId("i1")
        .setCluster(cluster)
        .setEntity(Given.CART)
        .setFault("memory-leak")
        .setAction(ActionKind.RESTART)
        .setParams(new HashMap<>(Map.of("restartedAt", "now", "b", "2", "c", "3")))
        .setState(RemediationState.PROPOSED)
        .setMode("ask")
        .setReason("it leaks")
        .setCreatedAt(Given.T0)
        .setUpdatedAt(Given.T0)
        .setSteps(
            List.of(new RemediationStep(Given.T0, RemediationState.PROPOSED, "ann", "n" + step)))
        .setFacts(new HashMap<>(Map.of("supporting", "e1\ne2")))
        .build();
  }

  private AuditCheck.Result check() {
    AuditCheck check = new AuditCheck();
    long[] offsets = new long[3];
    for (Placed placed : log) {
      check.add(placed.partition(), offsets[placed.partition()]++, placed.record());
    }
    return check.result();
  }

  private void replace(int at, Remediation record) {
    log.set(at, new Placed(log.get(at).partition(), record));
  }

  @Test
  void aWholeChainIsWholeHoweverPartitionsAreRead() {
    AuditCheck.Result result = check();
    assertThat(result.problems()).isEmpty();
    assertThat(result.records()).isEqualTo(20);
    assertThat(result.heads())
        .hasEntrySatisfying("east", head -> assertThat(head.number()).isEqualTo(15))
        .hasEntrySatisfying("west", head -> assertThat(head.number()).isEqualTo(5));
    log.sort((a, b) -> Integer.compare(a.partition(), b.partition()));
    assertThat(check()).isEqualTo(result);
  }

  @Test
  void noticesEachChangeOfARecord() {
    Remediation original = log.get(7).record();
    List<Remediation> forged = new ArrayList<>();
    forged.add(Remediation.newBuilder(original).setApprovedBy("ann").build());
    forged.add(Remediation.newBuilder(original).setDiff("-a").build());
    forged.add(Remediation.newBuilder(original).setState(RemediationState.VERIFIED).build());
    forged.add(Remediation.newBuilder(original).setSteps(List.of()).build());
    Map<String, String> evidence = new HashMap<>(original.getFacts());
    evidence.put("supporting", "e9");
    forged.add(Remediation.newBuilder(original).setFacts(evidence).build());
    for (Remediation record : forged) {
      replace(7, record);
      assertThat(check().problems()).singleElement().asString().contains("was changed");
    }
  }

  @Test
  void aForgerWhoMakesANewHashBreaksTheNextLink() {
    Remediation forged = Remediation.newBuilder(log.get(7).record()).setApprovedBy("eve").build();
    Link own = Link.of(forged).orElseThrow();
    Link before = new Link(own.number() - 1, "", own.previous());
    replace(7, Link.after(Optional.of(before), forged).on(forged));
    assertThat(check().problems())
        .singleElement()
        .asString()
        .contains("does not follow number " + own.number());
  }

  @Test
  void noticesWhatIsMissing() {
    log.remove(10);
    assertThat(check().problems()).singleElement().asString().contains("missing before");
    log.remove(9);
    assertThat(check().problems()).isNotEmpty();
  }

  @Test
  void noticesWhatStandsInAnotherPlaceOrTwice() {
    Placed one = log.get(7);
    log.set(7, log.get(10));
    log.set(10, one);
    assertThat(check().problems()).anyMatch(p -> p.contains("comes after number"));
    log.add(one);
    assertThat(check().problems()).anyMatch(p -> p.contains("has the number"));
  }

  @Test
  void whatRetentionTookFromTheBeginningIsToldAndNoBreak() {
    log.subList(0, 8).clear();
    AuditCheck.Result result = check();
    assertThat(result.problems()).isEmpty();
    assertThat(result.beginnings().get("east")).isEqualTo(7);
  }

  @Test
  void aRecordWithoutALinkIsNoticed() {
    replace(19, record("east", 19));
    assertThat(check().problems()).singleElement().asString().contains("carries no link");
    assertThat(Link.ofText(new Link(3, "a", "b").toText())).isEqualTo(new Link(3, "a", "b"));
  }
}
