package io.aicloudops.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.runtime.http.Role;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code aiops feedback}: say whether a cause was right, see what was said, take it back. */
@Command(
    name = "feedback",
    description = {
      "Say whether the cause of an incident was right. It weighs in on later causes in the same"
          + " cluster, until it is taken back.",
      "Without arguments: list what was said, the newest first."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  aiops feedback inc-1 right",
      "  aiops feedback inc-1 wrong --entity demo/shop/Deployment/store --fault database-trouble",
      "  aiops feedback --undo ID"
    })
final class FeedbackCommand implements Callable<Integer> {

  private static final String COMMANDS = "/api/v1/commands";

  @Mixin private final ClientOptions options = new ClientOptions();

  @Parameters(index = "0", arity = "0..1", paramLabel = "INCIDENT", description = "Its id.")
  private @Nullable String incident;

  @Parameters(index = "1", arity = "0..1", paramLabel = "VERDICT", description = "right or wrong.")
  private @Nullable String verdict;

  @Option(names = "--entity", paramLabel = "ENTITY", description = "If wrong: where it was.")
  private String entity = "";

  @Option(names = "--fault", paramLabel = "FAULT", description = "If wrong: the fault's id.")
  private String fault = "";

  @Option(names = "--comment", paramLabel = "TEXT", description = "For whoever reads it later.")
  private String comment = "";

  @Option(names = "--undo", paramLabel = "ID", description = "Take this word of feedback back.")
  private @Nullable String undo;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (undo != null) {
      Map<String, String> body = Map.of("type", "undo", "target", undo, "reason", comment);
      told(out, options.client(Role.OPERATOR).post(COMMANDS, body), "Taken back.");
    } else if (incident == null) {
      list(out, options.client(Role.VIEWER).get(COMMANDS + "?type=feedback"));
    } else if (verdict == null) {
      throw new ParameterException(spec.commandLine(), "VERDICT: say right or wrong");
    } else {
      Map<String, String> body = new LinkedHashMap<>(Map.of("verdict", verdict));
      body.put("true_entity", entity);
      body.put("true_fault", fault);
      body.put("comment", comment);
      body.values().removeIf(String::isEmpty);
      String path = "/api/v1/incidents/" + ApiClient.encode(incident) + "/feedback";
      JsonNode answer = options.client(Role.OPERATOR).post(path, body);
      told(out, answer, "Noted as " + answer.path("command_id").asText() + ".");
    }
    out.flush();
    return 0;
  }

  private void told(PrintWriter out, JsonNode answer, String text) {
    out.println(options.json() ? answer.toPrettyString() : text);
  }

  private void list(PrintWriter out, JsonNode answer) {
    if (options.json()) {
      out.println(answer.toPrettyString());
      return;
    }
    JsonNode items = answer.path("items");
    if (items.isEmpty()) {
      out.println("Nobody has said anything about a cause.");
    }
    for (JsonNode one : items) {
      JsonNode params = one.path("params");
      String truth =
          (params.path("trueFault").asText() + " " + params.path("trueEntity").asText()).trim();
      out.printf(
          "%s  %s  %s: %s of %s at %s%s%n",
          one.path("id").asText(),
          one.path("time").asText(),
          Printing.plain(one.path("actor")),
          params.path("verdict").asText(),
          params.path("fault").asText(),
          params.path("entity").asText(),
          truth.isEmpty() ? "" : ", it was " + truth);
    }
  }
}
