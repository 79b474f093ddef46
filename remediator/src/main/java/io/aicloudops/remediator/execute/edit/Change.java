package io.aicloudops.remediator.execute.edit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.aicloudops.schemas.faults.UndoFacts;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change of one value in an object.
 *
 * @param path JSON pointer of the value
 * @param value its new value; null to take it out
 * @param summary for people, in the past tense
 * @param undoable true if setting the value back undoes it
 */
public record Change(String path, @Nullable JsonNode value, String summary, boolean undoable) {

  /** Annotation with the id of the last intent that changed the object. */
  public static final String MARK = "aiops.io/intent";

  /**
   * Facts of an undoable change: where, what was there (absent if nothing was), and what is now.
   */
  private static final String UNDO_PATH = UndoFacts.PATH;

  private static final String UNDO_VALUE = "undo.value";
  private static final String UNDO_EXPECTS = "undo.expects";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML = new YAMLMapper();

  static Change set(String path, JsonNode value, String summary) {
    return new Change(path, value, summary, true);
  }

  static Change remove(String path, String summary) {
    return new Change(path, null, summary, true);
  }

  /** A change that is not undone by setting the value back. */
  static Change forGood(String path, JsonNode value, String summary) {
    return new Change(path, value, summary, false);
  }

  /**
   * What is needed to undo it; empty if it cannot be undone.
   *
   * @param live the object before it
   * @param then the object after it, as the server says
   */
  public Map<String, String> undo(HasMetadata live, HasMetadata then) {
    if (!undoable) {
      return Map.of();
    }
    String expects = valueHash(then, path);
    JsonNode before = JSON.valueToTree(live).at(path);
    return before.isMissingNode()
        ? Map.of(UNDO_PATH, path, UNDO_EXPECTS, expects)
        : Map.of(UNDO_PATH, path, UNDO_EXPECTS, expects, UNDO_VALUE, before.toString());
  }

  /**
   * The change that sets a value back to what it was.
   *
   * @param facts what {@link #undo} left
   * @throws NotActedOnException if there is nothing to undo, or somebody else changed the value
   */
  public static Change undoing(Map<String, String> facts, HasMetadata live) {
    String path = facts.getOrDefault(UNDO_PATH, "");
    if (path.isEmpty()) {
      throw new NotActedOnException("there is nothing to undo");
    }
    if (!facts.getOrDefault(UNDO_EXPECTS, "").equals(valueHash(live, path))) {
      throw new NotActedOnException("somebody else has changed it since");
    }
    String summary = "set " + live.getMetadata().getName() + " back to what it was";
    Optional<String> value = Optional.ofNullable(facts.get(UNDO_VALUE));
    try {
      return value.isEmpty()
          ? remove(path, summary)
          : set(path, JSON.readTree(value.get()), summary);
    } catch (JsonProcessingException e) {
      throw new NotActedOnException("what was there before cannot be read: " + e.getMessage());
    }
  }

  /**
   * The JSON patch: carries the version that was read, so that the server answers 409 if the object
   * has another by now, sets the value, and marks who did it.
   *
   * @param mark the intent's id; empty for none
   */
  public String jsonPatch(HasMetadata live, String mark) {
    ArrayNode operations = JSON.createArrayNode();
    // Not "test", which the server answers with 422 like any patch that does not fit.
    operations
        .addObject()
        .put("op", "replace")
        .put("path", "/metadata/resourceVersion")
        .put("value", live.getMetadata().getResourceVersion());
    boolean annotated =
        live.getMetadata().getAnnotations() != null
            && !live.getMetadata().getAnnotations().isEmpty();
    if (!mark.isEmpty()) {
      if (!annotated) {
        operations
            .addObject()
            .put("op", "add")
            .put("path", "/metadata/annotations")
            .putObject("value");
      }
      operations
          .addObject()
          .put("op", "add")
          .put("path", "/metadata/annotations/" + escape(MARK))
          .put("value", mark);
    }
    if (value == null) {
      operations.addObject().put("op", "remove").put("path", path);
    } else {
      operations.addObject().put("op", "add").put("path", path).set("value", value);
    }
    return operations.toString();
  }

  /**
   * The change as a merge patch in YAML, to be committed where a GitOps controller takes the object
   * from. Lists are written whole, as a JSON merge patch (RFC 7386) has it.
   */
  public String forGit(HasMetadata live) {
    ObjectNode patch = JSON.createObjectNode();
    patch.put("apiVersion", live.getApiVersion()).put("kind", live.getKind());
    patch
        .putObject("metadata")
        .put("namespace", live.getMetadata().getNamespace())
        .put("name", live.getMetadata().getName());
    List<String> keys = Arrays.stream(path.substring(1).split("/")).map(Change::unescape).toList();
    ObjectNode at = patch;
    JsonNode original = JSON.valueToTree(live);
    for (int i = 0; i < keys.size() - 1; i++) {
      original = original.path(keys.get(i));
      if (original.isArray()) {
        at.set(keys.get(i), changed((ArrayNode) original, keys.subList(i + 1, keys.size())));
        return yaml(patch);
      }
      at = at.withObjectProperty(keys.get(i));
    }
    at.set(keys.get(keys.size() - 1), value == null ? JSON.nullNode() : value);
    return yaml(patch);
  }

  private ArrayNode changed(ArrayNode list, List<String> rest) {
    ArrayNode copy = list.deepCopy();
    JsonNode at = copy.get(Integer.parseInt(rest.get(0)));
    for (String key : rest.subList(1, rest.size() - 1)) {
      at = ((ObjectNode) at).withObjectProperty(key);
    }
    String last = rest.get(rest.size() - 1);
    if (value == null) {
      ((ObjectNode) at).remove(last);
    } else {
      ((ObjectNode) at).set(last, value);
    }
    return copy;
  }

  private static String yaml(ObjectNode tree) {
    try {
      return YAML.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree cannot be written as YAML", e);
    }
  }

  private static String unescape(String part) {
    return part.replace("~1", "/").replace("~0", "~");
  }

  /** Hash of the value that an object has at a path, to tell later whether it still has it. */
  private static String valueHash(HasMetadata object, String path) {
    return Diff.sha256(JSON.valueToTree(object).at(path).toString());
  }

  /** A part of a JSON pointer. */
  static String escape(String part) {
    return part.replace("~", "~0").replace("/", "~1");
  }
}
