package io.aicloudops.runtime.settings;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists every key of a section with its default and meaning; docs/configuration.md is made from it.
 */
public final class SettingsReference {

  private SettingsReference() {}

  /**
   * A key of the configuration.
   *
   * @param path its full path
   * @param type what its value is, in words
   * @param byDefault its default as HOCON, or "required"
   * @param meaning one sentence
   */
  public record Key(String path, String type, String byDefault, String meaning) {}

  /** The keys of a section in the order of its record. */
  public static List<Key> keysOf(Section<?> section) {
    List<Key> keys = new ArrayList<>();
    collect(section.path(), section.type(), keys);
    return keys;
  }

  private static void collect(String path, Class<?> type, List<Key> keys) {
    for (RecordComponent component : type.getRecordComponents()) {
      String key = path + "." + RecordReader.keyOf(component);
      if (component.getType().isRecord() && component.getType() != Secret.class) {
        collect(key, component.getType(), keys);
        continue;
      }
      Setting setting = component.getAnnotation(Setting.class);
      if (setting == null) {
        throw new IllegalStateException(key + " has no @Setting that says what it means");
      }
      String byDefault =
          setting.byDefault().equals(Setting.REQUIRED) ? "required" : setting.byDefault();
      keys.add(
          new Key(
              key, RecordReader.describe(component.getGenericType()), byDefault, setting.value()));
    }
  }
}
