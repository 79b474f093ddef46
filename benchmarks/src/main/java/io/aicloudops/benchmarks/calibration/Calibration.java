package io.aicloudops.benchmarks.calibration;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Whether root causes are right as often as they are said to be.
 *
 * <pre>Calibration DIR PRED.jsonl</pre>
 *
 * <p>DIR holds labelled cases at any depth, {@code case.json} or {@code labels.jsonl}; PRED.jsonl
 * is what {@code aiops backtest rca} said of them. Recordings of several faults are left out.
 * Prints the table of confidence against hit rate and the error of all cases, of each basis and of
 * each source; and the same for lines that were fitted without the source that they are judged on.
 */
public final class Calibration {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Judged> cases;
  private final PrintStream out;

  private Calibration(List<Judged> cases, PrintStream out) {
    this.cases = cases;
    this.out = out;
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    new Calibration(read(Path.of(args[0]), Path.of(args[1])), System.out).print();
  }

  private static List<Judged> read(Path directory, Path predicted) throws IOException {
    Map<String, JsonNode> labels = labels(directory);
    List<Judged> cases = new ArrayList<>();
    for (JsonNode said : lines(predicted)) {
      JsonNode label = labels.get(said.path("id").asText());
      String first = said.path("services").path(0).asText("");
      if (label != null && !label.has("faults") && !first.isEmpty()) {
        cases.add(
            new Judged(
                label.path("dataset").asText(),
                said.path("basis").asText(),
                said.path("share").asDouble(),
                said.path("confidence").asDouble(),
                named(label.path("root_service"), first)));
      }
    }
    return cases;
  }

  /** One name or a list of names of which any is right. */
  private static boolean named(JsonNode truth, String first) {
    if (!truth.isArray()) {
      return truth.asText().equals(first);
    }
    for (JsonNode one : truth) {
      if (one.asText().equals(first)) {
        return true;
      }
    }
    return false;
  }

  private static Map<String, JsonNode> labels(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files =
          all.filter(p -> p.endsWith("case.json") || p.endsWith("labels.jsonl")).sorted().toList();
    }
    Map<String, JsonNode> labels = new TreeMap<>();
    for (Path file : files) {
      List<JsonNode> found =
          file.endsWith("case.json") ? List.of(JSON.readTree(file.toFile())) : lines(file);
      found.forEach(label -> labels.put(label.path("id").asText(), label));
    }
    return labels;
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> nodes = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank()) {
        nodes.add(JSON.readTree(line));
      }
    }
    return nodes;
  }

  private void print() {
    out.println("As said:\n");
    new Reliability(cases).rows().forEach(out::println);
    out.println();
    table(cases);
    out.println("\nBy a line fitted without the source it is judged on, one for all:\n");
    table(withoutItself(c -> ""));
    out.println("\nThe same, one for each basis:\n");
    List<Judged> byBasis = withoutItself(Judged::basis);
    new Reliability(byBasis).rows().forEach(out::println);
    out.println();
    table(byBasis);
    out.println("\nLines fitted on all:\n");
    by(cases, Judged::basis)
        .forEach(
            (basis, of) ->
                out.printf(
                    Locale.ROOT, "%s: %s%n", basis, Line.through(by(of, Judged::lot).values())));
  }

  private void table(List<Judged> judged) {
    out.println("| | cases | right | said | error |");
    out.println("|---|---|---|---|---|");
    out.println(new Reliability(judged).row("all"));
    by(judged, Judged::basis).forEach((name, of) -> out.println(new Reliability(of).row(name)));
    by(judged, Judged::lot)
        .forEach((name, of) -> out.println(new Reliability(of).row("- " + name)));
  }

  /**
   * The cases with what a line says of them that knows only the other lots of their group; a lot
   * that is alone in its group is left out.
   */
  private List<Judged> withoutItself(Function<Judged, String> group) {
    List<Judged> judged = new ArrayList<>();
    by(cases, group)
        .values()
        .forEach(
            of -> {
              SortedMap<String, List<Judged>> lots = by(of, Judged::lot);
              lots.forEach(
                  (name, own) -> {
                    SortedMap<String, List<Judged>> others = new TreeMap<>(lots);
                    others.remove(name);
                    if (!others.isEmpty()) {
                      Line line = Line.through(others.values());
                      own.forEach(c -> judged.add(c.said(line.at(c.share()))));
                    }
                  });
            });
    return judged;
  }

  private static SortedMap<String, List<Judged>> by(
      List<Judged> cases, Function<Judged, String> name) {
    return cases.stream().collect(groupingBy(name, TreeMap::new, toList()));
  }
}
