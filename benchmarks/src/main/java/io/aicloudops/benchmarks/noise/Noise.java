package io.aicloudops.benchmarks.noise;

import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Alerts and anomalies in against incidents out.
 *
 * <pre>Noise DIR [seed] [at once]</pre>
 *
 * <p>DIR holds recorded cases at any depth, each a folder with {@code input.json}, {@code
 * case.json} and {@code metrics.csv.gz}, and lists of alerts, {@code inputs.jsonl.gz}. They are
 * merged into one stream of one cluster, each in a namespace of its own, beginning at times drawn
 * from the seed so that about so many go on at once. Prints the reduction, the labelled faults no
 * incident tells of, and how well signals of one fault were grouped: the F1 of pairs of signals
 * that belong to labelled faults.
 */
public final class Noise {

  private static final long START = 1_772_323_200_000L;

  private final List<Scene> scenes = new ArrayList<>();
  private final Pipeline pipeline = new Pipeline();

  private Noise() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
    int atOnce = args.length > 2 ? Integer.parseInt(args[2]) : 5;
    Noise noise = new Noise();
    long begun = System.nanoTime();
    noise.read(directory, new Random(seed), atOnce);
    noise.run();
    noise.print(System.out);
    System.out.printf(
        Locale.ROOT,
        "seed %d, about %d at once, %.0f s%n",
        seed,
        atOnce,
        (System.nanoTime() - begun) / 1e9);
  }

  private void read(Path directory, Random random, int atOnce) throws IOException {
    List<Path> cases = files(directory, "metrics.csv.gz");
    List<Path> lists = files(directory, "inputs.jsonl.gz");
    long total = 0;
    for (Path one : cases) {
      total += Recording.of(one.resolveSibling(""), 0).length();
    }
    for (Path list : lists) {
      for (Scene scene : AlertLists.read(list, 0, 1, new Random(0))) {
        total += scene.length();
      }
    }
    long within = Math.max(1, total / atOnce);
    for (Path one : cases) {
      long start = START + random.nextLong(within) / 1000 * 1000;
      scenes.add(Recording.of(one.resolveSibling(""), start));
    }
    for (Path list : lists) {
      scenes.addAll(AlertLists.read(list, START, within, random));
    }
  }

  private static List<Path> files(Path directory, String name) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(p -> p.endsWith(name)).sorted().toList();
    }
  }

  private void run() {
    List<Scene.Event> all = new ArrayList<>();
    scenes.forEach(scene -> all.addAll(scene.events()));
    all.sort(Comparator.comparingLong(Scene.Event::time));
    for (Scene.Event event : all) {
      pipeline.take(event);
    }
    pipeline.pass(all.get(all.size() - 1).time() + 600_000);
  }

  private void print(PrintStream out) {
    List<Incident> own =
        pipeline.incidents().values().stream()
            .filter(i -> i.getStatus() != IncidentStatus.MERGED)
            .toList();
    Map<String, List<Scene.Fault>> faults = new HashMap<>();
    scenes.forEach(r -> faults.put(r.namespace(), r.faults()));
    Map<String, List<String>> signalsOf = new TreeMap<>();
    Map<String, String> truth = new HashMap<>();
    for (Pipeline.Signal signal : pipeline.signals().values()) {
      faultOf(signal, faults)
          .ifPresent(
              fault -> {
                truth.put(signal.id(), fault);
                signalsOf.computeIfAbsent(fault, f -> new ArrayList<>()).add(signal.id());
              });
    }
    int in = pipeline.signals().size();
    out.printf(
        Locale.ROOT,
        "recordings %d; anomalies and alerts in %,d; incidents out %,d (and %d merged into others):"
            + " reduction %.1f %%%n",
        scenes.size(),
        in,
        own.size(),
        pipeline.incidents().size() - own.size(),
        100 - 100.0 * own.size() / in);
    faults(out, signalsOf);
    grouping(out, truth);
  }

  private static Optional<String> faultOf(
      Pipeline.Signal signal, Map<String, List<Scene.Fault>> faults) {
    return faults.getOrDefault(Pipeline.namespace(signal.entity()), List.of()).stream()
        .filter(f -> signal.since() >= f.from() && signal.since() <= f.to())
        .map(Scene.Fault::id)
        .findFirst();
  }

  private void faults(PrintStream out, Map<String, List<String>> signalsOf) {
    int all = 0;
    int seen = 0;
    int told = 0;
    int one = 0;
    Map<String, int[]> bySet = new TreeMap<>();
    for (Scene scene : scenes) {
      for (Scene.Fault fault : scene.faults()) {
        List<String> signals = signalsOf.getOrDefault(fault.id(), List.of());
        long incidents =
            signals.stream()
                .map(pipeline.incidentOf()::get)
                .filter(Objects::nonNull)
                .distinct()
                .count();
        all++;
        seen += signals.isEmpty() ? 0 : 1;
        told += incidents > 0 ? 1 : 0;
        one += incidents == 1 ? 1 : 0;
        int[] set = bySet.computeIfAbsent(fault.id().replaceAll("-[^-]*#.*", ""), s -> new int[4]);
        set[0]++;
        set[1] += signals.isEmpty() ? 0 : 1;
        set[2] += incidents > 0 ? 1 : 0;
        set[3] += incidents == 1 ? 1 : 0;
      }
    }
    out.printf(
        "labelled faults %d; with an anomaly or alert %d; with an incident %d (in exactly one %d)%n",
        all, seen, told, one);
    bySet.forEach(
        (set, n) ->
            out.printf(
                "  %-12s faults %3d, seen %3d, with an incident %3d, in one %3d%n",
                set, n[0], n[1], n[2], n[3]));
  }

  /** Pairs of signals of labelled faults: of one fault, and in one incident. */
  private void grouping(PrintStream out, Map<String, String> truth) {
    Map<String, Integer> faults = new HashMap<>();
    Map<String, Integer> incidents = new HashMap<>();
    Map<String, Integer> cells = new HashMap<>();
    int grouped = 0;
    for (Map.Entry<String, String> signal : truth.entrySet()) {
      String incident = pipeline.incidentOf().get(signal.getKey());
      if (incident != null) {
        grouped++;
        faults.merge(signal.getValue(), 1, Integer::sum);
        incidents.merge(incident, 1, Integer::sum);
        cells.merge(signal.getValue() + " " + incident, 1, Integer::sum);
      }
    }
    double same = pairs(faults);
    double together = pairs(incidents);
    double both = pairs(cells);
    double precision = together == 0 ? 0 : both / together;
    double recall = same == 0 ? 0 : both / same;
    out.printf(
        Locale.ROOT,
        "grouping of %,d signals in incidents (of %,d of labelled faults): precision %.3f, recall"
            + " %.3f, F1 %.3f%n",
        grouped,
        truth.size(),
        precision,
        recall,
        precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall));
  }

  private static double pairs(Map<String, Integer> counts) {
    return counts.values().stream().mapToDouble(n -> n * (n - 1.0) / 2).sum();
  }
}
