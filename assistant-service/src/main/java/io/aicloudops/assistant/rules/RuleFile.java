package io.aicloudops.assistant.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.aicloudops.assistant.answer.drafts.PromQl;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A file of rules as people write it: either Prometheus' own ({@code groups: …}) or a
 * PrometheusRule of its operator.
 *
 * @param groups as they were written
 * @param problems what is wrong, each with its path; empty if nothing is
 */
public record RuleFile(ArrayNode groups, List<Problem> problems) {

  /**
   * Something wrong.
   *
   * @param path e.g. {@code groups[0].rules[2].expr}
   */
  public record Problem(String path, String text) {}

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Pattern DURATION =
      Pattern.compile("0|((\\d+y)?(\\d+w)?(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?(\\d+ms)?)");
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Set<String> OF_GROUP =
      Set.of(
          "name",
          "interval",
          "rules",
          "limit",
          "query_offset",
          "labels",
          "partial_response_strategy");
  private static final Set<String> OF_RULE =
      Set.of("alert", "record", "expr", "for", "keep_firing_for", "labels", "annotations");

  /** Reads and checks a text. */
  public static RuleFile parse(String text) {
    List<Problem> problems = new ArrayList<>();
    JsonNode root;
    try {
      root = YAML.readTree(text);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      problems.add(new Problem("line " + line, "is no YAML: " + e.getOriginalMessage()));
      return new RuleFile(JsonNodeFactory.instance.arrayNode(), problems);
    }
    boolean resource = root.path("kind").asText().equals("PrometheusRule");
    String path = resource ? "spec.groups" : "groups";
    JsonNode groups = resource ? root.at("/spec/groups") : root.path("groups");
    if (!groups.isArray() || groups.isEmpty()) {
      problems.add(new Problem(path, "is to be a list of groups with at least one"));
      return new RuleFile(JsonNodeFactory.instance.arrayNode(), problems);
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < groups.size(); i++) {
      checkGroup(groups.get(i), path + "[" + i + "]", names, problems);
    }
    return new RuleFile((ArrayNode) groups, List.copyOf(problems));
  }

  private static void checkGroup(
      JsonNode group, String path, Set<String> names, List<Problem> problems) {
    unknown(group, OF_GROUP, path, problems);
    String name = group.path("name").asText();
    if (name.isBlank()) {
      problems.add(new Problem(path + ".name", "is missing"));
    } else if (!names.add(name)) {
      problems.add(new Problem(path + ".name", "there are two groups " + name));
    }
    duration(group, "interval", path, problems);
    JsonNode rules = group.path("rules");
    if (!rules.isArray() || rules.isEmpty()) {
      problems.add(new Problem(path + ".rules", "is to be a list with at least one rule"));
    }
    for (int i = 0; i < rules.size(); i++) {
      checkRule(rules.get(i), path + ".rules[" + i + "]", problems);
    }
  }

  private static void checkRule(JsonNode rule, String path, List<Problem> problems) {
    unknown(rule, OF_RULE, path, problems);
    boolean alert = !rule.path("alert").asText().isBlank();
    boolean record = !rule.path("record").asText().isBlank();
    if (alert == record) {
      problems.add(new Problem(path, "is to have either alert or record"));
    }
    if (record && !METRIC.matcher(rule.path("record").asText()).matches()) {
      problems.add(new Problem(path + ".record", "is to be the name of a metric"));
    }
    if (record && (rule.has("for") || rule.has("keep_firing_for") || rule.has("annotations"))) {
      problems.add(new Problem(path, "for, keep_firing_for and annotations are for alerts only"));
    }
    String expression = rule.path("expr").asText();
    if (expression.isBlank()) {
      problems.add(new Problem(path + ".expr", "is missing"));
    } else {
      PromQl.problems(expression.strip())
          .forEach(text -> problems.add(new Problem(path + ".expr", text)));
    }
    duration(rule, "for", path, problems);
    duration(rule, "keep_firing_for", path, problems);
    labels(rule, "labels", path, problems);
    labels(rule, "annotations", path, problems);
  }

  private static void unknown(
      JsonNode node, Set<String> known, String path, List<Problem> problems) {
    node.fieldNames()
        .forEachRemaining(
            field -> {
              if (!known.contains(field)) {
                problems.add(
                    new Problem(
                        path + "." + field,
                        "is unknown; there are "
                            + String.join(", ", known.stream().sorted().toList())));
              }
            });
  }

  private static void duration(JsonNode node, String field, String path, List<Problem> problems) {
    String text = node.path(field).asText();
    if (node.has(field) && (text.isEmpty() || !DURATION.matcher(text).matches())) {
      problems.add(new Problem(path + "." + field, "is to be a duration such as 5m or 1h30m"));
    }
  }

  private static void labels(JsonNode rule, String field, String path, List<Problem> problems) {
    JsonNode labels = rule.path(field);
    if (rule.has(field) && !labels.isObject()) {
      problems.add(new Problem(path + "." + field, "is to be a group of texts"));
      return;
    }
    for (Map.Entry<String, JsonNode> label : labels.properties()) {
      String at = path + "." + field + "." + label.getKey();
      if (!LABEL.matcher(label.getKey()).matches()) {
        problems.add(new Problem(at, "is to be of letters, digits and underscores"));
      }
      if (!label.getValue().isTextual()) {
        problems.add(new Problem(at, "is to be text; put it in quotes"));
      }
    }
  }

  /** How many rules there are. */
  public int size() {
    int size = 0;
    for (JsonNode group : groups) {
      size += group.path("rules").size();
    }
    return size;
  }

  /**
   * The manifest that gives these rules to a Prometheus operator.
   *
   * @param name of the object
   * @param namespace of the object
   */
  public String manifest(String name, String namespace) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("apiVersion", "monitoring.coreos.com/v1").put("kind", "PrometheusRule");
    root.putObject("metadata").put("name", name).put("namespace", namespace);
    root.putObject("spec").set("groups", groups);
    try {
      return YAML.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }
}
