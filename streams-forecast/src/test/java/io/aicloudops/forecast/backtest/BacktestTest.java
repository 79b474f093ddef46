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
    BacktestCapacity.Summary summary = BacktestCapacity.run(trace, 20, 5, 0, plan, (d, t) -> {});
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
    assertThatThrownBy(() -> BacktestCapacity.run(bad, 0, 5, 0, dir.resolve("p"), (d, t) -> {}))
        .hasMessageContaining("capacity");
    assertThatThrownBy(() -> BacktestCapacity.run(bad, 9, 5, 1, dir.resolve("p"), (d, t) -> {}))
        .hasMessageContaining("target");
  }

  @Test
  void aTraceWithHolesNegativesAndRepeatedTimesIsPlannedAllTheSame() throws IOException {
    List<String> lines = new ArrayList<>(List.of("timestamp,requests"));
    for (int i = 0; i < 3000; i++) {
      String value =
          i % 97 == 0 ? "-5" : i % 89 == 0 ? "NaN" : i % 83 == 0 ? "" : "" + (100 + i % 7);
      lines.add("t" + i + "," + value);
      if (i % 500 == 499) {
        lines.add("t" + i + ",999999");
      }
    }
    Path trace = write("odd.csv", String.join("\n", lines) + "\n");
    BacktestCapacity.Summary summary =
        BacktestCapacity.run(trace, 20, 5, 0, dir.resolve("odd-plan.csv"), (d, t) -> {});
    assertThat(summary.minutes()).isEqualTo(3006);
    assertThat(summary.repeated()).isEqualTo(6);
    for (String line : Files.readAllLines(dir.resolve("odd-plan.csv")).subList(1, 3000)) {
      assertThat(Integer.parseInt(line.split(",", -1)[1])).isBetween(1, 15);
    }
  }

  @Test
  void anEmptyTraceAndASinglePointAreNoError() throws IOException {
    for (String text : new String[] {"timestamp,requests\n", "timestamp,requests\nt0,5\n"}) {
      BacktestCapacity.Summary summary =
          BacktestCapacity.run(
              write("short.csv", text), 20, 5, 0, dir.resolve("short-plan.csv"), (d, t) -> {});
      assertThat(summary.scores()).hasSize(4);
    }
  }

  @Test
  void constantNegativeAndUnknownSeriesAreForecastOrSkipped() throws IOException {
    String text =
        "constant"
            + ",5".repeat(40)
            + "\nnegative"
            + ",-3,-4,-2".repeat(20)
            + "\none,5\nunknown"
            + ",NaN".repeat(40)
            + "\n";
    BacktestForecast.Summary summary =
        BacktestForecast.run(
            write("odd.csv", text), 3, Duration.ZERO, 0.9, dir.resolve("odd"), (d, t) -> {});
    assertThat(summary.series()).isEqualTo(2);
    assertThat(summary.skipped()).isEqualTo(2);
    List<String> point = Files.readAllLines(dir.resolve("odd/point.csv"));
    assertThat(point.get(0)).isEqualTo("constant,5.0,5.0,5.0");
    assertThat(point.get(1)).startsWith("negative,-");
  }

  @Test
  void scoresAPlanAsItWouldHaveServed() {
    double[] load = {10, 10, 10, 35, 35, Double.NaN, 10};
    int[] asked = {1, 1, 4, 4, 4, 4, 1};
    PlanScore score = PlanScore.of("x", load, asked, 10, 2, 1);
    assertThat(PlanScore.serving(asked, 2)).containsExactly(1, 1, 1, 1, 4, 4, 1);
    assertThat(score.under()).isEqualTo(0.2);
    assertThat(score.over()).isZero();
    assertThat(score.lost()).isEqualTo(0.25);
    assertThat(score.line()).contains("20.000").contains("25.000");
    assertThat(PlanScore.autoscaler(load, 10, 0.5, 2, false)).containsExactly(2, 2, 2, 7, 7, 7, 7);
  }

  @Test
  void writesPagesThatNeedNothingElse() throws IOException {
    List<String> lines = new ArrayList<>(List.of("timestamp,requests"));
    for (int i = 0; i < 4000; i++) {
      lines.add("t" + i + "," + (i % 11 == 0 ? "" : "" + (100 + i % 7)));
    }
    Path trace = write("<trace>.csv", String.join("\n", lines) + "\n");
    Path page = dir.resolve("pages/capacity.html");
    BacktestCapacity.run(trace, 20, 5, 0, dir.resolve("p.csv"), (d, t) -> {}, ReportFile.at(page));
    assertThat(Files.readString(page))
        .contains("HPA + yesterday")
        .contains("&lt;trace&gt;")
        .contains("<svg")
        .doesNotContain("NaN")
        .doesNotContain("http");
    Path series = write("s.csv", row("a<b", Waves.seasonal(200, 24, 0, 0.05, 1)) + "\n");
    Path other = dir.resolve("pages/forecast.html");
    BacktestForecast.run(
        series, 12, Duration.ZERO, 0.9, dir.resolve("f"), (d, t) -> {}, ReportFile.at(other));
    assertThat(Files.readString(other)).contains("a&lt;b, ensemble").contains("<svg");
  }
}
