package io.aicloudops.launcher.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program of a Debian package: the installed one, else one unpacked into a folder of the test. An
 * installation would need root and would start a daemon.
 */
final class DebianProgram {

  private static final long PATIENCE_SECONDS = 60;

  private DebianProgram() {}

  /**
   * Where it can be run.
   *
   * @param path where the package has it, absolute
   * @param scratch a folder for the package
   * @return empty if it is neither installed nor to be had
   */
  static Optional<Path> find(String packageName, Path path, Path scratch)
      throws IOException, InterruptedException {
    if (Files.isExecutable(path)) {
      return Optional.of(path);
    }
    Path folder = Files.createDirectories(scratch.resolve(packageName));
    if (!done(folder, "apt-get", "download", packageName)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      Optional<Path> archive = files.filter(f -> f.toString().endsWith(".deb")).findFirst();
      if (archive.isEmpty() || !done(folder, "dpkg", "-x", archive.get().toString(), "root")) {
        return Optional.empty();
      }
    }
    return Optional.of(folder.resolve("root" + path)).filter(Files::isExecutable);
  }

  private static boolean done(Path folder, String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false; // no Debian
    }
  }
}
