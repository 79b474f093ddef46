package io.aicloudops.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.runtime.http.Role;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aiops incidents}: what is wrong now. */
@Command(
    name = "incidents",
    description = "List incidents, the newest first.",
    mixinStandardHelpOptions = true)
final class IncidentsCommand implements Callable<Integer> {

  @Mixin private final ClientOptions options = new ClientOptions();

  @Option(names = "--all", description = "Ended ones too.")
  private boolean all;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    JsonNode answer =
        options.client(Role.VIEWER).get("/api/v1/incidents" + (all ? "" : "?status=open"));
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(answer.toPrettyString());
      return 0;
    }
    JsonNode incidents = Printing.items(answer, "incidents");
    boolean incomplete = Printing.incomplete(answer, out);
    if (incidents.isEmpty() && !incomplete) {
      out.println(all ? "There are no incidents." : "Nothing is wrong that we know of.");
    }
    for (JsonNode incident : incidents) {
      out.printf(
          "%s  %-8s %-8s %s%n",
          incident.path("id").asText(),
          incident.path("status").asText(),
          incident.path("severity").asText(),
          incident.path("title").asText());
      JsonNode cause = incident.path("causes").path(0);
      if (!cause.isMissingNode()) {
        out.printf(
            "    likely: %s (%s, %.0f %%)%n",
            Printing.plain(cause.path("summary")),
            cause.path("fault").asText(),
            100 * cause.path("confidence").asDouble());
      }
    }
    int total = answer.path("total").asInt();
    if (total > incidents.size()) {
      out.println(incidents.size() + " of " + total);
    }
    out.flush();
    return 0;
  }
}
