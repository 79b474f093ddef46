package io.aicloudops.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.launcher.cli.CliRun;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shortest way round the whole loop: one fault that is mended, one that is none. The full
 * script is the CI's second step.
 */
class DemoScriptTest {

  @TempDir Path data;

  @Test
  void findsNamesAndMendsABadRolloutAndLeavesAWobbleAlone() throws Exception {
    CliRun run =
        CliRun.of(
            "demo",
            "--script",
            "--json",
            "--only",
            "bad-rollout,load-wobble",
            "--warm-up",
            "60",
            "--data",
            data.toString(),
            "-D",
            "http.port=0",
            "-D",
            "embedded.kafka-port=0",
            "-D",
            "embedded.registry-port=0");

    List<String> lines = run.out().lines().toList();
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(lines).hasSize(2);
    JsonNode rollout = new ObjectMapper().readTree(lines.get(0));
    assertThat(rollout.path("remediation").asText())
        .isEqualTo("rollback demo/shop/Deployment/cart");
    assertThat(rollout.path("named").isNumber()).isTrue();
    JsonNode wobble = new ObjectMapper().readTree(lines.get(1));
    assertThat(wobble.path("writes").asInt()).isZero();
    assertThat(wobble.path("incidents")).isEmpty();
  }
}
