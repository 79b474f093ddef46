package io.aicloudops.simulator.controllers.workloads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Templates and the revisions they became. */
final class Revisions {

  static final String REVISION = "deployment.kubernetes.io/revision";
  static final String HISTORY = "deployment.kubernetes.io/revision-history";
  static final String HASH_LABEL = "pod-template-hash";
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

  private Revisions() {}

  /** A workload's template without what the controller adds to it. */
  static ObjectNode template(ObjectNode workload) {
    ObjectNode template = workload.withObject("/spec/template").deepCopy();
    if (template.at("/metadata/labels") instanceof ObjectNode labels) {
      labels.remove(HASH_LABEL);
    }
    return template;
  }

  /** A short name of a template: FNV-1a of its JSON in letters that make no words. */
  static String hash(ObjectNode template) {
    int hash = 0x811c9dc5;
    for (byte b : template.toString().getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x01000193;
    }
    StringBuilder name = new StringBuilder();
    for (char digit : Integer.toUnsignedString(hash).toCharArray()) {
      name.append(ALPHABET.charAt(digit - '0'));
    }
    return name.toString();
  }

  /** The revision an object is marked with; 0 if none. */
  static long of(HasMetadata object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return annotations == null ? 0 : Long.parseLong(annotations.getOrDefault(REVISION, "0"));
  }
}
