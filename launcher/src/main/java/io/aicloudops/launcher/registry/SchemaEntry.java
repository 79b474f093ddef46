package io.aicloudops.launcher.registry;

import java.util.Map;

/**
 * A version of a subject.
 *
 * @param subject usually a topic's name with -value
 * @param version counts from 1 within the subject
 * @param id of the schema, the same in all subjects
 * @param schema its text
 * @param deleted hidden from lists, but its id stays readable
 */
record SchemaEntry(String subject, int version, int id, String schema, boolean deleted) {

  /** The same, hidden. */
  SchemaEntry hidden() {
    return new SchemaEntry(subject, version, id, schema, true);
  }

  /** As the API shows it. */
  Map<String, Object> document() {
    return Map.of("subject", subject, "version", version, "id", id, "schema", schema);
  }
}
