package io.aicloudops.rca.backtest.rca;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.zip.GZIPOutputStream;

/** Writes the files of made-up cases. */
final class CaseWriter {

  static final long START = 1_700_000_000L;

  private final Path folder;
  private final Map<String, IntToDoubleFunction> columns = new TreeMap<>();

  CaseWriter(Path root, String id, String input) throws IOException {
    folder = Files.createDirectories(root.resolve(id));
    text("input.json", "{\"id\":\"" + id + "\"" + (input.isEmpty() ? "" : "," + input) + "}");
  }

  CaseWriter text(String name, String content) throws IOException {
    if (name.endsWith(".gz")) {
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
        out.write(content.getBytes(StandardCharsets.UTF_8));
      }
    } else {
      Files.writeString(folder.resolve(name), content);
    }
    return this;
  }

  CaseWriter column(String name, IntToDoubleFunction value) {
    columns.put(name, value);
    return this;
  }

  /** A column that wobbles by chance around a level, and goes to another in some rows. */
  CaseWriter column(String name, double calm, double ill, int from, int to, Random random) {
    return column(
        name, row -> (row >= from && row < to ? ill : calm) * (1 + 0.02 * random.nextGaussian()));
  }

  CaseWriter metrics(int rows, int step) throws IOException {
    StringBuilder csv = new StringBuilder("time," + String.join(",", columns.keySet()) + "\n");
    for (int row = 0; row < rows; row++) {
      csv.append(START + (long) row * step);
      for (IntToDoubleFunction column : columns.values()) {
        double value = column.applyAsDouble(row);
        csv.append(',').append(Double.isNaN(value) ? "" : Double.toString(value));
      }
      csv.append('\n');
    }
    return text("metrics.csv.gz", csv.toString());
  }

  static Map<String, JsonNode> answers(Path root) throws IOException {
    Path out = root.resolve("answers.jsonl");
    BacktestRca.Summary summary = BacktestRca.run(root, out, (id, cases, millis) -> {});
    Map<String, JsonNode> answers = new TreeMap<>();
    List<String> lines = Files.readAllLines(out);
    for (String line : lines) {
      JsonNode node = CaseFolder.JSON.readTree(line);
      answers.put(node.path("id").asText(), node);
    }
    if (summary.cases() != lines.size()) {
      throw new AssertionError(summary + " but " + lines.size() + " lines");
    }
    return answers;
  }

  static JsonNode answer(Path root, String id) throws IOException {
    return one(answers(root), id);
  }

  static JsonNode one(Map<String, JsonNode> answers, String id) {
    JsonNode answer = answers.get(id);
    if (answer == null) {
      throw new AssertionError("no answer of " + id + ", only of " + answers.keySet());
    }
    return answer;
  }

  static List<String> list(JsonNode node, String name) {
    List<String> values = new ArrayList<>();
    node.path(name).forEach(v -> values.add(v.asText()));
    return values;
  }
}
