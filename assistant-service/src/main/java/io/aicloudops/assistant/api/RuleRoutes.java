package io.aicloudops.assistant.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.assistant.rules.Prometheus;
import io.aicloudops.assistant.rules.RuleFile;
import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.http.Role;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code /api/v1/rules}: the alert rules that Prometheus runs, and proposals of new ones. A
 * proposal is checked and comes back as a manifest, with the names it would replace or add; whoever
 * keeps the rules applies it, for nothing here may write them.
 */
public final class RuleRoutes implements HttpModule {

  private static final String PATH = "/api/v1/rules";
  private static final String NAME = "[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?";

  private final Optional<Prometheus> prometheus;

  /**
   * @param url of Prometheus; empty if none is configured
   */
  public RuleRoutes(String url) {
    this.prometheus = url.isEmpty() ? Optional.empty() : Optional.of(new Prometheus(url));
  }

  @Override
  public void configure(JavalinConfig config) {
    config.routes.get(PATH, this::list, Role.VIEWER);
    config.routes.post(PATH, this::propose, Role.OPERATOR);
  }

  private void list(Context context) {
    Params params = new Params(context, "state", "group");
    Optional<String> state = params.oneOf("state", "firing", "pending", "inactive");
    String group = params.text("group");
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode items = answer.putArray("items");
    for (JsonNode one : groups()) {
      for (JsonNode rule : one.path("rules")) {
        boolean wanted =
            (state.isEmpty() || rule.path("state").asText().equals(state.get()))
                && (group.isEmpty() || one.path("name").asText().equals(group));
        if (wanted) {
          items.add(shown(one, rule));
        }
      }
    }
    context.json(answer.put("total", items.size()));
  }

  private JsonNode groups() {
    Prometheus known =
        prometheus.orElseThrow(
            () -> Problem.notFound("no Prometheus is known; set assistant.prometheus-url"));
    try {
      return known.groups();
    } catch (IOException e) {
      throw Problem.of(502, "Bad gateway", "Prometheus does not answer: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.unavailable("interrupted");
    }
  }

  private static ObjectNode shown(JsonNode group, JsonNode rule) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("group", group.path("name").asText());
    node.put("file", group.path("file").asText());
    node.put("name", rule.path("name").asText());
    node.put("type", rule.path("type").asText());
    node.put("query", rule.path("query").asText());
    node.put("duration_seconds", rule.path("duration").asDouble());
    node.put("state", rule.path("state").asText());
    node.put("health", rule.path("health").asText());
    node.put("last_error", rule.path("lastError").asText());
    node.put("firing", rule.path("alerts").size());
    node.set("labels", object(rule.path("labels")));
    node.set("annotations", object(rule.path("annotations")));
    return node;
  }

  private static JsonNode object(JsonNode node) {
    return node.isObject() ? node : JsonNodeFactory.instance.objectNode();
  }

  private void propose(Context context) {
    Params params = new Params(context, "name", "namespace");
    String name = name(params, "name", "aiops-rules");
    String namespace = name(params, "namespace", "monitoring");
    String type = String.valueOf(context.contentType()).toLowerCase(Locale.ROOT);
    if (!type.contains("yaml")) {
      throw Problem.unsupportedMedia("the body is to be application/yaml, not " + type);
    }
    RuleFile file = RuleFile.parse(context.body());
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("valid", file.problems().isEmpty()).put("rules", file.size());
    ArrayNode problems = answer.putArray("problems");
    file.problems().forEach(p -> problems.addObject().put("path", p.path()).put("text", p.text()));
    if (!file.problems().isEmpty()) {
      context.status(422).json(answer);
      return;
    }
    compare(file, answer);
    answer.put("manifest", file.manifest(name, namespace));
    answer.put("next", "apply the manifest where your rules are kept; nothing was changed");
    context.json(answer);
  }

  private static String name(Params params, String parameter, String byDefault) {
    String text = params.text(parameter);
    if (!text.isEmpty() && !text.matches(NAME)) {
      throw Problem.badField(parameter, "is no name of Kubernetes: " + text);
    }
    return text.isEmpty() ? byDefault : text;
  }

  /** Which rules of the proposal Prometheus has already, by name. */
  private void compare(RuleFile file, ObjectNode answer) {
    if (prometheus.isEmpty()) {
      return;
    }
    Set<String> running = new TreeSet<>();
    for (JsonNode group : groups()) {
      group.path("rules").forEach(rule -> running.add(rule.path("name").asText()));
    }
    ArrayNode added = answer.putArray("new");
    ArrayNode present = answer.putArray("running_already");
    for (JsonNode group : file.groups()) {
      for (JsonNode rule : group.path("rules")) {
        String name = rule.path("alert").asText(rule.path("record").asText());
        (running.contains(name) ? present : added).add(name);
      }
    }
  }
}
