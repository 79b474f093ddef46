package io.aicloudops.benchmarks.noise;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.rca.backtest.rca.CaseFolder;
import io.aicloudops.rca.rank.shift.CallGraph;
import io.aicloudops.rca.rank.shift.Table;
import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.ChangeKind;
import io.aicloudops.schemas.event.Edge;
import io.aicloudops.schemas.event.EdgeType;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.identity.EntityId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads a recorded case of measurements. */
final class Recording {

  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final double AFTERMATH_S = 180;

  private final CaseFolder folder;
  private final String namespace;
  private final List<Scene.Event> events = new ArrayList<>();
  private final List<Scene.Fault> faults = new ArrayList<>();
  private long shift;

  private Recording(CaseFolder folder) {
    this.folder = folder;
    this.namespace = folder.id();
  }

  /**
   * Reads a case.
   *
   * @param start epoch milliseconds at which it is to begin
   */
  static Scene of(Path path, long start) throws IOException {
    CaseFolder folder = new CaseFolder(path);
    Recording recording = new Recording(folder);
    List<double[]> rows = new ArrayList<>();
    List<Double> times = new ArrayList<>();
    Table table =
        folder.measurements(
            (t, normal) -> {
              rows.add(t.said(t.rows() - 1));
              times.add(t.time(t.rows() - 1));
            });
    recording.shift = start - Math.round(1000 * times.get(0));
    Exporter exporter = new Exporter(table.columns());
    recording.topology(start);
    for (int i = 0; i < rows.size(); i++) {
      Instant time = Instant.ofEpochMilli(recording.at(times.get(i)));
      for (MetricBatch batch : exporter.scrape(time, rows.get(i), recording::entity)) {
        recording.events.add(new Scene.Event(time.toEpochMilli(), batch));
      }
    }
    recording.changes();
    recording.alerts();
    double last = times.get(times.size() - 1);
    recording.gone(recording.at(last) + 1);
    recording.labels(folder.json("case.json"), times.get(0), last, 2 * table.step());
    return new Scene(
        recording.namespace, Scene.Of.MEASUREMENTS, recording.events, recording.faults);
  }

  private long at(double seconds) {
    return Math.round(1000 * seconds) + shift;
  }

  private String entity(String service) {
    return Scene.CLUSTER + "/" + namespace + "/Deployment/" + service;
  }

  private void topology(long start) {
    CallGraph graph = folder.graph();
    for (String service : graph.services()) {
      events.add(new Scene.Event(start, entity(service, start, false)));
    }
  }

  /** The recording has ended: nothing of it goes on. */
  private void gone(long end) {
    Set<String> services = new TreeSet<>(folder.graph().services());
    for (Scene.Event event : events) {
      if (event.body() instanceof MetricBatch batch) {
        services.add(EntityId.parse(batch.getEntity()).name());
      }
    }
    for (String service : services) {
      events.add(new Scene.Event(end, entity(service, end, true)));
    }
  }

  private TopologyEntity entity(String service, long time, boolean gone) {
    List<Edge> edges =
        folder.graph().callees(service).stream()
            .map(callee -> new Edge(EdgeType.CALLS, entity(callee)))
            .toList();
    return TopologyEntity.newBuilder()
        .setEntity(entity(service))
        .setEdges(edges)
        .setAttributes(Map.of())
        .setTime(Instant.ofEpochMilli(time))
        .setSource("recording")
        .setGone(gone)
        .build();
  }

  private void changes() throws IOException {
    for (JsonNode node : folder.json("changes.json")) {
      String type = node.path("type").asText();
      boolean rollout = type.equals("rollout_start") || type.equals("deploy");
      if (rollout && !node.path("service").asText("").isEmpty()) {
        long time = at(node.path("time").asDouble());
        String service = folder.graph().service(node.path("service").asText());
        Change change =
            Change.newBuilder()
                .setId(namespace + "/" + events.size())
                .setEntity(entity(service))
                .setKind(ChangeKind.ROLLOUT)
                .setTime(Instant.ofEpochMilli(time))
                .setSummary("rollout of " + service)
                .setSource("recording")
                .setBefore(Map.of())
                .setAfter(Map.of("image", type + time))
                .build();
        events.add(new Scene.Event(time, change));
      }
    }
  }

  private void alerts() throws IOException {
    for (JsonNode node : folder.json("alerts.json")) {
      if (node.has("fired_at")) {
        long time = at(Instant.parse(node.path("fired_at").asText()).toEpochMilli() / 1000.0);
        alert(node.path("service").asText(), node.path("monitor").asText(), time);
      } else if (node.path("type").asText().equals("Service") && node.has("time_range")) {
        String from = node.path("time_range").asText().split(" ~ ", 2)[0];
        long time =
            at(LocalDateTime.parse(from, LOCAL).toInstant(ZoneOffset.UTC).toEpochMilli() / 1000.0);
        for (JsonNode evidence : node.path("evidence")) {
          alert(node.path("name").asText(), evidence.asText().split("\\|", 2)[0].trim(), time);
        }
      }
    }
  }

  private void alert(String named, String name, long time) {
    String service = folder.graph().service(named);
    Alert alert =
        Alert.newBuilder()
            .setFingerprint(namespace + "/" + service + "/" + name)
            .setStatus(AlertStatus.FIRING)
            .setName(name)
            .setSeverity("warning")
            .setEntity(entity(service))
            .setLabels(Map.of("alertname", name))
            .setAnnotations(Map.of())
            .setStartsAt(Instant.ofEpochMilli(time))
            .setSource("recording")
            .setReceivedAt(Instant.ofEpochMilli(time))
            .build();
    events.add(new Scene.Event(time, alert));
  }

  /** Labels are read to judge the result and for nothing else. */
  private void labels(JsonNode label, double first, double last, double slack) {
    if (label.has("faults")) {
      for (JsonNode fault : label.path("faults")) {
        double from = fault.path("inject_time").asDouble();
        add(from - slack, from + fault.path("duration_s").asDouble() + AFTERMATH_S);
      }
      return;
    }
    double given = label.path("inject_time").asDouble(label.path("alert_time").asDouble(0));
    boolean alerted = !label.path("inject_time").isNumber();
    double from = given == 0 ? first : alerted ? given - 900 : given - Math.max(slack, 60);
    add(Math.max(first, from), last);
  }

  private void add(double from, double to) {
    faults.add(new Scene.Fault(namespace + "#" + faults.size(), at(from), at(to)));
  }
}
