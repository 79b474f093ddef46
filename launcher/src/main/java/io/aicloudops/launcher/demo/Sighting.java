package io.aicloudops.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.launcher.cli.ApiClient;
import io.aicloudops.simulator.faults.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is seen of one fault, look by look. */
final class Sighting {

  private final Demo demo;
  private final ApiClient api;
  private final Fault fault;
  private final Instant start = Instant.now();
  private final int writesBefore;
  private final Set<String> seen = new HashSet<>();
  private final Set<String> incidents = new LinkedHashSet<>();
  private List<String> causes = List.of();
  private @Nullable Double firstAnomaly;
  private @Nullable Double incident;
  private @Nullable Double named;
  private @Nullable String remediation;
  private String first = "";
  private @Nullable Double remediated;
  private @Nullable Double verified;
  private @Nullable Double mended;
  private final Set<String> needless = new LinkedHashSet<>();

  Sighting(Demo demo, ApiClient api, Fault fault) {
    this.demo = demo;
    this.api = api;
    this.fault = fault;
    this.writesBefore = demo.writes();
  }

  boolean firstSeen(String id) {
    return seen.add(id);
  }

  void look() {
    lookAtAnomalies();
    lookAtIncidents();
    lookAtRemediations();
    if (mended == null && verified != null && fault.mended()) {
      mended = since(Instant.now());
    }
  }

  private void lookAtAnomalies() {
    if (firstAnomaly != null) {
      return;
    }
    for (JsonNode anomaly : DemoScript.items(api.get("/api/v1/anomalies"))) {
      Instant at = Instant.parse(anomaly.path("time").asText());
      if (!at.isBefore(start) && (firstAnomaly == null || since(at) < firstAnomaly)) {
        firstAnomaly = since(at);
      }
    }
  }

  private void lookAtIncidents() {
    for (JsonNode one : DemoScript.items(api.get("/api/v1/incidents"))) {
      Instant opened = Instant.parse(one.path("opened_at").asText());
      boolean ofThisFault =
          opened.isAfter(start)
              || (incidents.isEmpty() && one.path("status").asText().equals("open"));
      if (!ofThisFault || one.path("status").asText().equals("merged")) {
        continue;
      }
      incidents.add(one.path("title").asText());
      if (incident == null) {
        incident = since(opened);
      }
      lookAtCauses(one);
    }
  }

  private void lookAtCauses(JsonNode one) {
    List<String> top = new ArrayList<>();
    boolean right = false;
    for (JsonNode cause : one.path("causes")) {
      if (top.size() == 3) {
        break;
      }
      String entity = cause.path("entity").asText();
      String kind = cause.path("fault").asText();
      top.add(entity + " " + kind);
      right |= entity.equals(target()) && fault.type().kinds().contains(kind);
    }
    if (named == null) {
      causes = top;
      named = right ? since(Instant.now()) : null;
    }
  }

  private void lookAtRemediations() {
    for (JsonNode one : DemoScript.items(api.get("/api/v1/remediations"))) {
      if (Instant.parse(one.path("created_at").asText()).isBefore(start)) {
        continue;
      }
      for (JsonNode step : one.path("steps")) {
        String state = step.path("state").asText();
        Instant at = Instant.parse(step.path("time").asText());
        if (state.equals("executing")) {
          ran(one, at);
        }
        if (state.equals("verified") && verified == null) {
          verified = since(at);
        }
      }
    }
  }

  /** What ran at another object than the one at fault, or a second time, was not needed. */
  private void ran(JsonNode one, Instant at) {
    String what = one.path("action").asText() + " " + one.path("entity").asText();
    if (remediated == null) {
      remediation = what;
      remediated = since(at);
      first = one.path("id").asText();
    }
    if (!one.path("entity").asText().equals(target()) || !one.path("id").asText().equals(first)) {
      needless.add(what);
    }
  }

  private String target() {
    return Demo.CLUSTER + "/" + fault.target();
  }

  private double since(Instant at) {
    return Math.round(Duration.between(start, at).toMillis() / 100.0) / 10.0;
  }

  /** True when nothing more is to be expected. */
  boolean over() {
    return !fault.type().harmless() && mended != null;
  }

  Observed observed() {
    int writes = demo.writes() - writesBefore;
    List<String> wrong = new ArrayList<>();
    if (fault.type().harmless()) {
      expect(writes == 0, "the cluster was written to", wrong);
      expect(incidents.isEmpty(), "an incident was opened", wrong);
    } else {
      expect(incident != null, "no incident was opened", wrong);
      expect(named != null, "the true cause is not among the first three", wrong);
      expect(verified != null, "no remediation was verified", wrong);
      expect(verified == null || mended != null, "the shop is not well again", wrong);
      expect(needless.isEmpty(), "there was an action that was not needed", wrong);
    }
    return new Observed(
        fault.type().id(),
        fault.type().harmless(),
        start.toString(),
        target(),
        fault.type().kinds(),
        firstAnomaly,
        incident,
        causes,
        named,
        remediation,
        remediated,
        verified,
        mended,
        writes,
        List.copyOf(needless),
        List.copyOf(incidents),
        wrong.isEmpty(),
        String.join("; ", wrong));
  }

  private static void expect(boolean holds, String otherwise, List<String> wrong) {
    if (!holds) {
      wrong.add(otherwise);
    }
  }
}
