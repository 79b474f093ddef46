package io.aicloudops.rca.backtest.rca;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A gzipped CSV file with a header; fields may be quoted, also over several lines (RFC 4180). */
final class CsvFile implements AutoCloseable {

  private final BufferedReader reader;
  private final List<String> header;

  private CsvFile(BufferedReader reader) throws IOException {
    this.reader = reader;
    List<String> first = fields();
    this.header = first == null ? List.of() : first;
  }

  static CsvFile open(Path file) throws IOException {
    return new CsvFile(
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file), 1 << 16), StandardCharsets.UTF_8)));
  }

  /** All rows by column name; none if there is no such file. */
  static List<Map<String, String>> rows(Path file) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    if (!Files.exists(file)) {
      return rows;
    }
    try (CsvFile csv = open(file)) {
      for (List<String> f = csv.fields(); f != null; f = csv.fields()) {
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < Math.min(f.size(), csv.header.size()); i++) {
          row.put(csv.header.get(i), f.get(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  List<String> header() {
    return header;
  }

  /** The next row's numbers; NaN where a field is empty. Null at the end. */
  double @Nullable [] numbers() throws IOException {
    String line = reader.readLine();
    if (line == null || line.isEmpty()) {
      return null;
    }
    double[] numbers = new double[header.size()];
    String[] fields = line.split(",", -1);
    for (int i = 0; i < numbers.length; i++) {
      boolean missing = i >= fields.length || fields[i].isEmpty();
      numbers[i] = missing ? Double.NaN : Double.parseDouble(fields[i]);
    }
    return numbers;
  }

  private @Nullable List<String> fields() throws IOException {
    String line = reader.readLine();
    if (line == null) {
      return null;
    }
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; ; i++) {
      if (i == line.length()) {
        String more = quoted ? reader.readLine() : null;
        if (more == null) {
          fields.add(field.toString());
          return fields;
        }
        field.append('\n');
        line = more;
        i = -1;
        continue;
      }
      char c = line.charAt(i);
      boolean pair = quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"';
      if (pair) {
        field.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
