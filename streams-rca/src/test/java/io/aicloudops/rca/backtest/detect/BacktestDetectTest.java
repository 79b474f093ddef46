package io.aicloudops.rca.backtest.detect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestDetectTest {

  @TempDir private Path directory;

  private Path in;
  private Path out;

  @BeforeEach
  void directories() throws IOException {
    in = Files.createDirectories(directory.resolve("in/group"));
    out = directory.resolve("out");
  }

  private static List<String> rows(int count) {
    Random random = new Random(11);
    List<String> rows = new ArrayList<>(List.of("timestamp,label,value"));
    for (int k = 0; k < count; k++) {
      double value = k == 900 ? 500 : 50 + random.nextGaussian();
      rows.add((1_600_000_000 + 60 * k) + ",0," + (k == 300 ? "" : value));
    }
    return rows;
  }

  private BacktestDetect.Summary run() throws IOException {
    return BacktestDetect.run(
        directory.resolve("in"), out, 2, (file, files, of, rows, alarms) -> {});
  }

  @Test
  void writesTheSameRowsWithScoreAndDecision() throws IOException {
    List<String> rows = rows(1000);
    Files.write(in.resolve("a.csv"), rows);

    BacktestDetect.Summary summary = run();

    List<String> written = Files.readAllLines(out.resolve("group/a.csv"));
    assertThat(summary.files()).isEqualTo(1);
    assertThat(summary.rows()).isEqualTo(1000);
    assertThat(summary.alarms()).isPositive();
    assertThat(written).hasSize(1001);
    assertThat(written.get(0)).isEqualTo("timestamp,value,anomaly_score,anomaly");
    assertThat(written.get(301)).startsWith("1600018000,,0.0,0");
    String[] spike = written.get(901).split(",", -1);
    assertThat(spike[1]).isEqualTo("500.0");
    assertThat(Double.parseDouble(spike[2])).isBetween(0.5, 1.0);
    assertThat(spike[3]).isEqualTo("1");
  }

  @Test
  void rowsCutOffChangeNothingBeforeThem() throws IOException {
    Files.write(in.resolve("whole.csv"), rows(1000));
    Files.write(in.resolve("cut.csv"), rows(950));

    run();

    assertThat(Files.readAllLines(out.resolve("group/whole.csv")).subList(0, 951))
        .isEqualTo(Files.readAllLines(out.resolve("group/cut.csv")));
  }

  @Test
  void readsAndWritesPackedFilesAndBothKindsOfTimestamps() throws IOException {
    Path packed = in.resolve("b.csv.gz");
    try (Writer writer =
        new java.io.OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(packed)), UTF_8)) {
      writer.write(
          "timestamp,value\n2024-02-29 23:55:00,1\n\n2024-03-01T00:00:00Z,2\n2024-03-01T01:05:00.5+01:00,3\n");
    }

    run();

    try (var reader = new GZIPInputStream(Files.newInputStream(out.resolve("group/b.csv.gz")))) {
      assertThat(new String(reader.readAllBytes(), UTF_8))
          .isEqualTo(
              "timestamp,value,anomaly_score,anomaly\n2024-02-29 23:55:00,1,0.0,0\n2024-03-01T00:00:00Z,2,0.0,0\n2024-03-01T01:05:00.5+01:00,3,0.0,0\n");
    }
  }

  @Test
  void tellsOfProgressFileByFile() throws IOException {
    Files.write(in.resolve("a.csv"), rows(10));
    Files.write(in.resolve("b.csv"), rows(20));
    List<String> told = new ArrayList<>();

    BacktestDetect.run(
        directory.resolve("in"),
        out,
        2,
        (file, files, of, rows, alarms) -> told.add(file + " " + files + "/" + of + " " + rows));

    assertThat(told).containsExactly("group/a.csv 1/2 10", "group/b.csv 2/2 20");
  }

  @Test
  void namesFileAndLineOfWhatItCannotRead() throws IOException {
    Path file = in.resolve("bad.csv");
    Files.write(file, List.of("timestamp,value", "2024-01-01 00:00:00,1", "yesterday,2"));
    assertThatThrownBy(this::run)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("bad.csv line 3")
        .hasMessageContaining("yesterday");

    Files.write(file, List.of("timestamp,value", "1,two"));
    assertThatThrownBy(this::run).hasMessageContaining("line 2").hasMessageContaining("two");

    Files.write(file, List.of("timestamp,value", "1"));
    assertThatThrownBy(this::run).hasMessageContaining("too few fields");

    Files.write(file, List.of("time,value"));
    assertThatThrownBy(this::run).hasMessageContaining("timestamp and value");
  }

  @Test
  void drawsTheWorstFirst() throws IOException {
    List<String> missed = new ArrayList<>(rows(1000));
    missed.set(501, missed.get(501).replace(",0,", ",1,"));
    List<String> found = new ArrayList<>(rows(3000));
    found.set(901, found.get(901).replace(",0,", ",1,"));
    Files.write(in.resolve("missed.csv"), missed);
    Files.write(in.resolve("found & more.csv"), found);
    Path report = directory.resolve("pages/report.html");

    BacktestDetect.run(
        directory.resolve("in"), out, 2, (file, files, of, rows, alarms) -> {}, report);

    String page = Files.readString(report);
    assertThat(page.indexOf("missed.csv"))
        .isPositive()
        .isLessThan(page.indexOf("found &amp; more.csv"));
    assertThat(page).contains("0 of 1 labelled stretches", "1 of 1 labelled stretches");
    assertThat(page).contains("class='alarm'", "class='label'", "<path class='line' d='M0 ");
    assertThat(page).doesNotContain("NaN", "http");
  }
}
