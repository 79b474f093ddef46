package io.aicloudops.connect.kubernetes.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.K8sEvent;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topic;
import io.aicloudops.schemas.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Remembers what was found, if it can be written. */
public final class RecordedFindings implements Findings {

  private final EventSerdes serdes = new EventSerdes(new InMemorySchemaRegistry());
  private final List<K8sEvent> events = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();

  @Override
  public void event(K8sEvent event) {
    written(Topics.K8S_EVENTS, event);
    events.add(event);
  }

  @Override
  public void change(Change change) {
    written(Topics.CHANGES, change);
    changes.add(change);
  }

  private <V extends SpecificRecord> void written(Topic<V> topic, V event) {
    assertThat(serdes.of(topic).serializer().serialize(topic.name(), event)).isNotEmpty();
  }

  /** All events, in order. */
  public List<K8sEvent> events() {
    return events;
  }

  /** All changes, in order. */
  public List<Change> changes() {
    return changes;
  }
}
