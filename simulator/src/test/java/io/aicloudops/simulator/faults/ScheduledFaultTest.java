package io.aicloudops.simulator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduledFaultTest {

  @ParameterizedTest
  @EnumSource
  void readsEveryFaultOnItsUsualService(FaultType type) {
    assertThat(ScheduledFault.parse(type.id() + "@90s"))
        .isEqualTo(new ScheduledFault(Duration.ofSeconds(90), type, Optional.empty()));
  }

  @Test
  void readsAnotherService() {
    assertThat(ScheduledFault.parse("cpu-burn:cart@5m"))
        .isEqualTo(
            new ScheduledFault(Duration.ofMinutes(5), FaultType.CPU_BURN, Optional.of("cart")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bad-rollout | is not FAULT@TIME",
        "bad-rollout@60 | is not FAULT@TIME",
        "bad-rollout@-5s | is not FAULT@TIME",
        "@5s | is not FAULT@TIME",
        "earthquake@5s | earthquake is no fault; there are bad-rollout",
        "cpu-burn:bank@5s | bank is no service of the shop; there are frontend",
        "pool-exhausted:frontend@5s | frontend has no connection pool to exhaust"
      })
  void saysWhatIsWrong(String text, String message) {
    assertThatThrownBy(() -> ScheduledFault.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
