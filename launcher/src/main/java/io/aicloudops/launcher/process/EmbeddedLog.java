package io.aicloudops.launcher.process;

import io.aicloudops.launcher.broker.EmbeddedBroker;
import io.aicloudops.launcher.registry.EmbeddedRegistry;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A broker and a registry in this JVM, with the settings that make the services use them. */
public final class EmbeddedLog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedLog.class);
  private static final int PARTITIONS = 2;

  private final EmbeddedBroker broker;
  private final EmbeddedRegistry registry;

  private EmbeddedLog(EmbeddedBroker broker, EmbeddedRegistry registry) {
    this.broker = broker;
    this.registry = registry;
  }

  /**
   * Starts both.
   *
   * @throws IllegalStateException if one cannot start; the message names the setting to change
   */
  public static EmbeddedLog start(EmbeddedSettings settings) {
    EmbeddedBroker broker =
        new EmbeddedBroker(
            settings.data().resolve("kafka"),
            settings.kafkaPort(),
            settings.bindHost(),
            settings.advertisedHost());
    try {
      broker.start();
      EmbeddedRegistry registry =
          new EmbeddedRegistry(
              broker.bootstrapServers(), settings.registryPort(), settings.bindHost());
      registry.start();
      if (settings.exposed()) {
        LOG.warn(
            "embedded.advertised-host={}: the broker ({}) and the registry ({}) listen on all interfaces and authenticate nobody",
            settings.advertisedHost(),
            broker.bootstrapServers(),
            registry.url());
      }
      return new EmbeddedLog(broker, registry);
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  /** Whether a broker has its data there; to be asked before one is started in this process. */
  public static boolean inUse(EmbeddedSettings settings) {
    return EmbeddedBroker.inUse(settings.data().resolve("kafka"));
  }

  /** Settings by path that point the clients here and suit a single small machine. */
  public Map<String, ?> settings() {
    return Map.of(
        "kafka.bootstrap.servers",
        broker.bootstrapServers(),
        "kafka.schema.registry.url",
        List.of(registry.url().toString()),
        "kafka.max-partitions",
        PARTITIONS,
        "kafka.replication-factor",
        1,
        "kafka.streams.group-protocol",
        "streams");
  }

  /** host:port of the broker. */
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** Base URL of the registry. */
  public String registryUrl() {
    return registry.url().toString();
  }

  @Override
  public void close() {
    registry.close();
    broker.close();
  }
}
