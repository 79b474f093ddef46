package io.aicloudops.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What cannot be explained, and why. */
class ExplainCommandTest {

  private final CannedService service = new CannedService();

  @AfterEach
  void stop() {
    service.close();
  }

  private CliRun explain() {
    return CliRun.of("explain", "x-1", "--url", service.url().toString(), "--token", "t");
  }

  @Test
  void whatThereIsNotIsNeitherIncidentNorRemediation() {
    CliRun run = explain();

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err().trim()).isEqualTo("there is neither an incident nor a remediation x-1");
  }

  @Test
  void aRefusalIsToldAsItIs() {
    service.says("/incidents/x-1", 503, "{\"detail\":\"the views are loading\"}");
    CliRun run = explain();

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err().trim()).isEqualTo("the views are loading");
  }

  @Test
  void remediationsMayBeMissing() {
    service.says(
        "/incidents/x-1",
        200,
        "{\"id\":\"x-1\",\"remediations\":[],\"partial\":true,\"missing\":[\"a:8080\"]}");

    assertThat(explain().out()).contains("incomplete: a:8080 do not answer");
  }
}
