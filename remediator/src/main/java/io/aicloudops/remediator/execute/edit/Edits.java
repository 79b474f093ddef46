package io.aicloudops.remediator.execute.edit;

import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Intent;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.EnumMap;
import java.util.Map;

/** The change that each action makes. */
public final class Edits {

  private final Map<ActionKind, Edit> byAction = new EnumMap<>(ActionKind.class);

  /**
   * @param client reads what preconditions name
   */
  public Edits(KubernetesClient client) {
    byAction.put(ActionKind.RESTART, SpecEdits::restart);
    byAction.put(ActionKind.SCALE, SpecEdits::scale);
    byAction.put(ActionKind.RESUME_ROLLOUT, SpecEdits::resume);
    byAction.put(ActionKind.CORDON, SpecEdits::cordon);
    byAction.put(ActionKind.UNCORDON, SpecEdits::uncordon);
    byAction.put(ActionKind.SUSPEND_CRON_JOB, SpecEdits::suspend);
    byAction.put(ActionKind.RAISE_AUTOSCALER_MAXIMUM, SpecEdits::raiseMaximum);
    byAction.put(ActionKind.LOOSEN_DISRUPTION_BUDGET, SpecEdits::loosen);
    byAction.put(ActionKind.RAISE_MEMORY_LIMIT, ResourceEdits::raiseMemory);
    byAction.put(ActionKind.RAISE_CPU_LIMIT, ResourceEdits::raiseCpu);
    byAction.put(ActionKind.LOWER_REQUEST, ResourceEdits::lowerRequest);
    byAction.put(ActionKind.ROLLBACK, new Rollback(client));
    byAction.put(ActionKind.CLEAR_NODE_NAME, new NodeName(client));
    byAction.put(ActionKind.MEND_SELECTOR, new ServiceSelector(client));
    byAction.put(ActionKind.EXPAND_VOLUME, new VolumeSize(client));
    byAction.put(ActionKind.RESTORE_FORMER_VALUE, new FormerState());
  }

  /**
   * The change an intent's action makes.
   *
   * @throws NotActedOnException if there is nothing to change, or a precondition does not hold
   */
  public Change of(Intent intent, HasMetadata live) {
    Edit edit = byAction.get(intent.getAction());
    if (edit == null) {
      throw NotActedOnException.nothing("the action is not known here");
    }
    return edit.of(intent, live);
  }
}
