package io.aicloudops.remediator.execute.edit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.faults.FormerValues;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes a change back, value by value, as the change record has it. All of its values have to be as
 * the change left them; otherwise somebody went on from there, and nothing is done.
 */
final class FormerState implements Edit {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The change record cuts what is longer, with an ellipsis. */
  private static final String CUT = "…";

  @Override
  public Change of(Intent intent, HasMetadata live) {
    SortedMap<String, Step> steps = steps(intent.getParams());
    if (steps.isEmpty()) {
      throw NotActedOnException.nothing("no former value is known");
    }
    String summary = "restored the former values of " + SpecEdits.name(live);
    if (live instanceof ConfigMap map) {
      Map<String, String> data = map.getData() == null ? Map.of() : map.getData();
      return Change.set("/data", JSON.valueToTree(new ConfigText(data).before(steps)), summary);
    }
    ObjectNode tree = JSON.valueToTree(live);
    ObjectNode spec = tree.withObjectProperty("spec");
    steps.forEach((path, step) -> new FieldPath(path).restore(spec, step));
    return Change.set("/spec", typed(tree, live).path("spec"), summary);
  }

  /** With the types that the object's fields have: the server takes no text for a boolean. */
  private static JsonNode typed(ObjectNode tree, HasMetadata live) {
    try {
      return JSON.valueToTree(JSON.treeToValue(tree, live.getClass()));
    } catch (JsonProcessingException e) {
      throw new NotActedOnException("a former value does not fit: " + e.getOriginalMessage());
    }
  }

  private static SortedMap<String, Step> steps(Map<String, String> params) {
    SortedMap<String, Step> steps = new TreeMap<>();
    for (String name : FormerValues.in(params).keySet()) {
      String path = name.substring(name.indexOf(':') + 1);
      Step step =
          new Step(params.get(FormerValues.FORMER + path), params.get(FormerValues.LATTER + path));
      if (step.cut()) {
        throw new NotActedOnException("the change record does not have all of " + path);
      }
      steps.put(path, step);
    }
    return steps;
  }

  /**
   * What a change did to a value.
   *
   * @param former null if it was not there before
   * @param latter null if it was taken out
   */
  record Step(@Nullable String former, @Nullable String latter) {

    private boolean cut() {
      return (former != null && former.endsWith(CUT)) || (latter != null && latter.endsWith(CUT));
    }
  }

  static NotActedOnException different(String path) {
    return new NotActedOnException(path + " is not as the change left it any more");
  }
}
