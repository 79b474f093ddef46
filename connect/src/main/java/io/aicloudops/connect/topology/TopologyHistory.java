package io.aicloudops.connect.topology;

import io.aicloudops.runtime.kafka.TopicReader;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.identity.EntityId;
import io.aicloudops.schemas.topics.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an earlier run wrote of the topology: so that what has gone in between gets its end, that a
 * healthy revision is not forgotten, and that nothing is written twice.
 */
public final class TopologyHistory {

  private static final Logger LOG = LoggerFactory.getLogger(TopologyHistory.class);

  private TopologyHistory() {}

  /**
   * Reads the topic to its present end; what does not come within the patience is left out.
   *
   * @param consumer opened and closed here
   */
  public static Collection<TopologyEntity> read(
      Supplier<Consumer<String, TopologyEntity>> consumer, Duration patience) {
    Map<String, TopologyEntity> entities = new TreeMap<>();
    try (Consumer<String, TopologyEntity> open = consumer.get()) {
      boolean whole =
          TopicReader.read(open, Topics.TOPOLOGY.name(), patience, record -> add(record, entities));
      if (!whole) {
        LOG.warn("The topology of an earlier run was read in part only");
      }
    } catch (KafkaException e) {
      LOG.warn("The topology of an earlier run is not known: {}", e.getMessage());
    }
    return entities.values();
  }

  private static void add(
      ConsumerRecord<String, TopologyEntity> record, Map<String, TopologyEntity> into) {
    if (record.value() == null) {
      into.remove(record.key());
    } else if (!record.value().getGone() && EntityId.tryParse(record.key()).isPresent()) {
      into.put(record.key(), record.value());
    }
  }
}
