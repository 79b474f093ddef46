package io.aicloudops.runtime.kafka;

import io.aicloudops.schemas.registry.HttpSchemaRegistry;
import io.aicloudops.schemas.registry.SchemaRegistry;
import io.aicloudops.schemas.registry.WaitingRegistry;
import io.aicloudops.schemas.serde.EventDeserializer;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Makes the process' clients, all with the same defaults. */
public final class KafkaClients {

  private final KafkaSettings settings;
  private final SchemaRegistry registry;
  private final MeterRegistry meters;

  /** Clients against the brokers and registry of the settings. */
  public KafkaClients(KafkaSettings settings, MeterRegistry meters) {
    this(settings, new HttpSchemaRegistry(settings.schema().registry().url()), meters);
  }

  /** Clients with a registry of one's own. */
  public KafkaClients(KafkaSettings settings, SchemaRegistry registry, MeterRegistry meters) {
    this.settings = settings;
    this.registry = registry;
    this.meters = meters;
  }

  /** What is configured. */
  public KafkaSettings settings() {
    return settings;
  }

  /** The serdes of the topics, for who reads and writes the log: a registry is waited for. */
  public EventSerdes serdes() {
    return new EventSerdes(new WaitingRegistry(registry), settings.schema().autoRegister());
  }

  /** Where schemas are registered. */
  public SchemaRegistry registry() {
    return registry;
  }

  /** An admin client; the caller closes it. */
  public Admin admin() {
    return Admin.create(common());
  }

  /**
   * A producer of events.
   *
   * @param client who produces, for the broker's logs and quotas
   */
  public EventProducer producer(String client) {
    // Somebody waits for what is accepted here: a registry that is away is said at once.
    EventSerdes serdes = new EventSerdes(registry, settings.schema().autoRegister());
    return new EventProducer(common(), client, settings, serdes, meters);
  }

  /**
   * A consumer of one topic's events that sees committed records only and commits nothing by
   * itself.
   *
   * @param group its group; the application prefix is put before it
   */
  public <V extends SpecificRecord> Consumer<String, V> consumer(String group, Topic<V> topic) {
    Map<String, Object> configuration = new HashMap<>(common());
    configuration.put(ConsumerConfig.GROUP_ID_CONFIG, settings.applicationPrefix() + "-" + group);
    configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    configuration.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return new KafkaConsumer<>(
        configuration,
        new StringDeserializer(),
        new EventDeserializer<>(registry, topic.valueType()));
  }

  /** What every client is configured with. */
  Map<String, Object> common() {
    Map<String, Object> configuration = new HashMap<>(settings.client());
    configuration.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap().servers());
    return configuration;
  }
}
