package io.aicloudops.connect.cdc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL with logical replication: the embedded binaries, else those of the system. The
 * server refuses to run as root, so that root needs one of the two ways out.
 */
final class Postgres implements AutoCloseable {

  private final int port;
  private final @Nullable EmbeddedPostgres embedded;
  private final @Nullable Process system;

  private Postgres(int port, @Nullable EmbeddedPostgres embedded, @Nullable Process system) {
    this.port = port;
    this.embedded = embedded;
    this.system = system;
  }

  /** A running server; empty with the reasons added if none can be started here. */
  static Optional<Postgres> start(Path folder, List<String> reasons) throws InterruptedException {
    try {
      EmbeddedPostgres embedded =
          EmbeddedPostgres.builder()
              .setServerConfig("wal_level", "logical")
              .setPGStartupWait(Duration.ofSeconds(60))
              .start();
      return Optional.of(new Postgres(embedded.getPort(), embedded, null));
    } catch (IOException | IllegalStateException e) {
      reasons.add("embedded: " + e.getMessage());
    }
    try {
      return system(folder, reasons);
    } catch (IOException e) {
      reasons.add("system: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<Postgres> system(Path folder, List<String> reasons)
      throws IOException, InterruptedException {
    Optional<Path> binaries = binaries();
    if (binaries.isEmpty()) {
      reasons.add("system: there is no /usr/lib/postgresql/*/bin/postgres");
      return Optional.empty();
    }
    boolean root = System.getProperty("user.name").equals("root");
    List<String> user =
        root
            ? List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups")
            : List.of();
    Path data = folder.resolve("pg");
    Files.createDirectories(data);
    if (root) {
      run(List.of("chown", "-R", "postgres", folder.toString()));
    }
    List<String> init = new ArrayList<>(user);
    init.addAll(
        List.of(
            binaries.get().resolve("initdb").toString(),
            "-D",
            data.toString(),
            "-U",
            "postgres",
            "-A",
            "trust",
            "--no-sync"));
    run(init);
    int port = freePort();
    List<String> serve = new ArrayList<>(user);
    serve.addAll(
        List.of(
            binaries.get().resolve("postgres").toString(),
            "-D",
            data.toString(),
            "-p",
            Integer.toString(port),
            "-k",
            data.toString(),
            "-c",
            "wal_level=logical",
            "-c",
            "fsync=off",
            "-c",
            "listen_addresses=127.0.0.1"));
    Process server =
        new ProcessBuilder(serve)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("pg.log").toFile())
            .start();
    return Optional.of(new Postgres(port, null, server));
  }

  private static Optional<Path> binaries() throws IOException {
    Path all = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(all)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(all)) {
      return versions
          .map(v -> v.resolve("bin"))
          .filter(b -> Files.isExecutable(b.resolve("postgres")))
          .findFirst();
    }
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command.get(0) + " failed: " + output);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  /** Executes statements as the superuser. */
  void execute(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "postgres");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (embedded != null) {
      embedded.close();
    }
    if (system != null) {
      system.destroy();
      try {
        if (!system.waitFor(20, TimeUnit.SECONDS)) {
          system.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
