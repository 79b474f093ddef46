package io.aicloudops.assistant.api;

import static io.aicloudops.assistant.Events.CART;
import static io.aicloudops.assistant.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.assistant.ApiServer;
import io.aicloudops.assistant.Events;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Finding;
import io.aicloudops.schemas.event.Inspection;
import io.aicloudops.schemas.event.InspectionStatus;
import io.aicloudops.schemas.topics.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionRoutesTest {

  private static final String PATH = "/api/v1/inspections";

  @TempDir Path directory;
  private ApiServer api;

  @BeforeEach
  void start() {
    api = new ApiServer(directory);
    api.views.put(Topics.TOPOLOGY, CART, Events.workload(CART, 2, 2), NOW);
    put(inspection("q1", InspectionStatus.DONE));
  }

  private void put(Inspection inspection) {
    api.views.put(Topics.INSPECTIONS, inspection.getId(), inspection, NOW);
  }

  private static Inspection inspection(String id, InspectionStatus status) {
    return Inspection.newBuilder()
        .setId(id)
        .setCluster("c1")
        .setStatus(status)
        .setAskedBy("ann")
        .setStartedAt(NOW)
        .setObjects(Map.of("Deployment", 7))
        .setNotRead(List.of("certificates: forbidden"))
        .setCounts(Map.of("no-memory-limit", 3, "volume-near-full", 1))
        .setFindings(
            List.of(
                finding("critical", "volume-near-full", "c1/shop/PersistentVolumeClaim/data"),
                finding("warning", "no-memory-limit", CART)))
        .build();
  }

  private static Finding finding(String severity, String check, String entity) {
    return Finding.newBuilder()
        .setCheck(check)
        .setSeverity(severity)
        .setEntity(entity)
        .setText("it is [so](http://evil) <b>")
        .setTextZh("就是这样")
        .setAdvice("Mend it")
        .setAdviceZh("修复它")
        .build();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void listsWithoutFindingsAndShowsOneWithThem() {
    put(inspection("q2", InspectionStatus.FAILED));
    var list = api.get(PATH + "?status=done").body();
    assertThat(list.path("total").asInt()).isEqualTo(1);
    assertThat(list.at("/items/0/counts/no-memory-limit").asInt()).isEqualTo(3);
    assertThat(list.at("/items/0").has("findings")).isFalse();
    assertThat(api.get(PATH + "?cluster=other").body().path("total").asInt()).isZero();
    var one = api.get(PATH + "/q1").body();
    assertThat(one.at("/findings/0/check").asText()).isEqualTo("volume-near-full");
    assertThat(one.path("asked_by").asText()).isEqualTo("ann");
    assertThat(api.get(PATH + "/none").status()).isEqualTo(404);
    assertThat(api.get(PATH + "?status=lost").field()).isEqualTo("status");
  }

  @Test
  void aReportInMarkdownHasEverythingAndNoForeignLinks() {
    var answer = api.get(PATH + "/q1?format=markdown");
    assertThat(answer.response().headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/markdown");
    assertThat(answer.response().body())
        .startsWith("# Inspection of c1")
        .contains("4 findings. Looked at: 7 Deployment.")
        .contains("Could not be read: certificates: forbidden")
        .contains("## critical: volume-near-full (1)\n\nMend it.")
        .contains("- `shop/PersistentVolumeClaim/data`: it is \\[so\\](http://evil) \\<b\\>")
        .contains("- and 2 more");
    String chinese = api.get(PATH + "/q1?format=markdown&lang=zh").response().body();
    assertThat(chinese).startsWith("# 集群巡检：c1").contains("就是这样").contains("另有 2 项未列出");
    assertThat(api.get(PATH + "/q1?format=pdf").field()).isEqualTo("format");
    assertThat(api.get(PATH + "/q1?lang=fr").field()).isEqualTo("lang");
  }

  @Test
  void anOperatorAsksForOneAndFindsItUnderItsId() {
    var answer = api.post(PATH, Role.OPERATOR, "{\"reason\":\"before the release\"}");
    assertThat(answer.status()).isEqualTo(202);
    Command command = api.commanded().get(0);
    assertThat(command.getType()).isEqualTo(CommandType.INSPECT);
    assertThat(command.getTarget()).isEqualTo("c1");
    assertThat(command.getActor()).isEqualTo("ann");
    String id = answer.body().path("inspection_id").asText();
    assertThat(id).isEqualTo(command.getId());
    api.views.put(Topics.COMMANDS, "c1", command, NOW);
    assertThat(api.get(PATH + "/" + id).body().path("status").asText()).isEqualTo("running");
    put(inspection(id, InspectionStatus.DONE));
    assertThat(api.get(PATH + "/" + id).body().path("status").asText()).isEqualTo("done");
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThat(api.post(PATH, Role.VIEWER, "{}").status()).isEqualTo(403);
    var unknown = api.post(PATH, Role.OPERATOR, "{\"cluster\":\"moon\"}");
    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.field()).isEqualTo("cluster");
    assertThat(unknown.detail()).contains("known are c1");
    String west = CART.replace("c1/", "west/");
    api.views.put(Topics.TOPOLOGY, west, Events.workload(west, 1, 1), NOW);
    assertThat(api.post(PATH, Role.OPERATOR, "{}").field()).isEqualTo("cluster");
    assertThat(
            api.post("/api/v1/commands", Role.OPERATOR, "{\"type\":\"inspect\",\"target\":\"c1\"}")
                .field())
        .isEqualTo("type");
    assertThat(api.commanded()).isEmpty();
    assertThat(api.post(PATH, Role.OPERATOR, "{\"cluster\":\"west\"}").status()).isEqualTo(202);
  }

  @Test
  void saysWhoAsks() {
    var ann = api.get("/api/v1/whoami", Role.OPERATOR).body();
    assertThat(ann.path("name").asText()).isEqualTo("ann");
    assertThat(ann.path("role").asText()).isEqualTo("operator");
    assertThat(ann.path("may")).extracting(role -> role.asText()).contains("viewer", "operator");
    assertThat(ann.path("may")).extracting(role -> role.asText()).doesNotContain("admin");
    var nobody = api.get("/api/v1/whoami", Role.ANYONE).body();
    assertThat(nobody.path("logged_in").asBoolean()).isFalse();
  }
}
