package io.aicloudops.simulator.kube.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.simulator.kube.registry.ApiError;
import io.aicloudops.simulator.kube.registry.ListOptions;
import io.aicloudops.simulator.kube.registry.WriteOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The query parameters of a request; a value that cannot be read is a 400 or 422. */
record Query(Map<String, List<String>> parameters) {

  private static final int LONGEST_MANAGER = 128;

  String text(String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.get(0);
  }

  boolean flag(String name) {
    return text(name).equals("true") || text(name).equals("1");
  }

  long number(String name, long otherwise) {
    if (text(name).isEmpty()) {
      return otherwise;
    }
    try {
      return Long.parseLong(text(name));
    } catch (NumberFormatException e) {
      throw ApiError.badRequest(
          "unable to decode query parameter " + name + "=" + text(name) + ": not a number");
    }
  }

  boolean dryRun() {
    for (String value : parameters.getOrDefault("dryRun", List.of())) {
      if (!value.equals("All")) {
        throw ApiError.invalidOption(
            "dryRun: Unsupported value: \"" + value + "\": supported values: \"All\"");
      }
    }
    return parameters.containsKey("dryRun");
  }

  /** How to write; without a field manager the program in front of the user agent is it. */
  WriteOptions write(String userAgent) {
    String manager = text("fieldManager");
    if (manager.length() > LONGEST_MANAGER) {
      throw ApiError.invalidOption("fieldManager: Too long: may not be more than 128 bytes");
    }
    String program = userAgent.replaceAll("/.*", "");
    String owner = !manager.isEmpty() ? manager : program.isEmpty() ? "unknown" : program;
    return new WriteOptions(owner, dryRun(), flag("force"));
  }

  Predicate<ObjectNode> selection(Target target) {
    Predicate<ObjectNode> selected =
        ListOptions.selection(target.type(), text("labelSelector"), text("fieldSelector"));
    return target.isCollection()
        ? selected
        : selected.and(object -> object.at("/metadata/name").asText("").equals(target.name()));
  }

  ListOptions list(Target target) {
    return new ListOptions(
        target.namespace(), selection(target), (int) number("limit", 0), text("continue"));
  }

  /** 0 if none was given. */
  long revision() {
    String text = text("resourceVersion");
    try {
      return text.isEmpty() ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw ApiError.badRequest("resourceVersion: Invalid value: \"" + text + "\": not a number");
    }
  }

  long timeoutSeconds() {
    return number("timeoutSeconds", TimeUnit.MINUTES.toSeconds(50));
  }
}
