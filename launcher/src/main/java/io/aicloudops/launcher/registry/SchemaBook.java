package io.aicloudops.launcher.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/** All schemas as a fold over their log. Not safe for use by several threads. */
final class SchemaBook {

  static final Compatibility DEFAULT_LEVEL = Compatibility.BACKWARD;

  private final Map<String, TreeMap<Integer, SchemaEntry>> subjects = new TreeMap<>();
  private final Map<Integer, SchemaEntry> byId = new LinkedHashMap<>();
  private final Map<String, Compatibility> levels = new TreeMap<>();
  private Compatibility level = DEFAULT_LEVEL;
  private int highestId;

  /** Takes an entry from the log. */
  void put(SchemaEntry entry) {
    subjects.computeIfAbsent(entry.subject(), s -> new TreeMap<>()).put(entry.version(), entry);
    byId.putIfAbsent(entry.id(), entry);
    highestId = Math.max(highestId, entry.id());
  }

  /** Takes a compatibility level from the log; the empty subject means all. */
  void putLevel(String subject, Compatibility value) {
    if (subject.isEmpty()) {
      level = value;
    } else {
      levels.put(subject, value);
    }
  }

  Compatibility level() {
    return level;
  }

  Optional<Compatibility> levelOf(String subject) {
    return Optional.ofNullable(levels.get(subject));
  }

  List<String> subjects() {
    return subjects.keySet().stream().filter(s -> !live(s).isEmpty()).toList();
  }

  /** The versions of a subject that are not deleted, oldest first. */
  List<SchemaEntry> live(String subject) {
    TreeMap<Integer, SchemaEntry> versions = subjects.getOrDefault(subject, new TreeMap<>());
    return versions.values().stream().filter(e -> !e.deleted()).toList();
  }

  /** As {@link #live}, but an unknown subject is an error. */
  List<SchemaEntry> require(String subject) {
    List<SchemaEntry> live = live(subject);
    if (live.isEmpty()) {
      throw RegistryError.subjectNotFound(subject);
    }
    return live;
  }

  /** A version by number or {@code latest}. */
  SchemaEntry version(String subject, String version) {
    List<SchemaEntry> live = require(subject);
    if (version.equals("latest") || version.equals("-1")) {
      return live.get(live.size() - 1);
    }
    if (!version.matches("[1-9]\\d{0,8}")) {
      throw RegistryError.invalidVersion(version);
    }
    int number = Integer.parseInt(version);
    return live.stream()
        .filter(e -> e.version() == number)
        .findFirst()
        .orElseThrow(() -> RegistryError.versionNotFound(version));
  }

  SchemaEntry byId(int id) {
    return Optional.ofNullable(byId.get(id)).orElseThrow(RegistryError::schemaNotFound);
  }

  /** Every place a schema is used. */
  List<SchemaEntry> usesOf(int id) {
    List<SchemaEntry> uses = new ArrayList<>();
    subjects
        .values()
        .forEach(
            v -> v.values().stream().filter(e -> e.id() == id && !e.deleted()).forEach(uses::add));
    return uses;
  }

  /** The version of a subject that has this schema. */
  Optional<SchemaEntry> find(String subject, Schema schema) {
    return live(subject).stream().filter(e -> parse(e.schema()).equals(schema)).findFirst();
  }

  /**
   * The entry that registering would add; what the log has to take before it counts.
   *
   * @throws RegistryError 409 if the subject's level forbids it
   */
  SchemaEntry next(String subject, Schema schema) {
    Compatibility rule = levelOf(subject).orElse(level);
    List<Schema> earlier = live(subject).stream().map(e -> parse(e.schema())).toList();
    rule.objection(schema, earlier)
        .ifPresent(
            why -> {
              throw RegistryError.incompatible(why);
            });
    TreeMap<Integer, SchemaEntry> versions = subjects.getOrDefault(subject, new TreeMap<>());
    int version = versions.isEmpty() ? 1 : versions.lastKey() + 1;
    int id =
        byId.values().stream()
            .filter(e -> parse(e.schema()).equals(schema))
            .map(SchemaEntry::id)
            .findFirst()
            .orElse(highestId + 1);
    return new SchemaEntry(subject, version, id, schema.toString(), false);
  }

  /** Reads a schema's text. */
  static Schema parse(String text) {
    try {
      return new Schema.Parser().parse(text);
    } catch (SchemaParseException e) {
      throw RegistryError.invalidSchema(String.valueOf(e.getMessage()));
    }
  }
}
