package io.aicloudops.forecast.backtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a page of tables and charts goes, if anywhere.
 *
 * @param file to write; its directory is made if it is missing
 */
public record ReportFile(Optional<Path> file) {

  /** No report is wanted. */
  public static final ReportFile NONE = new ReportFile(Optional.empty());

  /** A report into a file. */
  public static ReportFile at(Path file) {
    return new ReportFile(Optional.of(file));
  }

  boolean wanted() {
    return file.isPresent();
  }

  /** Makes the page only if it is wanted. */
  void write(Supplier<String> page) throws IOException {
    if (file.isEmpty()) {
      return;
    }
    Path directory = file.get().toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    Files.writeString(file.get(), page.get());
  }
}
