package io.aicloudops.rca.backtest.rca;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.rca.backtest.kubectl.AlertEvents;
import io.aicloudops.rca.backtest.kubectl.Entities;
import io.aicloudops.rca.backtest.kubectl.ObjectEvents;
import io.aicloudops.rca.backtest.kubectl.ObjectMap;
import io.aicloudops.rca.backtest.kubectl.Snapshot;
import io.aicloudops.rca.knowledge.ClusterMap;
import io.aicloudops.rca.knowledge.Fact;
import io.aicloudops.rca.knowledge.FactReader;
import io.aicloudops.rca.knowledge.Hypothesis;
import io.aicloudops.rca.rank.Causes;
import io.aicloudops.rca.rank.Priors;
import io.aicloudops.rca.rank.Ranker;
import io.aicloudops.rca.rank.blame.Blame;
import io.aicloudops.rca.rank.blame.Confidence;
import io.aicloudops.rca.rank.blame.Ranking;
import io.aicloudops.rca.rank.shift.Shift;
import io.aicloudops.rca.rank.shift.Table;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.TopologyEntity;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A case with the state of a cluster's objects, and sometimes a few minutes of measurements. */
final class SnapshotCase {

  private static final double MEASURED = 0.5;
  private static final double TOLD = 0.02;
  private static final double SPOKEN_OF = 0.2;
  private static final double SIGN = 0.05;
  private static final double LOSSY = 0.38;
  private static final double LOUDER = 1.15;
  private static final Pattern TIME =
      Pattern.compile("(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d).*");

  private final CaseFolder folder;
  private final List<Snapshot.Alert> alerts = new ArrayList<>();
  private double alerted = Double.POSITIVE_INFINITY;
  private List<String> metrics = List.of();
  private @Nullable Double noticed;

  SnapshotCase(CaseFolder folder) {
    this.folder = folder;
  }

  Answer answer() throws IOException {
    for (JsonNode alert : folder.json("alerts.json")) {
      List<String> evidence = new ArrayList<>();
      alert.path("evidence").forEach(e -> evidence.add(e.asText()));
      alerts.add(
          new Snapshot.Alert(
              alert.path("name").asText(alert.path("entry_service").asText("")),
              alert.path("request_method").asText(""),
              alert.path("raw_error").asText(""),
              alert.path("occurrences").asInt(1),
              evidence));
      Matcher time = TIME.matcher(alert.path("time_range").asText(""));
      if (time.matches()) {
        alerted = Math.min(alerted, seconds(time.group(1) + "T" + time.group(2)));
      }
    }
    Snapshot snapshot = snapshot();
    Entities entities = new Entities(snapshot);
    List<Hypothesis> ranked = ranked(snapshot, entities);
    SortedMap<String, Double> scores = new TreeMap<>();
    ranked.forEach(h -> scores.merge(Causes.shortName(h.entity()), h.score(), Math::max));
    Hints.of(snapshot).forEach((name, hint) -> scores.merge(name, hint, Math::max));
    (folder.has("metrics.csv.gz") ? measured() : alertsAlone())
        .forEach((name, score) -> scores.merge(name, score, Math::max));
    Optional<Hypothesis> first =
        Ranking.of(scores).stream()
            .findFirst()
            .flatMap(
                best ->
                    ranked.stream()
                        .filter(h -> Causes.shortName(h.entity()).equals(best))
                        .filter(h -> h.score() >= scores.getOrDefault(best, 0.0))
                        .findFirst());
    Confidence.Basis basis =
        first.isPresent() ? Confidence.Basis.STATES : Confidence.Basis.MEASUREMENTS;
    Answer answer =
        new Answer(folder.id()).services(scores, basis).metrics(metrics).detected(noticed);
    first.ifPresent(h -> answer.node().put("fault", h.fault().id()));
    return answer;
  }

  private List<Hypothesis> ranked(Snapshot snapshot, Entities entities) {
    ClusterMap map = new ClusterMap();
    Map<String, SortedSet<String>> calls = new TreeMap<>();
    folder.graph().services().forEach(s -> calls.put(s, folder.graph().callees(s)));
    List<TopologyEntity> objects = new ObjectMap(snapshot, entities).entities(calls);
    objects.forEach(map::put);
    List<Evidence> evidence = new ArrayList<>(new ObjectEvents(snapshot, entities).evidence());
    evidence.addAll(new AlertEvents(snapshot, entities).evidence());
    List<Fact> facts = evidence.stream().flatMap(e -> FactReader.read(e).stream()).toList();
    List<String> all = objects.stream().map(TopologyEntity::getEntity).toList();
    return new Ranker(map, Priors.NONE, facts).beside(all).rank();
  }

  private static double seconds(String text) {
    return LocalDateTime.parse(text, DateTimeFormatter.ISO_LOCAL_DATE_TIME)
        .toEpochSecond(ZoneOffset.UTC);
  }

  private Snapshot snapshot() throws IOException {
    JsonNode topology = folder.json("topology.json");
    TreeSet<String> nodes = new TreeSet<>();
    topology.path("nodes").forEach(n -> nodes.add(n.asText()));
    List<Snapshot.Event> events = new ArrayList<>();
    for (Map<String, String> row : CsvFile.rows(folder.file("events.csv.gz"))) {
      String age = row.getOrDefault("seconds_before_snapshot", "");
      events.add(
          new Snapshot.Event(
              row.getOrDefault("type", "").equals("Warning"),
              row.getOrDefault("reason", ""),
              row.getOrDefault("object", ""),
              row.getOrDefault("message", ""),
              age.isEmpty() ? Double.POSITIVE_INFINITY : Double.parseDouble(age)));
    }
    List<Snapshot.Probe> probes = new ArrayList<>();
    for (JsonNode probe : folder.json("probes.json")) {
      boolean tcp = probe.path("probe").asText().equals("tcp");
      probes.add(
          new Snapshot.Probe(
              tcp ? probe.path("service").asText("") : "",
              probe.path("node").asText(""),
              probe.path("unit").asText(""),
              probe.path("result").asText("")));
    }
    Map<String, List<String>> errors = new HashMap<>();
    folder
        .json("log_errors.json.gz")
        .properties()
        .forEach(
            e -> {
              List<String> lines = new ArrayList<>();
              e.getValue().forEach(line -> lines.add(line.asText()));
              errors.put(e.getKey(), lines);
            });
    return new Snapshot(
        folder.input().path("namespace").asText("default"),
        CaseFolder.texts(folder.json("k8s_state.json.gz")),
        events,
        probes,
        alerts,
        errors,
        nodes,
        CaseFolder.texts(topology.path("service_of")));
  }

  /** What moved since the alert; without one, since the measurements themselves tell. */
  private SortedMap<String, Double> measured() throws IOException {
    Table table = folder.measurements((rows, normal) -> {});
    int from = table.from(alerted);
    boolean usable = from >= 4 && from < table.rows();
    MeasuredCase own = usable ? null : new MeasuredCase(folder);
    int start = own == null ? from : own.from();
    int end = own == null ? table.rows() : own.to();
    noticed = own == null ? (Double) table.time(from) : own.noticed();
    Blame blame = new Blame(Shift.of(table, start, end), folder.graph());
    metrics = blame.metrics();
    SortedMap<String, Double> scores = new TreeMap<>(blame.scores());
    double most = scores.values().stream().mapToDouble(v -> v).max().orElse(0);
    Map<String, Double> told = new HashMap<>();
    for (Snapshot.Alert alert : alerts) {
      told.merge(alert.service(), AlertText.weight(alert.evidence()), Double::sum);
      if (AlertText.lossy(alert.evidence())) {
        scores.merge(alert.service(), LOUDER * most, Math::max);
      }
    }
    double top = scores.values().stream().mapToDouble(v -> v).max().orElse(0);
    scores.replaceAll(
        (service, score) ->
            (top > 0 ? MEASURED * score / top : 0) + TOLD * told.getOrDefault(service, 0.0));
    return scores;
  }

  private SortedMap<String, Double> alertsAlone() {
    SortedMap<String, Double> scores = new TreeMap<>();
    for (Snapshot.Alert alert : alerts) {
      if (!alert.service().isEmpty() && !alert.evidence().isEmpty()) {
        double lossy = AlertText.lossy(alert.evidence()) ? LOSSY : 0;
        scores.merge(
            alert.service(), SPOKEN_OF + SIGN * alert.evidence().size() + lossy, Math::max);
      }
    }
    return scores;
  }
}
