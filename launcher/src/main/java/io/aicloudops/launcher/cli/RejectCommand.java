package io.aicloudops.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.runtime.http.Role;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code aiops reject ID}: say no to a proposed remediation. */
@Command(
    name = "reject",
    description = "Reject a proposed remediation.",
    mixinStandardHelpOptions = true)
final class RejectCommand implements Callable<Integer> {

  @Mixin private final ClientOptions options = new ClientOptions();

  @Parameters(paramLabel = "ID", description = "Of the remediation.")
  private String id = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit.")
  private String reason = "";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    JsonNode answer =
        options
            .client(Role.OPERATOR)
            .post(
                "/api/v1/remediations/" + ApiClient.encode(id) + "/reject",
                Map.of("reason", reason));
    PrintWriter out = spec.commandLine().getOut();
    out.println(options.json() ? answer.toPrettyString() : "Rejected.");
    out.flush();
    return 0;
  }
}
