package io.aicloudops.schemas.topics;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A topic: what it is called, what is in it, how it is spread and how long it is kept. Keys are
 * UTF-8 strings.
 *
 * @param name {@code aiops.<noun>.v1}
 * @param key what the key is, for people and documentation
 * @param valueType the event record in it, or {@code byte[]} for the dead letters
 * @param partitions on a fleet; a small installation caps it with {@code kafka.max-partitions}
 * @param retention how long records are kept; null keeps them for ever (compacted topics)
 * @param cleanup what happens to old records
 * @param purpose one sentence for the documentation
 */
public record Topic<V>(
    String name,
    String key,
    Class<V> valueType,
    int partitions,
    @org.jspecify.annotations.Nullable Duration retention,
    Cleanup cleanup,
    String purpose) {

  /** What the broker does with old records. */
  public enum Cleanup {
    DELETE("delete"),
    COMPACT("compact");

    private final String policy;

    Cleanup(String policy) {
      this.policy = policy;
    }

    /** The value of {@code cleanup.policy}. */
    public String policy() {
      return policy;
    }
  }

  /** The topic-level configuration to create it with. */
  public Map<String, String> configuration() {
    Map<String, String> configuration = new LinkedHashMap<>();
    configuration.put("cleanup.policy", cleanup.policy());
    if (retention != null) {
      configuration.put("retention.ms", Long.toString(retention.toMillis()));
    } else {
      configuration.put("retention.ms", "-1");
    }
    return configuration;
  }

  /** The subject of its value schema in the registry. */
  public String subject() {
    return name + "-value";
  }
}
