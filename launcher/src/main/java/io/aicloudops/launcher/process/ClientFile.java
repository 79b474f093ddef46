package io.aicloudops.launcher.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Where a running process on this machine answers; lies in its data directory, so that commands
 * find it.
 */
public record ClientFile(Path data, URI url) {

  private static final String NAME = "client.properties";
  private static final int TIMEOUT_MILLIS = 1000;

  /** Writes it. */
  public void write() {
    Properties properties = new Properties();
    properties.setProperty("url", url.toString());
    try (var out = Files.newOutputStream(data.resolve(NAME))) {
      properties.store(out, null);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + data.resolve(NAME), e);
    }
  }

  /** Whether somebody listens there: the file stays when the process ends. */
  public boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), TIMEOUT_MILLIS);
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  /** The latest of those in some data directories. */
  public static Optional<ClientFile> newest(List<Path> directories) {
    return directories.stream()
        .filter(d -> Files.exists(d.resolve(NAME)))
        .max(Comparator.comparing(ClientFile::written))
        .map(ClientFile::read);
  }

  private static FileTime written(Path directory) {
    try {
      return Files.getLastModifiedTime(directory.resolve(NAME));
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  private static ClientFile read(Path directory) {
    Properties properties = new Properties();
    try (var in = Files.newInputStream(directory.resolve(NAME))) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + directory.resolve(NAME), e);
    }
    return new ClientFile(
        directory, URI.create(properties.getProperty("url", "http://localhost:8080")));
  }
}
