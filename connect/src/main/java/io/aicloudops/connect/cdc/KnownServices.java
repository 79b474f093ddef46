package io.aicloudops.connect.cdc;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows of services by their key, in a file beside the offsets: after a restart only newer rows
 * are told, and a deleted row is told by its key alone. Used by one thread.
 */
final class KnownServices {

  private final Path file;
  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, JsonNode> rows = new TreeMap<>();

  /** Reads the file if there is one. */
  KnownServices(Path file) {
    this.file = file;
    if (Files.exists(file)) {
      try {
        rows.putAll(json.readValue(file.toFile(), new TypeReference<Map<String, JsonNode>>() {}));
      } catch (IOException e) {
        throw new UncheckedIOException(
            file + " cannot be read; remove it and its folder to begin anew", e);
      }
    }
  }

  /** All rows by key. */
  Map<String, JsonNode> rows() {
    return rows;
  }

  /** Keeps a row and gives the one before. */
  @Nullable JsonNode put(String key, JsonNode row) {
    return rows.put(key, row);
  }

  /** Forgets a row and gives it. */
  @Nullable JsonNode remove(String key) {
    return rows.remove(key);
  }

  /** Writes the file, whole or not at all. */
  void save() {
    try {
      Path next = file.resolveSibling(file.getFileName() + ".next");
      json.writeValue(next.toFile(), rows);
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }
}
