package io.aicloudops.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.runtime.http.Role;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code aiops approve ID}: approve the diff of a proposed remediation. */
@Command(
    name = "approve",
    description = {
      "Approve a proposed remediation.",
      "Without --diff-hash it shows the diff and approves exactly that one."
    },
    mixinStandardHelpOptions = true)
final class ApproveCommand implements Callable<Integer> {

  @Mixin private final ClientOptions options = new ClientOptions();

  @Parameters(paramLabel = "ID", description = "Of the remediation.")
  private String id = "";

  @Option(
      names = "--diff-hash",
      paramLabel = "HASH",
      description = "The diff you have seen; refused if it is another by now.")
  private @Nullable String diffHash;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ApiClient client = options.client(Role.OPERATOR);
    PrintWriter out = spec.commandLine().getOut();
    String path = "/api/v1/remediations/" + ApiClient.encode(id);
    String hash = diffHash;
    if (hash == null) {
      JsonNode remediation = client.get(path);
      hash = remediation.path("diff_hash").asText();
      if (!options.json()) {
        out.println(Printing.plain(remediation.path("diff")));
      }
    }
    JsonNode answer = client.post(path + "/approve", Map.of("diff_hash", hash));
    out.println(
        options.json()
            ? answer.toPrettyString()
            : "Approved. 'aiops explain " + id + "' shows how it goes on.");
    out.flush();
    return 0;
  }
}
