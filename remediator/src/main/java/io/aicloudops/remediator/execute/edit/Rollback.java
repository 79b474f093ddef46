package io.aicloudops.remediator.execute.edit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.schemas.event.Intent;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;

/**
 * As kubectl rollout undo does: the template of an older ReplicaSet, without the hash label that
 * its controller added.
 */
final class Rollback implements Edit {

  private static final String REVISION = "deployment.kubernetes.io/revision";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;

  Rollback(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Change of(Intent intent, HasMetadata live) {
    if (!(live instanceof Deployment deployment)) {
      throw NotActedOnException.nothing("only deployments keep older revisions that are read here");
    }
    long present = revision(deployment);
    ReplicaSet older =
        older(deployment, present, intent.getParams().getOrDefault("toRevision", ""));
    ObjectNode template = JSON.valueToTree(older.getSpec().getTemplate());
    if (template.path("metadata").path("labels") instanceof ObjectNode labels) {
      labels.remove("pod-template-hash");
    }
    return Change.set(
        "/spec/template",
        template,
        "rolled %s back from revision %d to %d"
            .formatted(SpecEdits.name(live), present, revision(older)));
  }

  private ReplicaSet older(Deployment deployment, long present, String wanted) {
    return client
        .apps()
        .replicaSets()
        .inNamespace(deployment.getMetadata().getNamespace())
        .withLabelSelector(deployment.getSpec().getSelector())
        .list()
        .getItems()
        .stream()
        .filter(set -> ownedBy(set, deployment) && revision(set) != present)
        .filter(
            set ->
                wanted.isEmpty()
                    ? revision(set) < present
                    : Long.toString(revision(set)).equals(wanted))
        .max(Comparator.comparingLong(Rollback::revision))
        .orElseThrow(
            () ->
                NotActedOnException.nothing(
                    "no earlier revision of "
                        + SpecEdits.name(deployment)
                        + " that differs is kept"));
  }

  private static boolean ownedBy(ReplicaSet set, Deployment deployment) {
    return set.getMetadata().getOwnerReferences().stream()
        .anyMatch(o -> Objects.equals(o.getUid(), deployment.getMetadata().getUid()));
  }

  private static long revision(HasMetadata object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    String text = annotations == null ? "0" : annotations.getOrDefault(REVISION, "0");
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }
}
