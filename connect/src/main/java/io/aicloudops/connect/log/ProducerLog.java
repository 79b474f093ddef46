package io.aicloudops.connect.log;

import io.aicloudops.runtime.kafka.EventProducer;
import io.aicloudops.schemas.topics.Topic;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The log that is Kafka.
 *
 * @param producer owned by the caller
 */
public record ProducerLog(EventProducer producer) implements EventLog {

  @Override
  public <V extends SpecificRecord> CompletableFuture<Void> send(
      Topic<V> topic, String key, @Nullable V event, Instant time) {
    return producer.send(topic, key, event, time);
  }

  @Override
  public CompletableFuture<Void> deadLetter(
      String source, byte[] content, String reason, Instant time) {
    return producer.deadLetter(source, content, reason, time);
  }

  @Override
  public void await(List<CompletableFuture<Void>> sends) {
    producer.await(sends);
  }
}
