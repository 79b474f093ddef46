package io.aicloudops.benchmarks.noise;

import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
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
    Map<String, Scene> scenes = new HashMap<>();
    this.scenes.forEach(scene -> scenes.put(scene.namespace(), scene));
    Tally all = new Tally();
    Map<Scene.Of, Tally> byKind = new EnumMap<>(Scene.Of.class);
    Map<String, Tally> bySet = new TreeMap<>();
    for (Scene scene : this.scenes) {
      List<Tally> of = tallies(scene, all, byKind, bySet);
      scene.faults().forEach(fault -> of.forEach(tally -> tally.fault(fault.id())));
    }
    for (Pipeline.Signal signal : pipeline.signals().values()) {
      Scene scene = Objects.requireNonNull(scenes.get(Pipeline.namespace(signal.entity())));
      Optional<String> fault = faultOf(signal, scene);
      Optional<String> incident = Optional.ofNullable(pipeline.incidentOf().get(signal.id()));
      for (Tally tally : tallies(scene, all, byKind, bySet)) {
        tally.signal(fault, incident);
      }
    }
    for (Incident incident : pipeline.incidents().values()) {
      if (incident.getStatus() != IncidentStatus.MERGED) {
        String namespace = Pipeline.namespace(incident.getMembers().get(0));
        Scene scene = Objects.requireNonNull(scenes.get(namespace));
        tallies(scene, all, byKind, bySet).forEach(Tally::incident);
      }
    }
    out.println(Tally.HEAD);
    out.println(all.line("all"));
    byKind.forEach((kind, tally) -> out.println(tally.line(kind.name().toLowerCase(Locale.ROOT))));
    bySet.forEach((set, tally) -> out.println(tally.line("- " + set)));
  }

  private static List<Tally> tallies(
      Scene scene, Tally all, Map<Scene.Of, Tally> byKind, Map<String, Tally> bySet) {
    return List.of(
        all,
        byKind.computeIfAbsent(scene.of(), k -> new Tally()),
        bySet.computeIfAbsent(set(scene), k -> new Tally()));
  }

  private static String set(Scene scene) {
    return scene.namespace().replaceAll("-[^-]*$", "");
  }

  private static Optional<String> faultOf(Pipeline.Signal signal, Scene scene) {
    return scene.faults().stream()
        .filter(f -> signal.since() >= f.from() && signal.since() <= f.to())
        .map(Scene.Fault::id)
        .findFirst();
  }
}
