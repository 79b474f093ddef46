package io.aicloudops.connect.kubernetes.objects;

import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.K8sEvent;

/** Takes what was found in the cluster. */
public interface Findings {

  /** An event, or a transition of a state. */
  void event(K8sEvent event);

  /** Somebody changed something. */
  void change(Change change);
}
