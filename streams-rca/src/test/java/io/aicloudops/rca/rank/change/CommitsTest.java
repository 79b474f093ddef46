package io.aicloudops.rca.rank.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aicloudops.rca.rank.blame.Ranking;
import io.aicloudops.rca.rank.shift.CallGraph;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** Which deploy is to blame, when all are of the service that suffers. */
class CommitsTest {

  private static final double ONSET = 10_000;

  private static Commit commit(String id, double before, String diff) {
    return new Commit(
        id, "orders", ONSET - before, true, "refactor orders", List.of("Orders.java"), diff);
  }

  private static SortedMap<String, Double> scores(Symptoms symptoms, Commit... commits) {
    CallGraph graph = new CallGraph(List.of("orders"), Map.of());
    Commits ranking = new Commits(graph, symptoms, Map.of("orders", 1.0), ONSET, ONSET + 60);
    return ranking.scores(List.of(commits), 0);
  }

  @Test
  void aStatementThatTheTroubleQuotesIsTheNewOne() {
    Symptoms symptoms = new Symptoms();
    symptoms.alert("orders", "latency p99 above 500 ms");
    symptoms.trouble("orders", "slow: SELECT name FROM items WHERE item = $1");
    Commit querying =
        commit("querying", 900, "+  rows = db.query(\"select name from items where item = ?\")\n");
    Commit latest = commit("latest", 100, "-  call(a)\n+  call(b, a)\n");
    assertThat(Ranking.of(scores(symptoms, latest, querying))).first().isEqualTo("querying");
  }

  @Test
  void codeThatMovedIsNotToBlameForWhatWasTakenAway() {
    Symptoms symptoms = new Symptoms();
    symptoms.alert("orders", "errors above 5 %");
    Commit moved = commit("moved", 100, "-  a(1)\n-  b(2)\n+  c()\n+  a(1)\n+  b(2)\n");
    Commit taken = commit("taken", 900, "-  guard.lock()\n");
    assertThat(Ranking.of(scores(symptoms, moved, taken))).containsSubsequence("taken", "moved");
  }

  @Test
  void callsToSomebodyElsesHostThatFailSpeakForNoChange() {
    Symptoms inside = new Symptoms();
    inside.alert("orders", "errors above 5 %");
    inside.trouble("orders", "GET http://stock.shop.svc/items returned 503");
    Symptoms outside = new Symptoms();
    outside.alert("orders", "errors above 5 %");
    outside.trouble("orders", "GET https://api.bank.example/charge returned 503");
    Commit recent = commit("recent", 300, "-  call(a)\n+  call(b, a)\n");
    assertThat(scores(outside, recent).get(Commits.NONE))
        .isGreaterThan(scores(inside, recent).get(Commits.NONE));
    assertThat(scores(outside, recent).get("recent"))
        .isCloseTo(scores(inside, recent).get("recent"), within(1e-9));
  }
}
