package io.aicloudops.runtime.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** The secret of an installation that configures none: made once, readable by its owner only. */
public final class LocalSecret {

  private static final int BYTES = 48;

  private LocalSecret() {}

  /**
   * The secret in a data directory, made if there is none.
   *
   * @throws UncheckedIOException if the directory cannot be written
   */
  public static String in(Path data) {
    Path file = data.resolve("token.secret");
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      return Files.readString(file).trim();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the token secret in " + file, e);
    }
  }

  private static void create(Path file) throws IOException {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    Files.createDirectories(file.toAbsolutePath().getParent());
    FileAttribute<?>[] ownerOnly =
        file.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try {
      Files.createFile(file, ownerOnly);
      Files.writeString(
          file, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
    } catch (FileAlreadyExistsException e) {
      // Another process was faster; its secret is as good.
      return;
    }
  }
}
