package io.aicloudops.launcher.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

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
    given(entry.id());
  }

  /**
   * Takes a version out for good, as the log says. The id of a schema that nobody uses any more is
   * no longer readable, and never given again.
   */
  void remove(String subject, int version) {
    var versions = subjects.getOrDefault(subject, new TreeMap<>());
    SchemaEntry gone = versions.remove(version);
    if (gone == null) {
      return;
    }
    if (versions.isEmpty()) {
      subjects.remove(subject);
    }
    boolean used =
        subjects.values().stream()
            .flatMap(all -> all.values().stream())
            .anyMatch(e -> e.id() == gone.id());
    if (!used) {
      byId.remove(gone.id());
    }
  }

  /** Takes from the log that ids up to this one were given. */
  void given(int id) {
    highestId = Math.max(highestId, id);
  }

  /** The highest id that was ever given; 0 if none was. */
  int highestId() {
    return highestId;
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
    return all(subject).stream().filter(e -> !e.deleted()).toList();
  }

  private List<SchemaEntry> all(String subject) {
    return List.copyOf(subjects.getOrDefault(subject, new TreeMap<>()).values());
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
    return latest(version) ? live.get(live.size() - 1) : numbered(live, version);
  }

  private static boolean latest(String version) {
    return version.equals("latest") || version.equals("-1");
  }

  private static SchemaEntry numbered(List<SchemaEntry> entries, String version) {
    if (!version.matches("[1-9]\\d{0,8}")) {
      throw RegistryError.invalidVersion(version);
    }
    int number = Integer.parseInt(version);
    return entries.stream()
        .filter(e -> e.version() == number)
        .findFirst()
        .orElseThrow(() -> RegistryError.versionNotFound(version));
  }

  /**
   * What deleting a subject deletes. Deleting for good is the second step, after hiding.
   *
   * @param permanent for good, not only hidden
   * @throws RegistryError 40401 if there is no such subject, 40404 if it is hidden already, 40405
   *     if it is not yet
   */
  List<SchemaEntry> deletable(String subject, boolean permanent) {
    List<SchemaEntry> all = all(subject);
    List<SchemaEntry> live = live(subject);
    if (all.isEmpty()) {
      throw RegistryError.subjectNotFound(subject);
    }
    if (permanent && !live.isEmpty()) {
      throw RegistryError.subjectNotHidden(subject);
    }
    if (!permanent && live.isEmpty()) {
      throw RegistryError.subjectHidden(subject);
    }
    return permanent ? all : live;
  }

  /**
   * As {@link #deletable(String, boolean)}, of one version, by number or {@code latest}.
   *
   * @throws RegistryError 40402 if there is no such version, 40406 if it is hidden already, 40407
   *     if it is not yet
   */
  SchemaEntry deletable(String subject, String version, boolean permanent) {
    List<SchemaEntry> all = all(subject);
    if (all.isEmpty()) {
      throw RegistryError.subjectNotFound(subject);
    }
    List<SchemaEntry> meant = all.stream().filter(e -> e.deleted() == permanent).toList();
    if (latest(version) && !meant.isEmpty()) {
      return meant.get(meant.size() - 1);
    }
    SchemaEntry entry = numbered(all, version);
    if (entry.deleted() != permanent) {
      throw permanent
          ? RegistryError.versionNotHidden(subject, version)
          : RegistryError.versionHidden(subject, version);
    }
    return entry;
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

  /**
   * Reads a schema's text.
   *
   * @throws RegistryError 42201 if it is none: bad JSON, a field twice, a default of another type
   */
  static Schema parse(String text) {
    try {
      return new Schema.Parser().parse(text);
    } catch (AvroRuntimeException e) {
      throw RegistryError.invalidSchema(String.valueOf(e.getMessage()));
    }
  }
}
