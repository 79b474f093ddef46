package io.aicloudops.remediator.reading;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Records end in any order; what may be committed is the offset of the first that has not ended.
 */
public final class OpenOffsets {

  private final Map<TopicPartition, TreeSet<Long>> open = new HashMap<>();
  private final Map<TopicPartition, Long> next = new HashMap<>();
  private final Map<TopicPartition, Long> committed = new HashMap<>();

  /** A record was read and is being dealt with. */
  public synchronized void begin(ConsumerRecord<?, ?> record) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    open.computeIfAbsent(partition, p -> new TreeSet<>()).add(record.offset());
    next.put(partition, record.offset() + 1);
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
