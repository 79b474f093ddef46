package io.aicloudops.remediator.reading;

import io.aicloudops.runtime.kafka.Polling;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Records end in any order; what may be committed is the offset of the first that has not ended.
 */
public final class OpenOffsets {

  private final Map<TopicPartition, TreeSet<Long>> open = new HashMap<>();
  private final Map<TopicPartition, Long> next = new HashMap<>();
  private final Map<TopicPartition, Long> committed = new HashMap<>();

  /**
   * Polls once; what is read is open from now on.
   *
   * @param unreadable hears of a record that cannot be read, which has ended with that
   */
  public <V> ConsumerRecords<String, V> poll(
      Consumer<String, V> consumer, Duration timeout, Polling.Unreadable unreadable) {
    ConsumerRecords<String, V> records =
        Polling.poll(
            consumer,
            timeout,
            record -> {
              unreadable.hear(record);
              read(record.topicPartition(), record.offset());
            });
    records.forEach(this::begin);
    return records;
  }

  private synchronized void read(TopicPartition partition, long offset) {
    next.put(partition, offset + 1);
  }

  /** A record was read and is being dealt with. */
  synchronized void begin(ConsumerRecord<?, ?> record) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    open.computeIfAbsent(partition, p -> new TreeSet<>()).add(record.offset());
    read(partition, record.offset());
  }

  /** A record was dealt with. */
  public synchronized void end(ConsumerRecord<?, ?> record) {
    TreeSet<Long> offsets = open.get(new TopicPartition(record.topic(), record.partition()));
    if (offsets != null) {
      offsets.remove(record.offset());
    }
  }

  /** Commits what has ended, for the partitions still assigned. */
  public void commit(Consumer<?, ?> consumer) {
    Map<TopicPartition, OffsetAndMetadata> offsets = due();
    offsets.keySet().retainAll(consumer.assignment());
    if (!offsets.isEmpty()) {
      consumer.commitSync(offsets);
    }
  }

  synchronized Map<TopicPartition, OffsetAndMetadata> due() {
    Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
    next.forEach(
        (partition, end) -> {
          TreeSet<Long> waiting = open.getOrDefault(partition, new TreeSet<>());
          long offset = waiting.isEmpty() ? end : waiting.first();
          if (committed.getOrDefault(partition, -1L) < offset) {
            committed.put(partition, offset);
            due.put(partition, new OffsetAndMetadata(offset));
          }
        });
    return due;
  }
}
