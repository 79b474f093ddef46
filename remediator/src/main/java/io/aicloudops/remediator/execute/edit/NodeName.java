package io.aicloudops.remediator.execute.edit;

import io.aicloudops.schemas.event.Intent;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Takes the name of a node that does not exist out of a template. */
final class NodeName implements Edit {

  private final KubernetesClient client;

  NodeName(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Change of(Intent intent, HasMetadata live) {
    Workloads.requireRolling(live);
    String node = Workloads.template(live).getSpec().getNodeName();
    if (node == null || node.isEmpty()) {
      throw NotActedOnException.nothing("its template names no node");
    }
    if (client.nodes().withName(node).get() != null) {
      throw new NotActedOnException("the node " + node + " exists; its name may be meant");
    }
    return Change.remove(
        "/spec/template/spec/nodeName",
        "cleared the node name " + node + " of " + SpecEdits.name(live));
  }
}
