package io.aicloudops.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.runtime.http.Role;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code aiops explain ID}: an incident with its causes and evidence, or a remediation with its
 * diff and steps.
 */
@Command(
    name = "explain",
    description = "Explain an incident or a remediation.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {

  @Mixin private final ClientOptions options = new ClientOptions();

  @Parameters(paramLabel = "ID", description = "Of an incident or a remediation.")
  private String id = "";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ApiClient client = options.client(Role.VIEWER);
    PrintWriter out = spec.commandLine().getOut();
    JsonNode found;
    boolean incident = true;
    try {
      found = client.get("/api/v1/incidents/" + ApiClient.encode(id));
    } catch (ClientException noIncident) {
      found = client.get("/api/v1/remediations/" + ApiClient.encode(id));
      incident = false;
    }
    if (options.json()) {
      out.println(found.toPrettyString());
    } else if (incident) {
      explainIncident(found, out);
    } else {
      explainRemediation(found, out);
    }
    out.flush();
    return 0;
  }

  private static void explainIncident(JsonNode incident, PrintWriter out) {
    out.printf(
        "%s  %s, %s, since %s%n%n",
        Printing.plain(incident.path("title")),
        incident.path("status").asText(),
        incident.path("severity").asText(),
        incident.path("since").asText());
    int rank = 1;
    for (JsonNode cause : incident.path("causes")) {
      out.printf(
          "%d. %s%n   %s, confidence %.0f %%, at %s%n",
          rank++,
          Printing.plain(cause.path("summary")),
          cause.path("fault").asText(),
          100 * cause.path("confidence").asDouble(),
          cause.path("entity").asText());
      for (JsonNode recommendation : cause.path("recommendations")) {
        out.println("   → " + Printing.plain(recommendation));
      }
    }
    out.println("\nEvidence");
    for (JsonNode evidence : incident.path("evidence")) {
      out.printf(
          "  %s  %-8s %s%n",
          evidence.path("since").asText(),
          evidence.path("kind").asText(),
          Printing.plain(evidence.path("text")));
    }
  }

  private static void explainRemediation(JsonNode remediation, PrintWriter out) {
    out.printf(
        "%s: %s%n  state %s, mode %s%n",
        remediation.path("id").asText(),
        Printing.plain(remediation.path("reason")),
        remediation.path("state").asText(),
        remediation.path("mode").asText());
    if (!remediation.path("danger").asText().isEmpty()) {
      out.println("  danger: " + Printing.plain(remediation.path("danger")));
    }
    if (!remediation.path("diff").asText().isEmpty()) {
      out.println("  diff " + remediation.path("diff_hash").asText());
      Printing.plain(remediation.path("diff")).lines().forEach(line -> out.println("    " + line));
    }
    out.println("  steps");
    for (JsonNode step : remediation.path("steps")) {
      out.printf(
          "    %s  %-18s %s: %s%n",
          step.path("time").asText(),
          step.path("state").asText(),
          step.path("who").asText(),
          Printing.plain(step.path("note")));
    }
  }
}
