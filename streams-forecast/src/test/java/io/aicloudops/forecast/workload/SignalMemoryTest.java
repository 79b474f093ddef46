package io.aicloudops.forecast.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;
import io.aicloudops.schemas.event.Forecast;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalMemoryTest {

  private static final int VERSION = 1;
  private static final long STEP = 15_000;
  private static final int FINE_SLOTS = 240;
  private static final int MOST_BESIDE_HISTORY = 8 * 1024;

  private final SignalMemory memory = new SignalMemory("http:rate", STEP, Duration.ofMinutes(10));

  private static byte[] written(SignalMemory memory) {
    StateWriter out = new StateWriter(VERSION);
    memory.write(out);
    return out.bytes();
  }

  /** Feeds what all three steps need to be forecast, checked and followed. */
  private int run() {
    int forecasts = 0;
    for (long time = 0; time < Duration.ofHours(20).toMillis(); time += STEP) {
      double load = 100 + 50 * Math.sin(2 * Math.PI * time / 86_400_000.0) + time / STEP % 3;
      memory.add(time, load);
      List<Forecast> made = memory.forecasts("demo/shop/Deployment/cart", time);
      forecasts += made.size();
    }
    return forecasts;
  }

  @Test
  void needsLittleBesideItsHistory() {
    int atFirst = written(memory).length;
    assertThat(run()).isGreaterThan(200);
    byte[] state = written(memory);
    // The history of the finest step is a part of this state; the others are stored by themselves.
    int besideHistory = state.length - FINE_SLOTS * Float.BYTES;
    System.out.printf("a signal keeps %d bytes beside its history%n", besideHistory);
    assertThat(besideHistory).isPositive().isLessThanOrEqualTo(MOST_BESIDE_HISTORY);
    assertThat(state).as("it does not grow").hasSize(atFirst);
    SignalMemory again = new SignalMemory("http:rate", STEP, Duration.ofMinutes(10));
    again.read(new StateReader(state, VERSION));
    assertThat(written(again)).isEqualTo(state);
  }
}
