package io.aicloudops.runtime.kafka;

import io.aicloudops.runtime.metrics.OwnMeter;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes events to topics with idempotence and acks=all. A send is complete when the log has it.
 *
 * <p>Safe for use by several threads.
 */
public final class EventProducer implements AutoCloseable {

  /** Unless {@code kafka.client} names another. */
  static final String COMPRESSION = "lz4";

  private final Producer<byte[], byte[]> producer;
  private final EventSerdes serdes;
  private final Duration deliveryTimeout;
  private final MeterRegistry meters;
  private final Map<String, Serializer<? extends SpecificRecord>> serializers =
      new ConcurrentHashMap<>();
  private final Map<String, Counter> sent = new ConcurrentHashMap<>();

  EventProducer(
      Map<String, Object> common,
      String client,
      KafkaSettings settings,
      EventSerdes serdes,
      MeterRegistry meters) {
    this(
        new KafkaProducer<>(
            configuration(common, client, settings),
            new ByteArraySerializer(),
            new ByteArraySerializer()),
        serdes,
        settings.deliveryTimeout(),
        meters);
  }

  /**
   * A producer round a client of one's own.
   *
   * @param deliveryTimeout how long {@link #await} waits at the most
   */
  public EventProducer(
      Producer<byte[], byte[]> producer,
      EventSerdes serdes,
      Duration deliveryTimeout,
      MeterRegistry meters) {
    this.producer = producer;
    this.serdes = serdes;
    this.deliveryTimeout = deliveryTimeout;
    this.meters = meters;
  }

  static Map<String, Object> configuration(
      Map<String, Object> common, String client, KafkaSettings settings) {
    int delivery = (int) settings.deliveryTimeout().toMillis();
    Map<String, Object> configuration = new HashMap<>(common);
    configuration.put(ProducerConfig.CLIENT_ID_CONFIG, settings.applicationPrefix() + "-" + client);
    configuration.put(ProducerConfig.ACKS_CONFIG, "all");
    configuration.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    configuration.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    configuration.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    configuration.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, COMPRESSION);
    configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, delivery);
    configuration.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1000, delivery / 2 - 10));
    configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.max(1000, delivery / 2));
    return configuration;
  }

  /**
   * Sends one event.
   *
   * @param event null is a tombstone
   * @param time the event's own time; becomes the record's timestamp
   * @return completes when the log has it, or with the failure
   */
  public <V extends SpecificRecord> CompletableFuture<Void> send(
      Topic<V> topic, String key, @Nullable V event, Instant time) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    try {
      byte[] value = event == null ? null : serializer(topic).serialize(topic.name(), event);
      sendBytes(
          new ProducerRecord<>(topic.name(), null, time.toEpochMilli(), utf8(key), value), done);
    } catch (KafkaException | io.aicloudops.schemas.registry.RegistryException e) {
      done.completeExceptionally(e);
    }
    return done;
  }

  /**
   * Puts something that could not be read into the dead letters, its first 512 KiB.
   *
   * @param source where it came from, e.g. {@code alertmanager-webhook}
   * @param reason what is wrong with it
   */
  public CompletableFuture<Void> deadLetter(
      String source, byte[] content, String reason, Instant time) {
    ProducerRecord<byte[], byte[]> record =
        new DeadLetters(source).letter(content, reason, time.toEpochMilli());
    CompletableFuture<Void> done = new CompletableFuture<>();
    try {
      sendBytes(record, done);
    } catch (KafkaException e) {
      done.completeExceptionally(e);
    }
    return done;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of it
  private void sendBytes(ProducerRecord<byte[], byte[]> record, CompletableFuture<Void> done) {
    producer.send(
        record,
        (metadata, error) -> {
          if (error == null) {
            counter(record.topic()).increment();
            done.complete(null);
          } else {
            done.completeExceptionally(error);
          }
        });
  }

  /**
   * Waits until the log has all of them.
   *
   * @throws LogUnavailableException if it does not within the delivery timeout; the sender should
   *     try again later
   */
  public void await(List<CompletableFuture<Void>> sends) {
    try {
      CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new))
          .get(deliveryTimeout.toMillis() + 1000, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new LogUnavailableException("Kafka did not take the records: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new LogUnavailableException(
          "Kafka did not take the records within " + deliveryTimeout, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailableException("interrupted while Kafka took the records", e);
    }
  }

  /** Sends one event and waits until the log has it; see {@link #await}. */
  public <V extends SpecificRecord> void sendAndAwait(
      Topic<V> topic, String key, @Nullable V event, Instant time) {
    List<CompletableFuture<Void>> one = new ArrayList<>(1);
    one.add(send(topic, key, event, time));
    await(one);
  }

  @SuppressWarnings("unchecked") // the map holds each topic's own serializer
  private <V extends SpecificRecord> Serializer<V> serializer(Topic<V> topic) {
    return (Serializer<V>)
        serializers.computeIfAbsent(topic.name(), name -> serdes.of(topic).serializer());
  }

  private Counter counter(String topic) {
    return sent.computeIfAbsent(topic, t -> OwnMeter.PRODUCED.counter(meters, t));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Sends what is buffered, waiting for at most the delivery timeout, and closes. */
  @Override
  public void close() {
    producer.close(deliveryTimeout);
  }
}
