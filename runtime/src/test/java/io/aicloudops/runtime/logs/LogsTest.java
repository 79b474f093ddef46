package io.aicloudops.runtime.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.runtime.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogsTest {

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

  @AfterEach
  void restore() {
    System.setErr(before);
    Logs.configure(Settings.of(Map.of()).read(Logs.SECTION));
  }

  private String logged(Map<String, Object> settings) {
    System.setErr(new PrintStream(lines, true, StandardCharsets.UTF_8));
    Logs.configure(Settings.of(settings).read(Logs.SECTION));
    LoggerFactory.getLogger("io.aicloudops.test")
        .atInfo()
        .addKeyValue("entity", "c/n/k/x")
        .log("hello");
    LoggerFactory.getLogger("other").info("quiet");
    LoggerFactory.getLogger("chatty").debug("asked for");
    return lines.toString(StandardCharsets.UTF_8);
  }

  @Test
  void writesPlainLinesWithTheirKeys() {
    assertThat(logged(Map.of("logs.levels", Map.of("chatty", "debug"))))
        .contains("hello")
        .contains("entity=\"c/n/k/x\"")
        .contains("asked for")
        .doesNotContain("quiet");
  }

  @Test
  void writesJsonLinesWithTheSameKeys() throws Exception {
    JsonNode line =
        new ObjectMapper()
            .readTree(logged(Map.of("logs.format", "json")).lines().findFirst().orElseThrow());

    assertThat(line.path("message").asText()).isEqualTo("hello");
    assertThat(line.path("entity").asText()).isEqualTo("c/n/k/x");
  }

  @Test
  void saysTheServiceOfEachLineAlsoOfThreadsThatItMade() throws Exception {
    logged(Map.of("logs.format", "json"));
    lines.reset();
    Logger log = LoggerFactory.getLogger("io.aicloudops.test");

    OfService.run(
        "outer",
        () -> {
          log.info("begins");
          Thread worker = new Thread(() -> OfService.run("inner", () -> log.info("works")));
          worker.start();
          try {
            worker.join();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    log.info("of nobody");

    List<String> services = new ArrayList<>();
    for (String line : lines.toString(StandardCharsets.UTF_8).lines().toList()) {
      services.add(new ObjectMapper().readTree(line).path("service").asText("none"));
    }
    assertThat(services).containsExactly("outer", "outer", "none");
  }

  @Test
  void leavesOutWhatKafkaRetriesAtOnceAndKeepsItsOtherFailures() {
    logged(Map.of());
    Logger append = LoggerFactory.getLogger("kafka.server.ReplicaManager");
    append.error("append failed", new OutOfOrderSequenceException("2, with no existing state"));
    append.error("disk failed", new OutOfOrderSequenceException("sequence 7 after 3"));
    Logger sender = LoggerFactory.getLogger("org.apache.kafka.clients.producer.internals.Sender");
    sender.warn("produce, retrying. Error: CONCURRENT_TRANSACTIONS");
    sender.warn("produce, retrying. Error: NOT_ENOUGH_REPLICAS");

    assertThat(lines.toString(StandardCharsets.UTF_8))
        .contains("disk failed")
        .contains("NOT_ENOUGH_REPLICAS")
        .doesNotContain("append failed")
        .doesNotContain("CONCURRENT_TRANSACTIONS");
  }
}
