package io.aicloudops.remediator.execute.edit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The difference between an object as it is and as the server says it would be.
 *
 * @param text unified diff of the YAML; empty if nothing changes
 * @param hash SHA-256 of the text; what an approval is bound to
 */
public record Diff(String text, String hash) {

  /** Nothing was compared. */
  public static final Diff NONE = new Diff("", "");

  private static final int CONTEXT_LINES = 3;
  private static final YAMLMapper YAML = new YAMLMapper();

  /**
   * Compares two states of an object without what the server counts by itself (versions, managed
   * fields, status).
   *
   * @param name what to call it in the diff's header
   */
  public static Diff between(String name, Object before, Object after) {
    List<String> from = lines(YAML.valueToTree(before));
    List<String> to = lines(YAML.valueToTree(after));
    List<String> unified =
        UnifiedDiffUtils.generateUnifiedDiff(
            name + " (now)", name + " (then)", from, DiffUtils.diff(from, to), CONTEXT_LINES);
    String text = unified.isEmpty() ? "" : String.join("\n", unified) + "\n";
    return new Diff(text, text.isEmpty() ? "" : sha256(text));
  }

  /** A difference in words of our own, where no object is compared. */
  public static Diff of(String text) {
    return new Diff(text, sha256(text));
  }

  private static List<String> lines(JsonNode tree) {
    ObjectNode object = ((ObjectNode) tree).deepCopy();
    object.remove("status");
    if (object.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove(
          List.of("resourceVersion", "generation", "managedFields", "uid", "creationTimestamp"));
      if (metadata.get("annotations") instanceof ObjectNode annotations) {
        // Our own mark and kubectl's copy of the object say nothing about the change.
        annotations.remove(
            List.of(Change.MARK, "kubectl.kubernetes.io/last-applied-configuration"));
        if (annotations.isEmpty()) {
          metadata.remove("annotations");
        }
      }
    }
    try {
      return YAML.writeValueAsString(object).lines().toList();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree cannot be written as YAML", e);
    }
  }

  /** Hash of a text, in hexadecimal. */
  public static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
