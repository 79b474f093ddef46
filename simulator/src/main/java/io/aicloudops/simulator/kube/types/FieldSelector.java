package io.aicloudops.simulator.kube.types;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** A field selector as in a query: {@code status.phase=Running,spec.nodeName!=node-1}. */
public final class FieldSelector implements Predicate<JsonNode> {

  private static final Set<String> COMMON = Set.of("metadata.name", "metadata.namespace");
  private static final Set<String> OF_PODS =
      Set.of(
          "status.phase",
          "status.podIP",
          "spec.nodeName",
          "spec.restartPolicy",
          "spec.schedulerName",
          "spec.serviceAccountName");
  private static final Set<String> OF_EVENTS =
      Set.of(
          "involvedObject.kind",
          "involvedObject.namespace",
          "involvedObject.name",
          "involvedObject.uid",
          "involvedObject.apiVersion",
          "involvedObject.resourceVersion",
          "involvedObject.fieldPath",
          "reason",
          "reportingComponent",
          "source",
          "type");

  private final List<Predicate<JsonNode>> terms = new ArrayList<>();

  /**
   * @param text empty selects everything
   * @throws IllegalArgumentException if it cannot be read or names a field this kind is not
   *     selected by
   */
  public FieldSelector(ResourceType type, String text) {
    for (String term : text.split(",", -1)) {
      if (!term.isBlank()) {
        terms.add(term(type, term.trim()));
      }
    }
  }

  @Override
  public boolean test(JsonNode object) {
    return terms.stream().allMatch(term -> term.test(object));
  }

  private static Predicate<JsonNode> term(ResourceType type, String term) {
    int equals = term.indexOf('=');
    if (equals <= 0) {
      throw new IllegalArgumentException(
          "invalid selector: '" + term + "'; can't understand '" + term + "'");
    }
    boolean negated = term.charAt(equals - 1) == '!';
    String field = term.substring(0, negated ? equals - 1 : equals);
    String value = term.substring(equals + (term.startsWith("==", equals) ? 2 : 1));
    if (!selectable(type, field)) {
      throw new IllegalArgumentException("field label not supported: " + field);
    }
    String path = "/" + (field.equals("source") ? "source/component" : field.replace('.', '/'));
    return object -> object.at(path).asText("").equals(value) != negated;
  }

  private static boolean selectable(ResourceType type, String field) {
    return COMMON.contains(field)
        || (type.equals(ResourceTypes.PODS) && OF_PODS.contains(field))
        || (type.equals(ResourceTypes.EVENTS) && OF_EVENTS.contains(field));
  }
}
