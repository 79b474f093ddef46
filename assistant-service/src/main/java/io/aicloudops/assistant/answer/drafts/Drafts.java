package io.aicloudops.assistant.answer.drafts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.aicloudops.assistant.answer.Draft;
import io.aicloudops.assistant.knowledge.Language;
import io.aicloudops.schemas.identity.EntityId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes queries, alert rules and policies from templates, and reads each back before it is shown.
 */
public final class Drafts {

  private static final Pattern QUANTILE =
      Pattern.compile("(?i)(?<![a-z0-9])p(\\d{2,3})|(\\d{2})(?:th|%|分位)");
  private static final Pattern WINDOW =
      Pattern.compile("(?i)(\\d{1,3})\\s*(minutes?|min|m|分钟|hours?|h|小时)(?![a-z])");
  private static final YAMLMapper YAML = new YAMLMapper();

  private Drafts() {}

  /** A query for what the text asks about; empty if the text names nothing that can be measured. */
  public static Optional<Draft> query(String text, Optional<EntityId> about, Language language) {
    return topic(text)
        .map(
            topic -> {
              String expression = expression(topic, text, about);
              return new Draft(
                  Draft.Kind.PROMQL,
                  language.say(topic.title, topic.titleZh),
                  expression,
                  PromQl.problems(expression));
            });
  }

  /** An alert rule for what the text asks about; empty as {@link #query}. */
  public static Optional<Draft> alertRule(
      String text, Optional<EntityId> about, Language language) {
    return topic(text)
        .map(
            topic -> {
              String expression = expression(topic, text, about) + " " + topic.threshold;
              String yaml = ruleYaml(topic, expression, about, language);
              List<String> problems = new ArrayList<>(PromQl.problems(expression));
              problems.addAll(ruleProblems(yaml));
              return new Draft(
                  Draft.Kind.YAML, language.say(topic.title, topic.titleZh), yaml, problems);
            });
  }

  /** An autoscaler, a disruption budget or a network policy for a workload. */
  public static Draft policy(String text, Optional<EntityId> about) {
    String name = about.map(EntityId::name).orElse("NAME");
    String namespace = about.map(EntityId::namespace).orElse("NAMESPACE");
    String kind = about.map(EntityId::kind).orElse("Deployment");
    String lower = text.toLowerCase(Locale.ROOT);
    String title;
    String yaml;
    if (lower.matches("(?s).*(network ?policy|网络策略).*")) {
      title = "NetworkPolicy";
      yaml = PolicyTemplates.networkPolicy(name, namespace);
    } else if (lower.matches("(?s).*(pdb|disruption|中断预算).*")) {
      title = "PodDisruptionBudget";
      yaml = PolicyTemplates.disruptionBudget(name, namespace);
    } else {
      title = "HorizontalPodAutoscaler";
      yaml = PolicyTemplates.autoscaler(name, namespace, kind);
    }
    return new Draft(Draft.Kind.YAML, title, yaml, yamlProblems(yaml, "kind", "metadata", "spec"));
  }

  /** What is wrong with an alert rule file; empty if nothing is. */
  public static List<String> ruleProblems(String yaml) {
    List<String> problems = new ArrayList<>(yamlProblems(yaml, "groups"));
    if (problems.isEmpty()) {
      for (JsonNode rule : read(yaml).at("/groups/0/rules")) {
        for (String field : List.of("alert", "expr")) {
          if (rule.path(field).asText().isEmpty()) {
            problems.add("a rule has no " + field);
          }
        }
        problems.addAll(PromQl.problems(rule.path("expr").asText()));
      }
    }
    return problems;
  }

  private static List<String> yamlProblems(String yaml, String... fields) {
    try {
      JsonNode root = YAML.readTree(yaml);
      return Arrays.stream(fields)
          .filter(field -> !root.has(field))
          .map(field -> "the YAML has no " + field)
          .toList();
    } catch (JsonProcessingException e) {
      return List.of("the YAML cannot be read: " + e.getOriginalMessage());
    }
  }

  private static JsonNode read(String yaml) {
    try {
      return YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Optional<QueryTopic> topic(String text) {
    return Arrays.stream(QueryTopic.values()).filter(topic -> topic.meantBy(text)).findFirst();
  }

  private static String expression(QueryTopic topic, String text, Optional<EntityId> about) {
    String matchers =
        about
            .map(
                entity ->
                    topic.ofPods()
                        ? "namespace=\"%s\",pod=~\"%s-.*\""
                            .formatted(entity.namespace(), entity.name())
                        : topic == QueryTopic.REPLICAS
                            ? "namespace=\"%s\",deployment=\"%s\""
                                .formatted(entity.namespace(), entity.name())
                            : topic == QueryTopic.DISK
                                ? "namespace=\"%s\"".formatted(entity.namespace())
                                : "namespace=\"%s\",service=\"%s\""
                                    .formatted(entity.namespace(), entity.name()))
            .orElse("");
    return topic.expression(matchers, window(text), quantile(text));
  }

  private static String window(String text) {
    Matcher matcher = WINDOW.matcher(text);
    if (!matcher.find()) {
      return "5m";
    }
    String unit = matcher.group(2).toLowerCase(Locale.ROOT);
    return matcher.group(1) + (unit.startsWith("h") || unit.equals("小时") ? "h" : "m");
  }

  private static String quantile(String text) {
    Matcher matcher = QUANTILE.matcher(text);
    if (!matcher.find()) {
      return "0.99";
    }
    return "0." + (matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
  }

  private static String ruleYaml(
      QueryTopic topic, String expression, Optional<EntityId> about, Language language) {
    String name = about.map(EntityId::name).orElse("service");
    String alert =
        Arrays.stream((name + "-" + topic.name()).toLowerCase(Locale.ROOT).split("[^a-z0-9]+"))
            .filter(part -> !part.isEmpty())
            .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
            .reduce("", String::concat);
    return """
    groups:
      - name: %s
        rules:
          - alert: %s
            expr: '%s'
            for: 5m
            keep_firing_for: 5m
            labels:
              severity: warning
            annotations:
              summary: '%s: %s {{ $value }}'
    """
        .formatted(
            name,
            alert,
            expression.replace("'", "''"),
            name,
            language.say(topic.title, topic.titleZh));
  }
}
