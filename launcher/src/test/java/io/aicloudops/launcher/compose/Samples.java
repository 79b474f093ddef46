package io.aicloudops.launcher.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads the files of the folder compose/. */
final class Samples {

  /** Tests run in their module's folder. */
  static final Path FOLDER = Path.of("..", "compose").toAbsolutePath().normalize();

  private Samples() {}

  /** All files below a folder that end in one of these; not those of the person who runs them. */
  static Stream<Path> below(Path folder, String... endings) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(f -> !f.startsWith(FOLDER.resolve("secrets")))
          .filter(f -> Arrays.stream(endings).anyMatch(e -> f.toString().endsWith(e)))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The documents of a YAML file, with anchors and merge keys resolved. */
  static List<Map<String, Object>> documents(Path file) throws IOException {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    List<Map<String, Object>> documents = new ArrayList<>();
    new Yaml(new SafeConstructor(strict))
        .loadAll(Files.readString(file))
        .forEach(document -> documents.add(map(document)));
    return documents;
  }

  /** A node that is a map. */
  @SuppressWarnings("unchecked") // YAML's keys are texts here; another type would show at once
  static Map<String, Object> map(Object node) {
    return (Map<String, Object>) node;
  }

  /** What stands under a key. */
  static Object value(Map<String, Object> parent, String key) {
    Object child = parent.get(key);
    if (child == null) {
      throw new IllegalArgumentException("there is no " + key + " among " + parent.keySet());
    }
    return child;
  }

  /** The map under a key. */
  static Map<String, Object> at(Map<String, Object> parent, String key) {
    return map(value(parent, key));
  }

  /** Is a program installed? */
  static boolean onPath(String program) {
    String path = io.aicloudops.runtime.settings.Environment.variables().get("PATH");
    return path != null
        && Arrays.stream(path.split(java.io.File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
