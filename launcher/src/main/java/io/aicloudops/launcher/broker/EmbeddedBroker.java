package io.aicloudops.launcher.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka broker that is its own controller, without authentication. Its data is in a directory
 * and survives restarts.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final String PROPERTIES = "broker.properties";

  private final Path directory;
  private final int port;
  private final String bindHost;
  private final String advertisedHost;
  private @Nullable KafkaRaftServer server;

  /** A broker on loopback. */
  public EmbeddedBroker(Path directory, int port) {
    this(directory, port, "localhost", "localhost");
  }

  /**
   * @param directory where the broker keeps everything; made if it does not exist
   * @param port to listen on; 0 takes a free one, the same again after a restart
   * @param bindHost the interface to take clients on; the controller stays on loopback
   * @param advertisedHost where clients are told to come; this process is one of them
   */
  public EmbeddedBroker(Path directory, int port, String bindHost, String advertisedHost) {
    this.directory = directory.toAbsolutePath();
    this.port = port == 0 ? rememberedPort("port") : port;
    this.bindHost = bindHost;
    this.advertisedHost = advertisedHost;
  }

  /**
   * Whether a broker has its data in the directory: it locks it. To be asked before one is started:
   * asking within the process of a broker gives up that broker's lock.
   */
  public static boolean inUse(Path directory) {
    Path lock = directory.resolve("log").resolve(".lock");
    if (!Files.exists(lock)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        FileLock held = channel.tryLock()) {
      return held == null;
    } catch (OverlappingFileLockException e) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look whether " + directory + " is in use", e);
    }
  }

  /** host:port for clients. */
  public String bootstrapServers() {
    return advertisedHost + ":" + port;
  }

  /**
   * Starts the broker; returns when it takes requests.
   *
   * @throws IllegalStateException if it cannot start; the message says why
   */
  public void start() {
    if (!free(port)) {
      throw new IllegalStateException(
          "embedded.kafka-port: " + port + " is taken; choose another, or 0 for any free one");
    }
    Properties properties = properties(rememberedPort("controller.port"));
    try {
      Files.createDirectories(directory);
      format(properties);
      KafkaRaftServer created =
          new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
      server = created;
      created.startup();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the broker's data in " + directory, e);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "the embedded broker cannot start in " + directory + ": " + e.getMessage(), e);
    }
    LOG.info("Kafka listens on {}", bootstrapServers());
  }

  private Properties properties(int controllerPort) {
    Properties p = new Properties();
    p.setProperty("process.roles", "broker,controller");
    p.setProperty("node.id", "1");
    p.setProperty("log.dirs", directory.resolve("log").toString());
    String controller = ",CONTROLLER://localhost:" + controllerPort;
    p.setProperty("listeners", "PLAINTEXT://" + bindHost + ":" + port + controller);
    p.setProperty(
        "advertised.listeners", "PLAINTEXT://" + advertisedHost + ":" + port + controller);
    p.setProperty("controller.listener.names", "CONTROLLER");
    p.setProperty("controller.quorum.bootstrap.servers", "localhost:" + controllerPort);
    p.setProperty("default.replication.factor", "1");
    p.setProperty("offsets.topic.replication.factor", "1");
    p.setProperty("offsets.topic.num.partitions", "4");
    p.setProperty("transaction.state.log.replication.factor", "1");
    p.setProperty("transaction.state.log.min.isr", "1");
    p.setProperty("transaction.state.log.num.partitions", "4");
    p.setProperty("auto.create.topics.enable", "false");
    // A group of one need not wait for others.
    p.setProperty("group.initial.rebalance.delay.ms", "0");
    p.setProperty("group.streams.min.heartbeat.interval.ms", "500");
    p.setProperty("group.streams.heartbeat.interval.ms", "500");
    p.setProperty("group.streams.initial.rebalance.delay.ms", "0");
    p.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
    p.setProperty("log.segment.bytes", Integer.toString(64 << 20));
    return p;
  }

  private void format(Properties properties) throws IOException {
    Path file = directory.resolve("server.properties");
    try (var out = Files.newOutputStream(file)) {
      properties.store(out, null);
    }
    if (Files.exists(directory.resolve("log").resolve("meta.properties"))) {
      return;
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int code =
        StorageTool.execute(
            new String[] {
              "format",
              "--standalone",
              "--cluster-id",
              Uuid.randomUuid().toString(),
              "--config",
              file.toString()
            },
            new PrintStream(said, true, StandardCharsets.UTF_8));
    if (code != 0) {
      throw new IllegalStateException(
          "cannot format " + directory + ": " + said.toString(StandardCharsets.UTF_8));
    }
  }

  private int rememberedPort(String key) {
    Path file = directory.resolve(PROPERTIES);
    Properties remembered = new Properties();
    try {
      if (Files.exists(file)) {
        try (var in = Files.newInputStream(file)) {
          remembered.load(in);
        }
        String text = remembered.getProperty(key);
        if (text != null && free(Integer.parseInt(text))) {
          return Integer.parseInt(text);
        }
      }
      int chosen = freePort();
      while (remembered.containsValue(Integer.toString(chosen))) {
        chosen = freePort();
      }
      remembered.setProperty(key, Integer.toString(chosen));
      Files.createDirectories(directory);
      try (var out = Files.newOutputStream(file)) {
        remembered.store(out, null);
      }
      return chosen;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the broker's ports in " + file, e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
      return socket.getLocalPort();
    }
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("localhost"))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** Stops the broker after it has written what it holds. */
  @Override
  public void close() {
    KafkaRaftServer running = server;
    if (running != null) {
      running.shutdown();
      running.awaitShutdown();
      server = null;
    }
  }
}
