package io.aicloudops.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.runtime.http.Role;
import java.io.PrintWriter;
import java.util.Optional;
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
    Optional<JsonNode> incident = client.find("/api/v1/incidents/" + ApiClient.encode(id));
    JsonNode found =
        incident
            .or(() -> client.find("/api/v1/remediations/" + ApiClient.encode(id)))
            .orElseThrow(
                () -> new ClientException("there is neither an incident nor a remediation " + id));
    if (options.json()) {
      out.println(found.toPrettyString());
    } else if (incident.isPresent()) {
      Explanation.incident(found, out);
    } else {
      Explanation.remediation(found, out);
    }
    out.flush();
    return 0;
  }
}
