package io.aicloudops.rca.backtest.rca;

import static io.aicloudops.rca.backtest.rca.CaseWriter.START;
import static io.aicloudops.rca.backtest.rca.CaseWriter.answer;
import static io.aicloudops.rca.backtest.rca.CaseWriter.answers;
import static io.aicloudops.rca.backtest.rca.CaseWriter.list;
import static io.aicloudops.rca.backtest.rca.CaseWriter.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestRcaTest {

  private static final String TOPOLOGY =
      """
      {"nodes":["front","cart","store","other"],
       "edges":[["front","cart"],["cart","store"],["front","other"]],"service_of":{"store-0":"store"}}
      """;

  @TempDir private Path root;

  private CaseWriter shop(String id, int faultAt, int rows, long seed) throws IOException {
    Random random = new Random(seed);
    return new CaseWriter(root, id, "")
        .text("topology.json", TOPOLOGY)
        .column("front_latency-p99", 0.2, 0.8, faultAt, rows, random)
        .column("cart_latency-p99", 0.1, 0.5, faultAt, rows, random)
        .column("store-0_cpu", 0.3, 2.4, faultAt, rows, random)
        .column("store_latency-p99", 0.02, 0.3, faultAt, rows, random)
        .column("other_latency-p99", 0.05, 0.05, faultAt, rows, random)
        .column("other_qps", 30, 60, faultAt, rows, random);
  }

  @Test
  void theDeepestOfThoseThatAreSlowIsNamedAndWhenItBegan() throws IOException {
    for (int seed = 0; seed < 10; seed++) {
      shop("seed-" + seed, 60, 90, seed).metrics(90, 10);
    }
    answers(root)
        .forEach(
            (id, answer) -> {
              assertThat(list(answer, "services")).as(id).startsWith("store");
              assertThat(answer.path("detect_time").asLong())
                  .as(id)
                  .isBetween(START + 600, START + 620);
              assertThat(answer.path("confidence").asDouble()).as(id).isBetween(0.29, 0.93);
              assertThat(list(answer, "metrics").get(0)).as(id).startsWith("store_");
            });
  }

  @Test
  void whatComesAfterTheAnswerDoesNotChangeIt() throws IOException {
    shop("cut", 60, 200, 3).metrics(140, 10);
    shop("whole", 60, 200, 3).column("front_errors", row -> row > 145 ? 9 : 0).metrics(200, 10);
    shop("same", 60, 200, 3).column("front_errors", row -> 0).metrics(140, 10);
    var answers = answers(root);
    JsonNode whole = one(answers, "whole");
    JsonNode same = one(answers, "same");
    assertThat(whole.path("services")).isEqualTo(same.path("services"));
    assertThat(whole.path("detect_time")).isEqualTo(same.path("detect_time"));
    assertThat(whole.path("confidence")).isEqualTo(same.path("confidence"));
  }

  @Test
  void whereNothingHappensNothingIsNoticed() throws IOException {
    int noticed = 0;
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      CaseWriter calm = new CaseWriter(root, "calm-" + seed, "");
      for (int j = 0; j < 12; j++) {
        calm.column("s" + j + "_cpu", 1 + j, 1 + j, 0, 0, random);
      }
      calm.metrics(200, 10);
    }
    for (JsonNode answer : answers(root).values()) {
      noticed += answer.path("detect_time").isNull() ? 0 : 1;
    }
    assertThat(noticed).as("alarms in 20 calm cases, seeds 0 to 19").isZero();
  }

  @Test
  void aPodThatCeasesToReportAccusesItsService() throws IOException {
    Random random = new Random(5);
    new CaseWriter(root, "gone", "")
        .text("topology.json", TOPOLOGY)
        .column("front_latency-p99", 0.2, 0.5, 60, 90, random)
        .column("cart_latency-p99", 0.1, 0.14, 60, 90, random)
        .column("store-0_mem", row -> row < 60 ? 5 + row % 3 : Double.NaN)
        .metrics(90, 10);
    assertThat(list(answer(root, "gone"), "services")).startsWith("store");
  }

  @Test
  void theRolloutWhoseNewVersionFailsIsNamed() throws IOException {
    Random random = new Random(11);
    CaseWriter shop = new CaseWriter(root, "rollout", "").text("topology.json", TOPOLOGY);
    for (String service : new String[] {"cart", "store"}) {
      double ill = service.equals("cart") ? 60 : 100;
      String edge = ":front>" + service;
      shop.column(service + "@v1_success" + edge, 100, 100, 0, 0, random)
          .column(service + "@v1_latency" + edge, 5, 5, 0, 0, random)
          .column(
              service + "@v2_success" + edge,
              row -> row < 30 ? Double.NaN : ill + 0.1 * random.nextGaussian())
          .column(
              service + "@v2_latency" + edge,
              row -> row < 30 ? Double.NaN : 5 + 0.1 * random.nextGaussian());
    }
    long alert = START + 33 * 60;
    new CaseWriter(root, "rollout", "\"reference_detect_time\":" + alert);
    shop.text(
            "changes.json",
            """
            [{"time":%d,"type":"rollout_start","service":"store","change_id":"r-store"},
             {"time":%d,"type":"rollout_start","service":"cart","change_id":"r-cart"}]
            """
                .formatted(START + 1810, START + 1800))
        .metrics(40, 60);
    assertThat(list(answer(root, "rollout"), "changes")).containsExactly("r-cart", "r-store");
  }

  @Test
  void theCommitThatSpeaksOfTheSymptomIsNamed() throws IOException {
    Random random = new Random(12);
    long alert = START + 70 * 60;
    new CaseWriter(root, "commit", "\"alert_time\":" + alert)
        .text("topology.json", TOPOLOGY)
        .column("cart_error-rate", 0.01, 0.5, 62, 80, random)
        .column("store_latency-p99", 0.02, 0.02, 0, 0, random)
        .text(
            "alerts.json",
            "[{\"service\":\"cart\",\"metric\":\"checkout_deadline_exceeded\",\"summary\":\"deadline exceeded\"}]")
        .text(
            "patterns.json",
            """
            [{"signature":"deadline exceeded calling store","service":"cart","delta_vs_baseline":"+90",
              "sentiment":"negative"},
             {"signature":"handled","service":"cart","delta_vs_baseline":"0","sentiment":"neutral"}]
            """)
        .text(
            "changes.json",
            """
            [{"time":%d,"type":"commit","sha":"aa","message":"tighten deadline of store calls",
              "files_changed":["cart/client.go"],"diff":"-deadline = 500\\n+deadline = 5"},
             {"time":%d,"type":"commit","sha":"bb","message":"docs: typo","files_changed":["README.md"],
              "diff":"-a\\n+b"},
             {"time":%d,"type":"deploy","service":"cart","commit_sha":"aa"},
             {"time":%d,"type":"deploy","service":"other","commit_sha":"bb"},
             {"time":%d,"type":"flag","service":"other","flag":"blue-button","change":"off->on"}]
            """
                .formatted(START, START, START + 3600, START + 4100, START + 3000))
        .metrics(80, 60);
    assertThat(list(answer(root, "commit"), "changes")).startsWith("aa").contains("none");
  }

  @Test
  void aRecordingGivesAnIncidentForEachFault() throws IOException {
    Random random = new Random(13);
    String range = "\"score_range\":[%d,%d]".formatted(START, START + 200 * 60);
    CaseWriter recording = new CaseWriter(root, "stream", range).text("topology.json", TOPOLOGY);
    for (String service : new String[] {"front", "cart", "store", "other"}) {
      int from = service.equals("cart") ? 80 : service.equals("other") ? 140 : 1000;
      recording
          .column(service + "_cpu", 0.5, 5, from, from + 3, random)
          .column(service + "_latency-p90", 0.1, 2, from, from + 3, random);
    }
    StringBuilder logs = new StringBuilder("time,service,level,location,template,count\n");
    for (int minute = 0; minute < 200; minute++) {
      logs.append(START + minute * 60L).append(",store,INFO,Store#12,\"got *, \"\"ok\"\"\",50\n");
      if (minute >= 110 && minute < 113) {
        logs.append(START + minute * 60L).append(",store,ERROR,Store#77,failed,40\n");
      }
    }
    recording
        .text("logs.csv.gz", logs.toString())
        .text(
            "logs_normal.csv.gz",
            "time,service,level,location,template,count\n1,store,INFO,Store#12,got *,50\n")
        .text(
            "traces.csv.gz",
            "time,caller,callee,operation,count,p50_us,p90_us,max_us,gap_p50_us,gap_p90_us\n"
                + (START + 80 * 60)
                + ",front,cart,/get,30,90000,1,1,80000,1\n"
                + (START + 80 * 60)
                + ",=,cart,work,30,90000,1,1,,\n")
        .text(
            "traces_normal.csv.gz",
            """
            time,caller,callee,operation,count,p50_us,p90_us,max_us,gap_p50_us,gap_p90_us
            1,front,cart,/get,30,9000,1,1,800,1
            1,=,cart,work,30,9000,1,1,,
            """)
        .metrics(200, 60);
    JsonNode incidents = answer(root, "stream").path("incidents");
    assertThat(incidents).hasSize(3);
    assertThat(list(incidents.get(0), "services")).startsWith("cart");
    assertThat(list(incidents.get(1), "services")).startsWith("store");
    assertThat(list(incidents.get(2), "services")).startsWith("other");
    assertThat(incidents.get(1).path("start").asDouble())
        .isBetween(START + 110 * 60.0, START + 115 * 60.0);
  }

  @Test
  void aStormNamesTheEntityThatDoesWhatItNeverDid() throws IOException {
    StringBuilder storms = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      String more =
          i < 11
              ? ""
              : ",{\"kind\":\"metric\",\"entity\":\"b-1\",\"metric\":\"memory_usage\",\"direction\":\"up\"}"
                  + ",{\"kind\":\"trace\",\"caller\":\"b-1\",\"callee\":\"a-0\",\"type\":\"500\"}"
                  + ",{\"kind\":\"trace\",\"caller\":\"b-1\",\"callee\":\"b-1\",\"type\":\"PD\"}"
                  + ",{\"kind\":\"log\",\"entity\":\"b-1\",\"template\":\"new\"}";
      storms.append(
          ("{\"id\":\"s%d\",\"nodes\":[\"a-0\",\"b-1\"],\"alerts\":[{\"kind\":\"metric\",\"entity\":\"a-0\","
                  + "\"metric\":\"memory_usage\",\"direction\":\"up\"},{\"kind\":\"metric\",\"entity\":\"a-0\","
                  + "\"metric\":\"p95\",\"direction\":\"up\"}%s]}\n")
              .formatted(i, more));
    }
    new CaseWriter(root, "storms", "").text("inputs.jsonl.gz", storms.toString());
    java.nio.file.Files.delete(root.resolve("storms/input.json"));
    var answers = answers(root);
    assertThat(answers).hasSize(12);
    assertThat(list(one(answers, "s0"), "instances")).startsWith("a-0");
    assertThat(list(one(answers, "s11"), "instances")).startsWith("b-1");
    assertThat(list(one(answers, "s11"), "services")).startsWith("b");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    new CaseWriter(root, "broken", "").text("topology.json", "{").metrics(3, 1);
    assertThatThrownBy(() -> answers(root))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("topology.json");
  }
}
