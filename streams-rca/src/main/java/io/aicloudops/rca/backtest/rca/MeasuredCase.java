package io.aicloudops.rca.backtest.rca;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.rca.rank.blame.Blame;
import io.aicloudops.rca.rank.blame.Confidence;
import io.aicloudops.rca.rank.blame.Lookout;
import io.aicloudops.rca.rank.blame.Ranking;
import io.aicloudops.rca.rank.change.Commit;
import io.aicloudops.rca.rank.change.Commits;
import io.aicloudops.rca.rank.change.Rollout;
import io.aicloudops.rca.rank.change.Rollouts;
import io.aicloudops.rca.rank.change.Symptoms;
import io.aicloudops.rca.rank.shift.Onset;
import io.aicloudops.rca.rank.shift.Role;
import io.aicloudops.rca.rank.shift.RollCall;
import io.aicloudops.rca.rank.shift.Shift;
import io.aicloudops.rca.rank.shift.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A case of measurements: watched until an incident begins, then ranked after a short wait. Pods
 * that come and go are waited for a little longer, and rollouts for three minutes.
 */
final class MeasuredCase {

  private static final int ROLL_CALL_ROWS = 60;
  private static final double ROLLOUT_S = 180;
  private static final double MOVED_TWICE = 1.6;
  private static final double CROWDED = 0.7;

  private final CaseFolder folder;
  private final Table table;
  private final Lookout lookout = new Lookout();

  MeasuredCase(CaseFolder folder) throws IOException {
    this.folder = folder;
    this.table = folder.measurements(lookout::row);
  }

  /** First row of the incident. */
  int from() {
    return lookout.from(table);
  }

  /** Row after the last that the ranking looks at. */
  int to() {
    return lookout.to(table);
  }

  /** When the incident was noticed; null if it was not. */
  @Nullable Double noticed() {
    return lookout.noticed() ? (Double) table.time(lookout.at()) : null;
  }

  Answer answer() throws IOException {
    Blame blame = lookout.blame(table, folder.graph());
    SortedMap<String, Double> scores = new TreeMap<>(blame.scores());
    int seen = Math.min(table.rows(), to() + ROLL_CALL_ROWS);
    RollCall.of(table, seen).forEach((service, size) -> scores.merge(service, size, Double::sum));
    RollCall.named(table, mentions(), table.time(seen - 1))
        .forEach((service, size) -> scores.merge(service, size, Double::sum));
    Map<String, Double> changes = folder.has("changes.json") ? changes(scores) : Map.of();
    Answer answer =
        new Answer(folder.id())
            .services(scores, Confidence.Basis.MEASUREMENTS)
            .metrics(blame.metrics())
            .detected(noticed());
    if (folder.has("changes.json")) {
      answer.list("changes", Ranking.of(changes));
    }
    return answer;
  }

  /** What events name pods of services. */
  private List<RollCall.Mention> mentions() throws IOException {
    List<RollCall.Mention> mentions = new ArrayList<>();
    for (Map<String, String> row : CsvFile.rows(folder.file("events.csv.gz"))) {
      String pod = row.getOrDefault("pod", "");
      String time = row.getOrDefault("time", "");
      if (!pod.isEmpty() && !time.isEmpty()) {
        String service = folder.graph().service(row.getOrDefault("app", pod));
        mentions.add(new RollCall.Mention(service, pod, Double.parseDouble(time)));
      }
    }
    return mentions;
  }

  /** Scores of changes; a rollout's is its service's too. */
  private Map<String, Double> changes(SortedMap<String, Double> services) throws IOException {
    JsonNode changes = folder.json("changes.json");
    List<Rollout> rollouts = new ArrayList<>();
    for (JsonNode change : changes) {
      if (change.path("type").asText().equals("rollout_start")) {
        rollouts.add(
            new Rollout(
                change.path("change_id").asText(),
                change.path("service").asText(),
                change.path("time").asDouble()));
      }
    }
    if (!rollouts.isEmpty()) {
      double time = alerted();
      Map<String, Double> scores =
          new Rollouts(table, folder.graph(), time, time + ROLLOUT_S).scores(rollouts);
      for (Rollout rollout : rollouts) {
        services.merge(rollout.service(), scores.getOrDefault(rollout.id(), 0.0), Double::sum);
      }
      return scores;
    }
    return commits(changes);
  }

  /** When an alert fired, if one did; else when the incident was noticed. */
  private double alerted() {
    double referred =
        folder.input().path("reference_detect_time").asDouble(table.time(lookout.at()));
    return folder.input().path("alert_time").asDouble(referred);
  }

  private Map<String, Double> commits(JsonNode changes) throws IOException {
    double alerted = alerted();
    int row = Math.max(0, table.from(alerted + 1e-6) - 1);
    Blame then =
        new Blame(
            Shift.of(table, Math.max(6, row - 5), Math.min(table.rows(), row + 3)), folder.graph());
    Map<String, Double> moved = new HashMap<>(then.scores());
    double most = moved.values().stream().mapToDouble(v -> v).max().orElse(0);
    moved.replaceAll((service, size) -> most > 0 ? size / most : 0);
    Commits ranking =
        new Commits(folder.graph(), symptoms(), moved, Onset.before(table, row), alerted);
    int pressure = (busier(row) ? 1 : 0) + (crowded(row) ? 1 : 0);
    return ranking.scores(candidates(changes), pressure);
  }

  /** True if somebody asks for much more than before. */
  private boolean busier(int row) {
    int calm = Math.max(6, row - 7);
    return Shift.raisedTraffic(table, calm, row + 1, MOVED_TWICE);
  }

  /** True if a machine is fuller than before. */
  private boolean crowded(int row) {
    return Shift.of(table, Math.max(6, row - 5), Math.min(table.rows(), row + 3)).stream()
        .anyMatch(
            shift ->
                shift.column().role() == Role.NODE
                    && shift.direction() > 0
                    && shift.size() >= CROWDED);
  }

  private Symptoms symptoms() throws IOException {
    Symptoms symptoms = new Symptoms();
    for (JsonNode alert : folder.json("alerts.json")) {
      String text =
          String.join(
              " ",
              alert.path("metric").asText(""),
              alert.path("summary").asText(""),
              alert.path("monitor").asText(""));
      symptoms.alert(alert.path("service").asText(""), text.replace('_', ' '));
    }
    for (JsonNode pattern : folder.json("patterns.json")) {
      boolean negative = pattern.path("sentiment").asText().equals("negative");
      boolean risen = pattern.path("delta_vs_baseline").asText("").matches("\\+?[1-9].*");
      String text = pattern.path("signature").asText("");
      if (negative && risen) {
        symptoms.trouble(pattern.path("service").asText(""), text);
      } else if (!negative) {
        symptoms.normal(text);
      }
    }
    return symptoms;
  }

  private static List<Commit> candidates(JsonNode changes) {
    Map<String, JsonNode> commits = new HashMap<>();
    for (JsonNode change : changes) {
      if (change.path("type").asText().equals("commit")) {
        commits.put(change.path("sha").asText(change.path("commit_sha").asText()), change);
      }
    }
    List<Commit> candidates = new ArrayList<>();
    for (JsonNode change : changes) {
      String type = change.path("type").asText();
      boolean deploy = type.equals("deploy");
      if (deploy || type.equals("flag") || type.equals("config")) {
        String id =
            deploy
                ? change.path("commit_sha").asText()
                : change.path("change_id").asText(change.path("flag").asText());
        JsonNode commit = deploy ? commits.getOrDefault(id, change) : change;
        List<String> files = new ArrayList<>();
        commit.path("files_changed").forEach(f -> files.add(f.asText()));
        String message =
            commit.path("message").asText("")
                + " "
                + change.path("flag").asText("")
                + " "
                + change.path("change").asText("");
        candidates.add(
            new Commit(
                id,
                change.path("service").asText(""),
                change.path("time").asDouble(),
                deploy,
                message.trim(),
                files,
                commit.path("diff").asText("")));
      }
    }
    return candidates;
  }
}
