package io.aicloudops.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoScheduleTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "earthquake@5s | earthquake is no fault; there are bad-rollout",
        "bad-rollout@soon | bad-rollout@soon is not FAULT@TIME",
        "bad-rollout@5s,cpu-burn:bank@9s | bank is no service of the shop; there are frontend"
      })
  void refusesAScheduleThatCannotBe(String schedule, String message) {
    CliRun ran = CliRun.of("demo", "--schedule", schedule);

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains(message);
  }

  @Test
  void refusesAScheduleBesideTheScript() {
    CliRun ran = CliRun.of("demo", "--script", "--schedule", "bad-rollout@5s");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("leave out --schedule");
  }
}
