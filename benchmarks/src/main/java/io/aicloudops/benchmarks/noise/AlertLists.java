package io.aicloudops.benchmarks.noise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.Edge;
import io.aicloudops.schemas.event.EdgeType;
import io.aicloudops.schemas.event.TopologyEntity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Failures of which only the list of alerts was recorded, without times: each in a namespace of its
 * own, its alerts within half a minute, over after five minutes.
 */
final class AlertLists {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SPREAD_MS = 30_000;
  private static final long LASTS_MS = 300_000;
  private static final long AFTERMATH_MS = 60_000;

  private AlertLists() {}

  /** The failures of a file {@code inputs.jsonl.gz}, each beginning within so many milliseconds. */
  static List<Scene> read(Path file, long start, long within, Random random) throws IOException {
    List<Scene> scenes = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.isBlank()) {
          long at = start + random.nextLong(within) / 1000 * 1000;
          scenes.add(scene(JSON.readTree(line), at, random));
        }
      }
    }
    return scenes;
  }

  private static Scene scene(JsonNode node, long at, Random random) {
    String namespace = node.path("id").asText();
    List<Scene.Event> events = new ArrayList<>();
    Map<String, Set<String>> calls = new TreeMap<>();
    node.path("nodes").forEach(n -> calls.put(service(n.asText()), new TreeSet<>()));
    node.path("edges")
        .forEach(
            e ->
                calls
                    .computeIfAbsent(service(e.path(0).asText()), s -> new TreeSet<>())
                    .add(service(e.path(1).asText())));
    calls.forEach((from, to) -> events.add(entity(namespace, from, to, at, false)));
    Set<String> told = new TreeSet<>();
    for (JsonNode alert : node.path("alerts")) {
      String owner = owner(alert);
      String name =
          alert.path("kind").asText()
              + " "
              + alert.path("metric").asText(alert.path("template").asText(""))
              + alert.path("caller").asText("")
              + alert.path("operation").asText("")
              + alert.path("type").asText("")
              + alert.path("direction").asText("");
      if (!owner.isEmpty() && told.add(owner + name)) {
        long from = at + random.nextInt(SPREAD_MS);
        String entity = full(namespace, service(owner));
        events.add(alert(namespace, entity, owner, name, AlertStatus.FIRING, from, from));
        long ends = at + LASTS_MS;
        events.add(alert(namespace, entity, owner, name, AlertStatus.RESOLVED, from, ends));
      }
    }
    long end = at + LASTS_MS + AFTERMATH_MS;
    calls.forEach((from, to) -> events.add(entity(namespace, from, to, end, true)));
    Scene.Fault fault = new Scene.Fault(namespace + "#0", at - 1_000, end);
    return new Scene(namespace, Scene.Of.ALERTS, events, List.of(fault));
  }

  /** A call's alert is its callee's, where that is known. */
  private static String owner(JsonNode alert) {
    return Stream.of("callee", "entity", "caller")
        .map(field -> alert.path(field).asText(""))
        .filter(name -> !service(name).isEmpty())
        .findFirst()
        .orElse("");
  }

  /** The instance's number is no part of its service's name. */
  private static String service(String instance) {
    return instance.replaceFirst("-?\\d+$", "");
  }

  private static String full(String namespace, String service) {
    return Scene.CLUSTER + "/" + namespace + "/Deployment/" + service;
  }

  private static Scene.Event entity(
      String namespace, String from, Set<String> to, long time, boolean gone) {
    List<Edge> edges = to.stream().map(s -> new Edge(EdgeType.CALLS, full(namespace, s))).toList();
    return new Scene.Event(
        time,
        TopologyEntity.newBuilder()
            .setEntity(full(namespace, from))
            .setEdges(edges)
            .setAttributes(Map.of())
            .setTime(Instant.ofEpochMilli(time))
            .setSource("recording")
            .setGone(gone)
            .build());
  }

  private static Scene.Event alert(
      String namespace,
      String entity,
      String member,
      String name,
      AlertStatus status,
      long from,
      long time) {
    return new Scene.Event(
        time,
        Alert.newBuilder()
            .setFingerprint(namespace + "/" + member + "/" + name)
            .setStatus(status)
            .setName(name)
            .setSeverity("warning")
            .setEntity(entity)
            .setMember(member)
            .setLabels(Map.of("alertname", name))
            .setAnnotations(Map.of())
            .setStartsAt(Instant.ofEpochMilli(from))
            .setSource("recording")
            .setReceivedAt(Instant.ofEpochMilli(time))
            .build());
  }
}
