package io.aicloudops.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.runtime.http.Role;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code aiops ask "…"}: ask the assistant, in English or Chinese. */
@Command(
    name = "ask",
    description = "Ask the assistant, in English or Chinese.",
    mixinStandardHelpOptions = true)
final class AskCommand implements Callable<Integer> {

  @Mixin private final ClientOptions options = new ClientOptions();

  @Parameters(arity = "1..*", paramLabel = "QUESTION")
  private List<String> words = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    JsonNode answer =
        options
            .client(Role.VIEWER)
            .post("/api/v1/assistant/query", Map.of("query", String.join(" ", words)));
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(answer.toPrettyString());
    } else {
      out.println(Printing.plain(answer.path("response")));
      for (JsonNode source : answer.path("sources")) {
        out.printf(
            "  [%.2f] %s%n",
            source.path("relevance").asDouble(), Printing.plain(source.path("title")));
      }
      for (JsonNode suggestion : answer.path("suggestions")) {
        out.println("  → " + Printing.plain(suggestion));
      }
    }
    out.flush();
    return 0;
  }
}
