package io.aicloudops.connect.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.runtime.kafka.LogUnavailableException;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** A log that remembers what it was given, as bytes would bring it back, and can be away. */
public final class RecordingLog implements EventLog {

  /** What was sent; an event of null is a tombstone. */
  public record Sent(String topic, String key, @Nullable SpecificRecord event, Instant time) {}

  /** What could not be read. */
  public record DeadLetter(String source, String content, String reason) {}

  private final EventSerdes serdes = new EventSerdes(new InMemorySchemaRegistry());
  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private final List<DeadLetter> deadLetters = new CopyOnWriteArrayList<>();
  private final AtomicInteger attempts = new AtomicInteger();
  private volatile Predicate<String> failing = key -> true;
  private volatile @Nullable Exception failure;

  /** From now on nothing is taken. */
  public void fail(Exception with) {
    failing = key -> true;
    failure = with;
  }

  /** From now on no event of this key is taken. */
  public void fail(String key, Exception with) {
    failing = key::equals;
    failure = with;
  }

  /** How many events it was to take, also those that it did not. */
  public int attempts() {
    return attempts.get();
  }

  /** Takes again. */
  public void recover() {
    failure = null;
  }

  /** All of one topic, in order. */
  public <V extends SpecificRecord> List<V> of(Topic<V> topic) {
    return sent.stream()
        .filter(s -> s.topic().equals(topic.name()) && s.event() != null)
        .map(s -> topic.valueType().cast(s.event()))
        .toList();
  }

  /** Everything, in order. */
  public List<Sent> sent() {
    return List.copyOf(sent);
  }

  /** All dead letters, in order. */
  public List<DeadLetter> deadLetters() {
    return List.copyOf(deadLetters);
  }

  /** Forgets what was sent. */
  public void clear() {
    sent.clear();
  }

  @Override
  public <V extends SpecificRecord> CompletableFuture<Void> send(
      Topic<V> topic, String key, @Nullable V event, Instant time) {
    attempts.incrementAndGet();
    Exception reason = failure;
    if (reason != null && failing.test(key)) {
      return CompletableFuture.failedFuture(reason);
    }
    if (event != null) {
      byte[] bytes = serdes.of(topic).serializer().serialize(topic.name(), event);
      assertThat(serdes.of(topic).deserializer().deserialize(topic.name(), bytes)).isEqualTo(event);
    }
    sent.add(new Sent(topic.name(), key, event, time));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<Void> deadLetter(
      String source, byte[] content, String reason, Instant time) {
    Exception away = failure;
    if (away != null && failing.test(source)) {
      return CompletableFuture.failedFuture(away);
    }
    deadLetters.add(new DeadLetter(source, new String(content, StandardCharsets.UTF_8), reason));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void await(List<CompletableFuture<Void>> sends) {
    for (CompletableFuture<Void> send : sends) {
      try {
        send.get();
      } catch (ExecutionException e) {
        throw new LogUnavailableException("the log is away", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LogUnavailableException("interrupted", e);
      }
    }
  }
}
