package io.aicloudops.connect.cdc;

import io.aicloudops.connect.log.EventLog;
import io.aicloudops.connect.topology.TopologyPublisher;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.service.Service;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.format.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.storage.FileOffsetBackingStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a PostgreSQL database with the Debezium engine: first what its tables hold, then every
 * change, from where the last run was. When the database is away it is tried again.
 */
public final class DatabaseWatch implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseWatch.class);
  private static final long RETRY_SECONDS = 5;

  private final CdcSettings settings;
  private final Path folder;
  private final RowMapping mapping;
  private final TopologyPublisher topology;
  private final EventLog log;
  private final Clock clock;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable DebeziumEngine<?> engine;
  private volatile String trouble = "not connected yet";

  /**
   * A watch of the configured database.
   *
   * @param cluster of rows that name none
   * @param data where offsets are kept
   */
  public DatabaseWatch(
      CdcSettings settings,
      String cluster,
      Path data,
      TopologyPublisher topology,
      EventLog log,
      Clock clock) {
    this.settings = settings;
    this.folder = data.resolve("connect").resolve("cdc");
    this.mapping = new RowMapping(settings, cluster);
    this.topology = topology;
    this.log = log;
    this.clock = clock;
    this.thread = new Thread(this::run, "cdc");
    this.thread.setDaemon(true);
  }

  @Override
  public String name() {
    return "cdc";
  }

  @Override
  public void start() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be made", e);
    }
    thread.start();
  }

  private void run() {
    RowReceiver receiver =
        new RowReceiver(
            settings,
            mapping,
            new KnownServices(folder.resolve("services.json")),
            topology,
            log,
            clock,
            closed);
    try {
      do {
        DebeziumEngine<ChangeEvent<String, String>> built =
            DebeziumEngine.create(Json.class)
                .using(properties())
                .using(new Progress())
                .using((success, message, error) -> ended(message, error))
                .notifying(receiver)
                .build();
        engine = built;
        if (closed.getCount() > 0) {
          built.run();
        }
      } while (!closed.await(RETRY_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ended(@Nullable String message, @Nullable Throwable error) {
    if (closed.getCount() == 0) {
      return;
    }
    Throwable cause = error;
    while (cause != null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    trouble =
        "the database is not followed: "
            + (cause == null ? Objects.requireNonNullElse(message, "") : cause.getMessage());
    LOG.warn("{}; it is tried again in {} s", trouble, RETRY_SECONDS);
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.put("name", "aiops-cdc");
    properties.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
    properties.put("topic.prefix", "aiops-cdc");
    properties.put("database.hostname", settings.host());
    properties.put("database.port", Integer.toString(settings.port()));
    properties.put("database.dbname", settings.database());
    properties.put("database.user", settings.user());
    properties.put("database.password", settings.password().reveal());
    properties.put("plugin.name", "pgoutput");
    properties.put("slot.name", settings.slot());
    properties.put("publication.name", settings.slot());
    properties.put("publication.autocreate.mode", "filtered");
    properties.put("snapshot.mode", "initial");
    properties.put("tombstones.on.delete", "false");
    properties.put("time.precision.mode", "isostring");
    properties.put("decimal.handling.mode", "string");
    properties.put(
        "table.include.list",
        Stream.of(settings.services(), settings.deployments())
            .filter(table -> !table.isEmpty())
            .collect(Collectors.joining(",")));
    properties.put("offset.storage", FileOffsetBackingStore.class.getName());
    properties.put("offset.storage.file.filename", folder.resolve("offsets").toString());
    properties.put("offset.flush.interval.ms", "1000");
    properties.put("converter.schemas.enable", "false");
    properties.put("poll.interval.ms", "200");
    return properties;
  }

  @Override
  public Health health() {
    return trouble.isEmpty() ? Health.healthy() : Health.degraded(trouble);
  }

  @Override
  public void close() {
    closed.countDown();
    DebeziumEngine<?> running = engine;
    if (running == null) {
      return;
    }
    try {
      running.close();
    } catch (IOException | IllegalStateException e) {
      LOG.debug("The engine was not running", e);
    }
  }

  /** Hears that rows are read. */
  private final class Progress implements DebeziumEngine.ConnectorCallback {

    @Override
    public void pollingStarted() {
      trouble = "";
    }
  }
}
