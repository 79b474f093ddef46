package io.aicloudops.remediator.execute.edit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.aicloudops.schemas.event.Intent;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.Map;

/** Changes of a single field that need to know nothing but the object. */
final class SpecEdits {

  private static final String RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";
  private static final ObjectMapper JSON = new ObjectMapper();

  private SpecEdits() {}

  static Change restart(Intent intent, HasMetadata live) {
    Workloads.requireRolling(live);
    String at = intent.getParams().getOrDefault("restartedAt", intent.getTime().toString());
    var metadata = Workloads.template(live).getMetadata();
    Map<String, String> annotations = metadata == null ? null : metadata.getAnnotations();
    String summary = "restarted " + name(live);
    if (annotations == null || annotations.isEmpty()) {
      ObjectNode value = JSON.createObjectNode().put(RESTARTED_AT, at);
      return Change.forGood("/spec/template/metadata/annotations", value, summary);
    }
    return Change.forGood(
        "/spec/template/metadata/annotations/" + Change.escape(RESTARTED_AT),
        TextNode.valueOf(at),
        summary);
  }

  static Change scale(Intent intent, HasMetadata live) {
    int replicas = number(intent, "replicas");
    boolean scales = Workloads.is(live) && !(live instanceof DaemonSet);
    if (!scales || replicas < 0 || replicas == Workloads.replicas(live)) {
      throw NotActedOnException.nothing(
          "it asks for that many replicas already, or its kind has none");
    }
    return Change.set(
        "/spec/replicas",
        IntNode.valueOf(replicas),
        "scaled " + name(live) + " from " + Workloads.replicas(live) + " to " + replicas);
  }

  static Change resume(Intent intent, HasMetadata live) {
    if (!(live instanceof Deployment d) || !Boolean.TRUE.equals(d.getSpec().getPaused())) {
      throw NotActedOnException.nothing("its rollout is not paused");
    }
    return Change.set("/spec/paused", BooleanNode.FALSE, "resumed " + name(live));
  }

  static Change cordon(Intent intent, HasMetadata live) {
    return cordon(live, true);
  }

  static Change uncordon(Intent intent, HasMetadata live) {
    return cordon(live, false);
  }

  private static Change cordon(HasMetadata live, boolean off) {
    if (!(live instanceof Node node)
        || Boolean.TRUE.equals(node.getSpec().getUnschedulable()) == off) {
      throw NotActedOnException.nothing("it is no node, or as it should be already");
    }
    return Change.set(
        "/spec/unschedulable",
        BooleanNode.valueOf(off),
        (off ? "cordoned " : "uncordoned ") + name(live));
  }

  static Change suspend(Intent intent, HasMetadata live) {
    if (!(live instanceof CronJob job) || Boolean.TRUE.equals(job.getSpec().getSuspend())) {
      throw NotActedOnException.nothing("it is no cron job, or suspended already");
    }
    return Change.set("/spec/suspend", BooleanNode.TRUE, "suspended " + name(live));
  }

  static Change raiseMaximum(Intent intent, HasMetadata live) {
    int wanted = number(intent, "maxReplicas");
    if (!(live instanceof HorizontalPodAutoscaler autoscaler)
        || autoscaler.getSpec().getMaxReplicas() >= wanted) {
      throw NotActedOnException.nothing("it is no autoscaler, or its maximum is that high already");
    }
    return Change.set(
        "/spec/maxReplicas",
        IntNode.valueOf(wanted),
        "raised the maximum of %s from %d to %d"
            .formatted(name(live), autoscaler.getSpec().getMaxReplicas(), wanted));
  }

  /**
   * Lets a budget that allows nothing allow one pod. The whole spec is set, because of its two
   * fields only one may be there.
   */
  static Change loosen(Intent intent, HasMetadata live) {
    if (!(live instanceof PodDisruptionBudget budget)) {
      throw NotActedOnException.nothing("it is no disruption budget");
    }
    Integer allowed =
        budget.getStatus() == null ? null : budget.getStatus().getDisruptionsAllowed();
    if (allowed == null || allowed > 0) {
      throw NotActedOnException.nothing("it allows disruptions, or its status is not known yet");
    }
    ObjectNode spec = JSON.valueToTree(budget.getSpec());
    spec.remove("minAvailable");
    spec.set("maxUnavailable", JSON.valueToTree(new IntOrString(1)));
    if (spec.equals(JSON.valueToTree(budget.getSpec()))) {
      throw NotActedOnException.nothing("it lets one pod go; too few others are healthy");
    }
    return Change.set("/spec", spec, "let " + name(live) + " allow one pod");
  }

  static String name(HasMetadata live) {
    return live.getMetadata().getName();
  }

  private static int number(Intent intent, String param) {
    String text = intent.getParams().getOrDefault(param, "");
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
  }
}
