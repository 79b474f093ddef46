package io.aicloudops.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.runtime.metrics.OwnMeter;
import io.aicloudops.runtime.metrics.OwnSensor;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonOutputTest {

  @TempDir Path directory;

  private static JsonNode json(String... command) throws IOException {
    return new ObjectMapper().readTree(CliRun.of(command).out());
  }

  @Test
  void whatADoctorFinds() throws IOException {
    JsonNode findings =
        json("doctor", "--json", "--data", directory.toString(), "-D", "kubernetes.enabled=off");

    assertThat(findings)
        .anySatisfy(
            finding -> {
              assertThat(finding.path("grade").asText()).isEqualTo("ok");
              assertThat(finding.path("what").asText()).startsWith("kubernetes.enabled off");
            });
  }

  @Test
  void everyKeyOfTheConfiguration() throws IOException {
    assertThat(json("config", "--json"))
        .anySatisfy(key -> assertThat(key.path("path").asText()).isEqualTo("http.port"));
  }

  @Test
  void aTokenWithWhatItIsFor() throws IOException {
    JsonNode token = json("token", "--json", "--data", directory.toString(), "--role", "operator");

    assertThat(token.path("role").asText()).isEqualTo("operator");
    assertThat(token.path("token").asText().split("\\.")).hasSize(3);
  }

  @Test
  void everyMetric() throws IOException {
    assertThat(json("metrics", "--json"))
        .hasSize(OwnMeter.values().length + OwnSensor.values().length);
  }
}
