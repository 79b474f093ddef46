package io.aicloudops.launcher.load;

import io.aicloudops.launcher.process.EmbeddedLog;
import io.aicloudops.launcher.process.EmbeddedSettings;
import io.aicloudops.runtime.kafka.KafkaClients;
import io.aicloudops.runtime.kafka.KafkaSettings;
import io.aicloudops.runtime.kafka.LogUnavailableException;
import io.aicloudops.runtime.kafka.TopicAdmin;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.aicloudops.schemas.topics.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * The broker that the load goes through, with topics of its own: an embedded one, or one that
 * exists and has none of our topics yet.
 */
final class LoadLog implements AutoCloseable {

  private static final String PREFIX = "aiops-load";
  private static final long TIMEOUT_SECONDS = 30;

  private final @Nullable EmbeddedLog embedded;
  private final Settings settings;
  private final KafkaClients clients;

  private LoadLog(@Nullable EmbeddedLog embedded, Settings settings, KafkaClients clients) {
    this.embedded = embedded;
    this.settings = settings;
    this.clients = clients;
  }

  /** Starts a broker and a registry in this process. */
  static LoadLog embedded(Settings configured, EmbeddedSettings where, MeterRegistry meters) {
    EmbeddedLog log = EmbeddedLog.start(where);
    try {
      Settings settings = configured.withDefaults(log.settings());
      KafkaClients clients = new KafkaClients(settings.read(KafkaSettings.SECTION), meters);
      return new LoadLog(log, settings, clients).ready();
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  /**
   * Uses the brokers of the settings. The schemas stay in this process, which is all that reads
   * what it writes.
   *
   * @throws IllegalStateException if an installation has its topics there
   */
  static LoadLog existing(Settings configured, MeterRegistry meters) {
    Settings settings = configured.withDefaults(Map.of("kafka.application-prefix", PREFIX));
    KafkaClients clients =
        new KafkaClients(
            settings.read(KafkaSettings.SECTION), new InMemorySchemaRegistry(), meters);
    if (!new TopicAdmin(clients).existing().isEmpty()) {
      throw new IllegalStateException(
          "there are topics of an installation at "
              + clients.settings().bootstrap().servers()
              + ", and the load would go into them; use brokers without one");
    }
    return new LoadLog(null, settings, clients).ready();
  }

  private LoadLog ready() {
    new TopicAdmin(clients).createMissing();
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    // Event time is made up and lies in the past: by its age all of it would be deleted at once.
    for (String topic :
        List.of(Topics.METRICS.name(), Topics.SIGNALS.name(), Topics.ANOMALIES.name())) {
      changes.put(
          new ConfigResource(ConfigResource.Type.TOPIC, topic),
          List.of(
              new AlterConfigOp(
                  new ConfigEntry(TopicConfig.RETENTION_MS_CONFIG, "-1"),
                  AlterConfigOp.OpType.SET)));
    }
    try (Admin admin = clients.admin()) {
      got(admin.incrementalAlterConfigs(changes).all());
    }
    return this;
  }

  /** The configuration with what belongs to this log. */
  Settings settings() {
    return settings;
  }

  KafkaClients clients() {
    return clients;
  }

  /** Bytes on the brokers' disks by topic, one replica of each partition. */
  Map<String, Long> sizes() {
    try (Admin admin = clients.admin()) {
      List<Integer> nodes =
          got(admin.describeCluster().nodes()).stream().map(node -> node.id()).toList();
      Map<TopicPartition, Long> largest = new HashMap<>();
      for (Map<String, LogDirDescription> node :
          got(admin.describeLogDirs(nodes).allDescriptions()).values()) {
        for (LogDirDescription directory : node.values()) {
          for (Map.Entry<TopicPartition, ReplicaInfo> one : directory.replicaInfos().entrySet()) {
            largest.merge(one.getKey(), one.getValue().size(), Math::max);
          }
        }
      }
      Map<String, Long> sizes = new HashMap<>();
      largest.forEach((partition, size) -> sizes.merge(partition.topic(), size, Long::sum));
      return sizes;
    }
  }

  private static <T> T got(KafkaFuture<T> future) {
    try {
      return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new LogUnavailableException("the brokers do not answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailableException("interrupted while the brokers were asked", e);
    }
  }

  /** Deletes what was created on brokers that go on to exist. */
  @Override
  public void close() {
    if (embedded != null) {
      embedded.close();
      return;
    }
    try (Admin admin = clients.admin()) {
      List<String> ours =
          got(admin.listTopics().names()).stream()
              .filter(
                  name ->
                      name.startsWith(clients.settings().applicationPrefix() + "-")
                          || Topics.all().stream().anyMatch(topic -> topic.name().equals(name)))
              .toList();
      got(admin.deleteTopics(ours).all());
    }
  }
}
