package io.aicloudops.runtime.kafka;

import io.aicloudops.runtime.settings.Section;
import io.aicloudops.runtime.settings.Setting;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How this process reaches the log and what it asks of it. */
public record KafkaSettings(
    @Setting(value = "Kafka settings of the brokers.") Bootstrap bootstrap,
    @Setting(value = "The schema registry.") Schema schema,
    @Setting(
            value =
                "Upper bound of partitions of topics that this process creates; small installations need few.",
            byDefault = "12")
        int maxPartitions,
    @Setting(
            value =
                "Replication factor of topics that this process creates; -1 is the broker's default.",
            byDefault = "-1")
        int replicationFactor,
    @Setting(
            value = "Prefix of application ids, so that several installations can share a cluster.",
            byDefault = "aiops")
        String applicationPrefix,
    @Setting(value = "exactly-once or at-least-once.", byDefault = "exactly-once")
        Guarantee guarantee,
    @Setting(
            value =
                "How long a producer tries before a send fails and its sender is told to retry later.",
            byDefault = "10s")
        Duration deliveryTimeout,
    @Setting(value = "Kafka Streams applications.") Streams streams,
    @Setting(
            value = "Further client configuration by Kafka's own keys, e.g. security.protocol.",
            byDefault = "{}")
        Map<String, String> client) {

  /** Checks what no type checks. */
  public KafkaSettings {
    if (deliveryTimeout.compareTo(Duration.ofSeconds(3)) < 0) {
      throw new IllegalArgumentException("delivery-timeout: has to be 3s or more");
    }
  }

  /** Where the settings stand. */
  public static final Section<KafkaSettings> SECTION = new Section<>("kafka", KafkaSettings.class);

  /** The brokers; {@code kafka.bootstrap.servers} as Kafka's own key is called. */
  public record Bootstrap(
      @Setting(value = "host:port of brokers, separated by commas.", byDefault = "localhost:9092")
          String servers) {}

  /** The registry; {@code kafka.schema.registry.url} as the serdes' own key is called. */
  public record Schema(
      @Setting(value = "The schema registry.") Registry registry,
      @Setting(
              value = "Register schemas that the registry does not know; false if operators do it.",
              byDefault = "true")
          boolean autoRegister) {

    /** Where it answers. */
    public record Registry(
        @Setting(value = "Base URLs, tried in turn.", byDefault = "[\"http://localhost:8081\"]")
            List<URI> url) {}
  }

  /** What all Streams applications share. */
  public record Streams(
      @Setting(value = "Threads of each application.", byDefault = "1") int threads,
      @Setting(value = "Standby copies of each state store.", byDefault = "0") int standbyReplicas,
      @Setting(
              value = "Time between commits; results become visible at a commit.",
              byDefault = "100ms")
          Duration commitInterval,
      @Setting(value = "classic, or streams for brokers of 4.2 and newer.", byDefault = "classic")
          GroupProtocol groupProtocol,
      @Setting(value = "Memory of each application's record cache, in bytes.", byDefault = "16MiB")
          long cacheBytes,
      @Setting(
              value =
                  "host:port under which other replicas reach this process' HTTP server; empty if it is alone.",
              byDefault = "")
          String applicationServer) {}

  /** What a crash in the middle may do. */
  public enum Guarantee {
    EXACTLY_ONCE,
    AT_LEAST_ONCE
  }

  /** How the members of an application share its work. */
  public enum GroupProtocol {
    CLASSIC,
    STREAMS
  }
}
