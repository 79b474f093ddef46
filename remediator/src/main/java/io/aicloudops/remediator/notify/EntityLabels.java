package io.aicloudops.remediator.notify;

import io.aicloudops.schemas.event.TopologyEntity;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The labels of entities, for routes. Used by one thread. */
final class EntityLabels {

  private final Map<String, Map<String, String>> byEntity = new HashMap<>();

  /** Learns what the topology says; what is gone is forgotten. */
  void learn(ConsumerRecord<String, TopologyEntity> record) {
    TopologyEntity entity = record.value();
    if (entity == null || entity.getGone()) {
      byEntity.remove(record.key());
    } else {
      byEntity.put(record.key(), Map.copyOf(entity.getLabels()));
    }
  }

  /** Labels of an entity; none if it is not known. */
  Map<String, String> of(String entity) {
    return byEntity.getOrDefault(entity, Map.of());
  }
}
