package io.aicloudops.launcher.cli;

import io.aicloudops.launcher.demo.Demo;
import io.aicloudops.launcher.process.EmbeddedLog;
import io.aicloudops.launcher.process.EmbeddedSettings;
import io.aicloudops.runtime.kafka.KafkaClients;
import io.aicloudops.runtime.kafka.KafkaSettings;
import io.aicloudops.runtime.kafka.TopicReader;
import io.aicloudops.runtime.settings.Environment;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.topics.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of commands that read a recorded log: which one. */
final class RecordedLog {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--demo",
      description = "Take data/demo, unless --data names another directory, and the demo's times.")
  private boolean demo;

  @Option(
      names = "--kafka",
      description = "Read from kafka.bootstrap.servers, for instance of a service that runs.")
  private boolean kafka;

  /** What is done with the log. */
  interface Reading {
    int read(Settings settings, KafkaClients clients) throws IOException;
  }

  /**
   * Opens the log, on an embedded broker if it lies in a directory.
   *
   * @return what the reading returns
   * @throws IllegalStateException if there is none, or another process has it open
   */
  int open(Reading reading) throws IOException {
    Map<String, Object> builtIn = new HashMap<>();
    if (demo) {
      builtIn.putAll(Demo.incidentTimes());
      builtIn.put("embedded.data", Environment.home().resolve("data/demo").toString());
    }
    Settings settings = options.load(builtIn);
    if (kafka) {
      return reading.read(settings, clients(settings));
    }
    EmbeddedSettings embedded = ConfigOptions.embedded(settings);
    if (!Files.isDirectory(embedded.data().resolve("kafka"))) {
      throw new IllegalStateException(
          "there is no recorded log in "
              + embedded.data()
              + "; --data, --demo or --kafka names another");
    }
    EmbeddedSettings own =
        new EmbeddedSettings(embedded.data(), embedded.kafkaPort(), 0, "localhost");
    try (EmbeddedLog log = EmbeddedLog.start(own)) {
      Settings here = settings.withDefaults(log.settings());
      return reading.read(here, clients(here));
    }
  }

  private static KafkaClients clients(Settings settings) {
    return new KafkaClients(settings.read(KafkaSettings.SECTION), new SimpleMeterRegistry());
  }

  /**
   * Gives every record of a topic, those of one partition in their order.
   *
   * @throws IllegalStateException if it cannot be read to its end
   */
  static <V extends SpecificRecord> void read(
      KafkaClients clients, Topic<V> topic, Consumer<ConsumerRecord<String, V>> into) {
    try (var consumer = clients.consumer("recorded", topic)) {
      if (!TopicReader.read(consumer, topic.name(), PATIENCE, into)) {
        throw new IllegalStateException(
            topic.name() + " could not be read to its end: the broker does not answer");
      }
    }
  }
}
