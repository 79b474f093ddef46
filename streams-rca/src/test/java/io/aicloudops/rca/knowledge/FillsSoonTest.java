package io.aicloudops.rca.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyKind;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.Direction;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.SignalRole;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FillsSoonTest {

  private static final String MEMORY = "container_memory_working_set_bytes:saturation";

  private static Fact read(String signal, double value, double slope) {
    Instant now = Instant.ofEpochSecond(1_000_000);
    Anomaly anomaly =
        Anomaly.newBuilder()
            .setId("a")
            .setEntity("c/n/Deployment/d")
            .setSignal(signal)
            .setRole(SignalRole.SATURATION)
            .setStatus(AnomalyStatus.OPEN)
            .setKind(AnomalyKind.DRIFT)
            .setDirection(Direction.UP)
            .setScore(0.9)
            .setSince(now.minusSeconds(10))
            .setTime(now)
            .setValue(value)
            .setExpected(0.4)
            .setLower(0.3)
            .setUpper(0.5)
            .setSlope(slope)
            .build();
    return FactReader.read(new Evidence("c", anomaly.getEntity(), now, anomaly)).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "0.60, 0.02, true", // full in 20 s
    "0.60, 0.0007, true", // full in 9.5 minutes
    "0.60, 0.0006, false", // full in 11 minutes
    "0.60, 0, false", // a step that stays
    "0.60, -0.02, false",
    "0.90, 0, true" // nearly full, however it came there
  })
  void memoryThatIsFullWithinTenMinutesAtItsPaceIsTrouble(
      double value, double slope, boolean opens) {
    assertThat(read(MEMORY, value, slope).opens()).isEqualTo(opens);
  }

  @Test
  void whatComesAndGoesWithTheLoadDoesNotFill() {
    assertThat(read("process_cpu_seconds_total:saturation", 0.6, 0.02).opens()).isFalse();
  }
}
