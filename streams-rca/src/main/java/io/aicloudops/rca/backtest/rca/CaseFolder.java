package io.aicloudops.rca.backtest.rca;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.aicloudops.rca.rank.shift.CallGraph;
import io.aicloudops.rca.rank.shift.Column;
import io.aicloudops.rca.rank.shift.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** The files of one case that a ranking may read: {@code input.json} and the signals. */
public final class CaseFolder {

  static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final JsonNode input;
  private final CallGraph graph;

  /**
   * Reads what is known of a case.
   *
   * @throws IOException if a file cannot be read; the message names it
   */
  public CaseFolder(Path folder) throws IOException {
    this.folder = folder;
    this.input = json("input.json");
    this.graph = graph(json("topology.json"));
  }

  private static CallGraph graph(JsonNode topology) {
    List<String> nodes = new ArrayList<>();
    topology.path("nodes").forEach(n -> nodes.add(n.asText()));
    CallGraph graph = new CallGraph(nodes, texts(topology.path("service_of")));
    topology.path("edges").forEach(e -> graph.call(e.path(0).asText(), e.path(1).asText()));
    topology.path("placement").forEach(p -> graph.place(p.path(0).asText(), p.path(1).asText()));
    return graph;
  }

  static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new HashMap<>();
    object.properties().forEach(e -> texts.put(e.getKey(), e.getValue().asText()));
    return texts;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** True if the case has this file. */
  public boolean has(String name) {
    return Files.exists(file(name));
  }

  /** What an engine may know of the case. */
  public JsonNode input() {
    return input;
  }

  /** The case's name. */
  public String id() {
    return input.path("id").asText("");
  }

  /** Who calls whom. */
  public CallGraph graph() {
    return graph;
  }

  /** The content of a JSON file, plain or gzipped; missing if there is none. */
  public JsonNode json(String name) throws IOException {
    Path path = file(name);
    if (!Files.exists(path)) {
      return MissingNode.getInstance();
    }
    try (InputStream in = Files.newInputStream(path);
        InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(in) : in) {
      return JSON.readTree(plain);
    } catch (IOException e) {
      throw new IOException(path + ": " + e.getMessage(), e);
    }
  }

  /** Is told of the rows of a table as it grows, one at a time. */
  public interface Rows {
    /**
     * A row was added.
     *
     * @param normal true if nothing was wrong then
     */
    void row(Table table, boolean normal);
  }

  /** Reads the measurements, fault-free rows from before the stream first, row by row. */
  public Table measurements(Rows rows) throws IOException {
    List<double[]> stream = new ArrayList<>();
    List<String> names;
    try (CsvFile csv = CsvFile.open(file("metrics.csv.gz"))) {
      names = csv.header().subList(1, csv.header().size());
      for (double[] row = csv.numbers(); row != null; row = csv.numbers()) {
        stream.add(row);
      }
    }
    Table table = new Table(names.stream().map(n -> Column.of(n, graph)).toList());
    double start = stream.isEmpty() ? Double.POSITIVE_INFINITY : stream.get(0)[0];
    List<double[]> all = new ArrayList<>(normal(names, start));
    all.addAll(stream);
    for (double[] row : all) {
      table.add(row[0], Arrays.copyOfRange(row, 1, row.length));
      rows.row(table, row[0] < start);
    }
    return table;
  }

  private List<double[]> normal(List<String> names, double start) throws IOException {
    String name = input.path("warmup_file").asText(input.path("normal_file").asText(""));
    List<double[]> rows = new ArrayList<>();
    if (name.isEmpty() || !has(name)) {
      return rows;
    }
    double shift = input.path("normal_shift_s").asDouble(0);
    try (CsvFile csv = CsvFile.open(file(name))) {
      Map<String, Integer> at = new HashMap<>();
      for (int i = 0; i < csv.header().size(); i++) {
        at.put(csv.header().get(i), i);
      }
      for (double[] read = csv.numbers(); read != null; read = csv.numbers()) {
        double[] row = new double[names.size() + 1];
        row[0] = read[0] + shift;
        for (int j = 0; j < names.size(); j++) {
          Integer from = at.get(names.get(j));
          row[j + 1] = from == null ? Double.NaN : read[from];
        }
        if (row[0] < start) {
          rows.add(row);
        }
      }
    }
    return rows;
  }
}
