package io.aicloudops.connect.log;

import io.aicloudops.schemas.topics.Topic;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Takes events. Safe for use by several threads. */
public interface EventLog {

  /**
   * Sends one event; may block for a while when the log is away.
   *
   * @param event null is a tombstone
   * @param time becomes the record's timestamp
   * @return completes when the log has it, or with the failure
   */
  <V extends SpecificRecord> CompletableFuture<Void> send(
      Topic<V> topic, String key, @Nullable V event, Instant time);

  /**
   * Keeps what could not be read; as much of it as a dead letter holds.
   *
   * @param source where it came from
   * @param reason what is wrong with it
   */
  CompletableFuture<Void> deadLetter(String source, byte[] content, String reason, Instant time);

  /**
   * Waits until the log has all of them.
   *
   * @throws io.aicloudops.runtime.kafka.LogUnavailableException if it does not in time
   */
  void await(List<CompletableFuture<Void>> sends);
}
