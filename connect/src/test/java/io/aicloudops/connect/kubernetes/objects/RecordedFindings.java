package io.aicloudops.connect.kubernetes.objects;

import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.K8sEvent;
import java.util.ArrayList;
import java.util.List;

/** Remembers what was found. */
public final class RecordedFindings implements Findings {

  private final List<K8sEvent> events = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();

  @Override
  public void event(K8sEvent event) {
    events.add(event);
  }

  @Override
  public void change(Change change) {
    changes.add(change);
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
