package io.aicloudops.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Incidents and remediations, as the service answers them, in words on a terminal. */
final class Explanation {

  private Explanation() {}

  /** Its causes with what speaks for and against each, the evidence, and what is done about it. */
  static void incident(JsonNode incident, PrintWriter out) {
    out.printf(
        "%s  %s, %s, since %s%n%n",
        Printing.plain(incident.path("title")),
        incident.path("status").asText(),
        incident.path("severity").asText(),
        incident.path("since").asText());
    Map<String, JsonNode> evidence = new LinkedHashMap<>();
    incident.path("evidence").forEach(one -> evidence.put(one.path("id").asText(), one));
    int rank = 1;
    for (JsonNode cause : incident.path("causes")) {
      out.printf(
          "%d. %s%n   %s, confidence %.0f %%, at %s%n",
          rank++,
          Printing.plain(cause.path("summary")),
          cause.path("fault").asText(),
          100 * cause.path("confidence").asDouble(),
          cause.path("entity").asText());
      weighed("+", cause.path("supporting"), evidence, out);
      weighed("-", cause.path("against"), evidence, out);
      for (JsonNode recommendation : cause.path("recommendations")) {
        out.println("   → " + Printing.plain(recommendation));
      }
    }
    out.println("\nEvidence");
    evidence
        .values()
        .forEach(one -> out.printf("  %s  %s%n", one.path("since").asText(), text(one)));
    if (!incident.path("remediations").isEmpty()) {
      out.println("\nRemediations");
      incident.path("remediations").forEach(one -> brief(one, out));
    }
    Printing.incomplete(incident, out);
  }

  /** Evidence by id; a cause may also rest on what the incident does not list as its own. */
  private static void weighed(
      String sign, JsonNode ids, Map<String, JsonNode> evidence, PrintWriter out) {
    for (JsonNode id : ids) {
      JsonNode one = evidence.get(id.asText());
      if (one != null) {
        out.println("   " + sign + " " + text(one));
      }
    }
  }

  private static String text(JsonNode evidence) {
    return "%-8s %s"
        .formatted(evidence.path("kind").asText(), Printing.plain(evidence.path("text")));
  }

  private static void brief(JsonNode remediation, PrintWriter out) {
    String id = Printing.plain(remediation.path("id"));
    String state = remediation.path("state").asText();
    out.printf(
        "  %s  %s  %s  %s%n",
        id, state, remediation.path("action").asText(), Printing.plain(remediation.path("entity")));
    JsonNode steps = remediation.path("steps");
    if (!steps.isEmpty()) {
      out.println("      " + Printing.plain(steps.path(steps.size() - 1).path("note")));
    }
    if (state.equals("awaiting_approval")) {
      out.println("      → aiops approve " + id);
    }
  }

  /** What is to be done, what it may harm, the diff, and each step so far. */
  static void remediation(JsonNode remediation, PrintWriter out) {
    proposal(remediation, out);
    out.println("  steps");
    for (JsonNode step : remediation.path("steps")) {
      out.printf(
          "    %s  %-18s %s: %s%n",
          step.path("time").asText(),
          step.path("state").asText(),
          Printing.plain(step.path("who")),
          Printing.plain(step.path("note")));
    }
  }

  /** What is to be done to which object, what it may harm, and the diff: what an approval is of. */
  static void proposal(JsonNode remediation, PrintWriter out) {
    out.printf(
        "%s: %s%n  %s %s%n  state %s, mode %s%n",
        Printing.plain(remediation.path("id")),
        Printing.plain(remediation.path("reason")),
        remediation.path("action").asText(),
        Printing.plain(remediation.path("entity")),
        remediation.path("state").asText(),
        remediation.path("mode").asText());
    if (!remediation.path("danger").asText().isEmpty()) {
      out.println("  danger: " + Printing.plain(remediation.path("danger")));
    }
    if (!remediation.path("diff").asText().isEmpty()) {
      out.println("  diff " + remediation.path("diff_hash").asText());
      Printing.plain(remediation.path("diff")).lines().forEach(line -> out.println("    " + line));
    }
  }
}
