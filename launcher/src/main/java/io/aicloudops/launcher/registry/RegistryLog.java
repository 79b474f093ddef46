package io.aicloudops.launcher.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the book in the compacted topic {@value #TOPIC}, in the form that Confluent's registry
 * uses.
 */
final class RegistryLog implements AutoCloseable {

  static final String TOPIC = "_schemas";

  /** A kind of key whose value Confluent's registry does not read: it has the highest id for us. */
  private static final String NOOP = "NOOP";

  private static final long SECONDS = 30;

  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, Object> common;
  private final KafkaProducer<String, String> producer;

  RegistryLog(String bootstrapServers) {
    this.common = Map.of("bootstrap.servers", bootstrapServers);
    Map<String, Object> configuration =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "acks",
            "all",
            "client.id",
            "schema-registry",
            "delivery.timeout.ms",
            15_000,
            "request.timeout.ms",
            10_000,
            "linger.ms",
            0);
    this.producer =
        new KafkaProducer<>(configuration, new StringSerializer(), new StringSerializer());
  }

  /** Reads everything that was ever registered. */
  void readInto(SchemaBook book) {
    createTopic();
    TopicPartition partition = new TopicPartition(TOPIC, 0);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(common, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          apply(record, book);
        }
      }
    }
  }

  private void createTopic() {
    try (Admin admin = Admin.create(common)) {
      NewTopic topic =
          new NewTopic(TOPIC, 1, (short) -1).configs(Map.of("cleanup.policy", "compact"));
      admin.createTopics(List.of(topic)).all().get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException("cannot create the topic " + TOPIC, e);
      }
    } catch (TimeoutException e) {
      throw new IllegalStateException("cannot create the topic " + TOPIC, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void apply(ConsumerRecord<String, String> record, SchemaBook book) {
    try {
      JsonNode key = json.readTree(record.key());
      if (record.value() == null) {
        if (key.path("keytype").asText().equals("SCHEMA")) {
          book.remove(key.path("subject").asText(), key.path("version").asInt());
        }
        return;
      }
      JsonNode value = json.readTree(record.value());
      switch (key.path("keytype").asText()) {
        case "SCHEMA" ->
            book.put(
                new SchemaEntry(
                    value.path("subject").asText(),
                    value.path("version").asInt(),
                    value.path("id").asInt(),
                    value.path("schema").asText(),
                    value.path("deleted").asBoolean()));
        case NOOP -> book.given(value.path("id").asInt());
        case "CONFIG" ->
            book.putLevel(
                key.path("subject").asText(""),
                Compatibility.of(value.path("compatibilityLevel").asText()));
        default -> {
          // Whatever a newer registry writes: nothing for us.
        }
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "the topic " + TOPIC + " is damaged at offset " + record.offset(), e);
    }
  }

  /** Returns when the log has it. */
  void append(SchemaEntry entry) {
    ObjectNode value =
        json.createObjectNode()
            .put("subject", entry.subject())
            .put("version", entry.version())
            .put("id", entry.id())
            .put("schema", entry.schema())
            .put("deleted", entry.deleted());
    send(key(entry), value);
  }

  /**
   * Takes versions out for good; returns when the log has it.
   *
   * @param highestId kept before their records go, as the highest id may be in one of them
   */
  void remove(List<SchemaEntry> entries, int highestId) {
    send(
        json.createObjectNode().put("keytype", NOOP).put("magic", 0),
        json.createObjectNode().put("id", highestId));
    entries.forEach(entry -> send(key(entry), null));
  }

  private ObjectNode key(SchemaEntry entry) {
    return json.createObjectNode()
        .put("keytype", "SCHEMA")
        .put("subject", entry.subject())
        .put("version", entry.version())
        .put("magic", 1);
  }

  /** Returns when the log has it. */
  void appendLevel(String subject, Compatibility level) {
    ObjectNode key = json.createObjectNode().put("keytype", "CONFIG");
    if (subject.isEmpty()) {
      key.putNull("subject");
    } else {
      key.put("subject", subject);
    }
    key.put("magic", 0);
    send(key, json.createObjectNode().put("compatibilityLevel", level.name()));
  }

  private void send(ObjectNode key, @Nullable ObjectNode value) {
    try {
      producer
          .send(
              new ProducerRecord<>(TOPIC, key.toString(), value == null ? null : value.toString()))
          .get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw RegistryError.storeFailed(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegistryError.storeFailed("interrupted");
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
