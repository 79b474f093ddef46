package io.aicloudops.rca.backtest.rca;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.rca.rank.alerts.Storm;
import io.aicloudops.rca.rank.alerts.Surprise;
import io.aicloudops.rca.rank.blame.Confidence;
import io.aicloudops.rca.rank.blame.Ranking;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** A file of alert storms, one a line; each is ranked before it is learned from. */
final class StormFile {

  /** Takes answers. */
  interface Answers {
    void answer(Answer answer) throws IOException;
  }

  private StormFile() {}

  static void read(Path file, Answers answers) throws IOException {
    Surprise surprise = new Surprise();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.isBlank()) {
          JsonNode node = CaseFolder.JSON.readTree(line);
          Storm storm = storm(node);
          Map<String, Double> scores = surprise.scores(storm);
          SortedMap<String, Double> services = new TreeMap<>();
          scores.forEach((e, s) -> services.merge(service(e), s, Math::max));
          answers.answer(
              new Answer(node.path("id").asText())
                  .services(services, Confidence.Basis.ALERTS)
                  .list("instances", Ranking.of(scores)));
          surprise.learn(storm);
        }
      }
    }
  }

  /** An instance's number is no part of its service's name. */
  private static String service(String instance) {
    return instance.replaceFirst("-?\\d+$", "");
  }

  private static Storm storm(JsonNode node) {
    Map<String, String> entities = new LinkedHashMap<>();
    node.path("nodes").forEach(n -> entities.put(n.asText(), service(n.asText())));
    List<Storm.Alert> alerts = new ArrayList<>();
    for (JsonNode alert : node.path("alerts")) {
      String entity = alert.path("entity").asText();
      switch (alert.path("kind").asText()) {
        case "metric" ->
            alerts.add(
                new Storm.Metric(
                    entity,
                    alert.path("metric").asText(),
                    alert.path("direction").asText().equals("up")));
        case "log" -> alerts.add(new Storm.Log(entity, alert.path("template").asText()));
        case "trace" ->
            alerts.add(
                new Storm.Call(
                    alert.path("caller").asText(),
                    alert.path("callee").asText(),
                    alert.path("type").asText("")));
        default -> {
          // A kind of alert that nothing is known of says nothing.
        }
      }
    }
    return new Storm(entities, alerts);
  }
}
