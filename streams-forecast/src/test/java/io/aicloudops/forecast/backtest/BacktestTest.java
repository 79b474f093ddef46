package io.aicloudops.forecast.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aicloudops.forecast.model.Waves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestTest {

  @TempDir Path dir;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text);
  }

  private static String row(String id, double[] values) {
    StringBuilder out = new StringBuilder(id);
    for (double v : values) {
      out.append(',').append(v);
    }
    return out.toString();
  }

  @Test
  void forecastsEverySeriesOfAFile() throws IOException {
    String text =
        row("a", Waves.seasonal(200, 24, 0, 0.05, 1))
            + ",,,\n"
            + row("b", Waves.walk(30, 1, 2))
            + "\nshort,1,2\n\n";
    Path gz = dir.resolve("train.csv.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(gz))) {
      out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    AtomicLong progress = new AtomicLong();
    BacktestForecast.Summary summary =
        BacktestForecast.run(
            gz, 12, Duration.ofHours(1), 0.95, dir.resolve("out"), (d, t) -> progress.set(d));
    assertThat(summary.series()).isEqualTo(2);
    assertThat(summary.skipped()).isEqualTo(1);
    assertThat(progress).hasPositiveValue();
    List<String> point = Files.readAllLines(dir.resolve("out/point.csv"));
    List<String> lower = Files.readAllLines(dir.resolve("out/lower.csv"));
    List<String> upper = Files.readAllLines(dir.resolve("out/upper.csv"));
    assertThat(point).hasSize(2).allMatch(line -> line.split(",").length == 13);
    for (int i = 1; i <= 12; i++) {
      double l = Double.parseDouble(lower.get(0).split(",", -1)[i]);
      double u = Double.parseDouble(upper.get(0).split(",", -1)[i]);
      assertThat(Double.parseDouble(point.get(0).split(",", -1)[i])).isBetween(l, u);
    }
  }

  @Test
  void plansEveryMinuteOfATrace() throws IOException {
    List<String> lines = new ArrayList<>(List.of("timestamp,requests"));
    for (int i = 0; i < 100; i++) {
      lines.add("2026-01-01 00:" + i + ":00," + (i == 50 ? "" : "" + (100 + i)));
    }
    Path trace = write("trace.csv", String.join("\n", lines) + "\n");
    Path plan = dir.resolve("deep/plan.csv");
    BacktestCapacity.Summary summary = BacktestCapacity.run(trace, 20, 5, plan, (d, t) -> {});
    assertThat(summary.minutes()).isEqualTo(100);
    List<String> planned = Files.readAllLines(plan);
    assertThat(planned).hasSize(101);
    assertThat(planned.get(0)).isEqualTo("timestamp,instances");
    assertThat(planned.get(100)).startsWith("2026-01-01 00:99:00,");
    assertThat(Integer.parseInt(planned.get(100).split(",", -1)[1])).isBetween(10, 25);
  }

  @Test
  void wrongInputIsNamed() throws IOException {
    Path bad = write("bad.csv", "a,1,x\n");
    assertThatThrownBy(() -> BacktestForecast.run(bad, 5, Duration.ZERO, 0.9, dir, (d, t) -> {}))
        .hasMessageContaining("bad.csv line 1")
        .hasMessageContaining("x");
    assertThatThrownBy(() -> BacktestForecast.run(bad, 5, Duration.ZERO, 1.5, dir, (d, t) -> {}))
        .hasMessageContaining("level");
    assertThatThrownBy(() -> BacktestCapacity.run(bad, 0, 5, dir.resolve("p"), (d, t) -> {}))
        .hasMessageContaining("capacity");
  }
}
