package io.aicloudops.runtime.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
    Path next = Files.createTempFile(file.toAbsolutePath().getParent(), "token", ".tmp", ownerOnly);
    try {
      Files.writeString(
          next, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
      appear(next, file);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  /** Nobody sees half of it, and what is there stays: another process' secret is as good. */
  private static void appear(Path next, Path file) throws IOException {
    try {
      Files.createLink(file, next);
    } catch (FileAlreadyExistsException e) {
      return;
    } catch (UnsupportedOperationException | FileSystemException e) {
      // A file system without links; here two first starts at the same moment may differ.
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
