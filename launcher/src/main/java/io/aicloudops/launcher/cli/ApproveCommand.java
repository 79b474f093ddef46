package io.aicloudops.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.runtime.http.Role;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
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
      "Shows what it does, to what, its danger and its diff, asks, and approves exactly that diff.",
      "Without a terminal, and with --json, nobody is asked: it approves the diff that is proposed",
      "now. Pass --diff-hash to approve the one you have seen and no other."
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

  @Option(names = "--yes", description = "Do not ask at a terminal either.")
  private boolean yes;

  @Spec private CommandSpec spec;

  private final Function<String, Optional<String>> person;

  ApproveCommand() {
    this(ApproveCommand::atTheTerminal);
  }

  /**
   * For tests.
   *
   * @param person answers a question; empty if there is nobody to ask
   */
  ApproveCommand(Function<String, Optional<String>> person) {
    this.person = person;
  }

  @SuppressWarnings("SystemConsoleNull") // bin/aiops wants the console that is null without one
  private static Optional<String> atTheTerminal(String question) {
    Console console = System.console();
    if (console == null) {
      return Optional.empty();
    }
    String answer = console.readLine("%s", question);
    return Optional.of(answer == null ? "" : answer);
  }

  @Override
  public Integer call() {
    ApiClient client = options.client(Role.OPERATOR);
    PrintWriter out = spec.commandLine().getOut();
    String path = "/api/v1/remediations/" + ApiClient.encode(id);
    String hash = diffHash == null ? seen(client.get(path), out) : diffHash;
    if (hash.isEmpty()) {
      out.println("Not approved.");
      out.flush();
      return 1;
    }
    JsonNode answer = client.post(path + "/approve", Map.of("diff_hash", hash));
    out.println(
        options.json()
            ? answer.toPrettyString()
            : "Approved. 'aiops explain " + id + "' shows how it goes on.");
    out.flush();
    return 0;
  }

  /** The hash of the diff that was shown and agreed to; empty if the person said no. */
  private String seen(JsonNode remediation, PrintWriter out) {
    String hash = remediation.path("diff_hash").asText();
    if (hash.isEmpty()) {
      throw new ClientException(
          "there is no diff to approve: " + id + " is " + remediation.path("state").asText());
    }
    if (!options.json()) {
      Explanation.proposal(remediation, out);
      out.flush();
    }
    return yes || options.json() || agreed() ? hash : "";
  }

  /** Where nobody can be asked, who gave the command has answered with it. */
  private boolean agreed() {
    return person.apply("Approve? [y/N] ").orElse("y").trim().matches("(?i)y|yes");
  }
}
