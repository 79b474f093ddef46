package io.aicloudops.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A list that is not whole does not pass for one. */
class IncidentsCommandTest {

  private final CannedService service = new CannedService();

  @AfterEach
  void stop() {
    service.close();
  }

  private String incidents(String json) {
    service.says("/incidents", 200, json);
    CliRun run = CliRun.of("incidents", "--url", service.url().toString(), "--token", "t");
    assertThat(run.code()).as(run.err()).isZero();
    return run.out();
  }

  @Test
  void saysThatNothingIsWrongOnlyIfAllReplicasAnswered() {
    assertThat(incidents("{\"items\":[],\"total\":0}"))
        .isEqualToIgnoringNewLines("Nothing is wrong that we know of.");
    assertThat(
            incidents(
                "{\"items\":[],\"total\":0,\"partial\":true,\"missing\":[\"a:8080\",\"b:8080\"]}"))
        .isEqualToIgnoringNewLines("incomplete: a:8080, b:8080 do not answer");
  }

  @Test
  void saysHowManyThereAreIfItShowsFewer() {
    String one = "{\"id\":\"inc-1\",\"title\":\"cart is down\"}";

    assertThat(incidents("{\"items\":[" + one + "],\"total\":1}"))
        .contains("inc-1")
        .doesNotContain("1 of 1");
    assertThat(incidents("{\"items\":[" + one + "],\"total\":240}")).contains("1 of 240");
  }
}
