package io.aicloudops.remediator.execute;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Intent;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From an intent and the live object to the one value that changes. */
final class Changes {

  private static final String RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";
  private static final String REVISION = "deployment.kubernetes.io/revision";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Changes() {}

  /** The change an intent's action makes; empty if there is nothing to change. */
  static Optional<Change> of(Intent intent, HasMetadata live, KubernetesClient client) {
    Map<String, String> params = intent.getParams();
    return switch (intent.getAction()) {
      case RESTART ->
          restart(live, params.getOrDefault("restartedAt", intent.getTime().toString()));
      case SCALE -> scale(live, Integer.parseInt(params.getOrDefault("replicas", "-1")));
      case RAISE_MEMORY_LIMIT ->
          memory(
              live,
              params.getOrDefault("container", ""),
              Long.parseLong(params.getOrDefault("memoryLimit", "0")));
      case ROLLBACK -> rollback(live, params.getOrDefault("toRevision", ""), client);
      case CORDON -> cordon(live, true);
      case UNCORDON -> cordon(live, false);
      case RESUME_ROLLOUT -> pause(live, false);
      default -> Optional.empty();
    };
  }

  /** The change that undoes an intent's action, from the facts that {@link #of} left. */
  static Optional<Change> undoOf(Intent intent, HasMetadata live, KubernetesClient client) {
    Map<String, String> params = intent.getParams();
    String action = params.getOrDefault("undo.action", "");
    if (action.equals(ActionKind.SCALE.name())) {
      return scale(live, Integer.parseInt(params.getOrDefault("undo.replicas", "-1")));
    }
    if (action.equals(ActionKind.RAISE_MEMORY_LIMIT.name())) {
      return memory(
          live,
          params.getOrDefault("undo.container", ""),
          Long.parseLong(params.getOrDefault("undo.memoryLimit", "0")));
    }
    if (action.equals(ActionKind.CORDON.name()) || action.equals(ActionKind.UNCORDON.name())) {
      return cordon(live, action.equals(ActionKind.UNCORDON.name()));
    }
    if (action.equals(ActionKind.RESUME_ROLLOUT.name())) {
      return pause(live, true);
    }
    if (action.equals(ActionKind.ROLLBACK.name())) {
      return rollback(live, params.getOrDefault("undo.revision", ""), client);
    }
    return Optional.empty();
  }

  static String whyNothing(ActionKind action, HasMetadata live) {
    return switch (action) {
      case ROLLBACK ->
          "no earlier revision of " + live.getMetadata().getName() + " that differs is kept";
      case SCALE -> "it asks for that many replicas already, or its kind has none";
      case RAISE_MEMORY_LIMIT -> "no such container has a memory limit, or it is that high already";
      case CORDON, UNCORDON -> "it is no node, or as it should be already";
      case RESUME_ROLLOUT -> "its rollout is not paused";
      default -> "the action is not known here";
    };
  }

  private static Optional<Change> restart(HasMetadata live, String at) {
    return Workloads.is(live) ? Optional.of(restarted(live, at)) : Optional.empty();
  }

  private static Change restarted(HasMetadata live, String at) {
    PodTemplateSpec template = Workloads.template(live);
    Map<String, String> annotations =
        template.getMetadata() == null ? null : template.getMetadata().getAnnotations();
    String summary = "restarted " + live.getMetadata().getName();
    if (annotations == null || annotations.isEmpty()) {
      ObjectNode value = JSON.createObjectNode().put(RESTARTED_AT, at);
      return new Change("/spec/template/metadata/annotations", value, summary, Map.of());
    }
    return new Change(
        "/spec/template/metadata/annotations/" + Change.escape(RESTARTED_AT),
        TextNode.valueOf(at),
        summary,
        Map.of());
  }

  /** Keeps new pods off a node, or lets them on again. */
  private static Optional<Change> cordon(HasMetadata live, boolean off) {
    boolean now =
        live instanceof Node node && Boolean.TRUE.equals(node.getSpec().getUnschedulable());
    if (!(live instanceof Node) || now == off) {
      return Optional.empty();
    }
    ActionKind done = off ? ActionKind.CORDON : ActionKind.UNCORDON;
    return Optional.of(
        new Change(
            "/spec/unschedulable",
            BooleanNode.valueOf(off),
            (off ? "cordoned " : "uncordoned ") + live.getMetadata().getName(),
            Map.of("undo.action", done.name())));
  }

  /** Lets a paused rollout go on, or pauses it again. */
  private static Optional<Change> pause(HasMetadata live, boolean paused) {
    boolean now = live instanceof Deployment d && Boolean.TRUE.equals(d.getSpec().getPaused());
    if (!(live instanceof Deployment) || now == paused) {
      return Optional.empty();
    }
    return Optional.of(
        new Change(
            "/spec/paused",
            BooleanNode.valueOf(paused),
            (paused ? "paused " : "resumed ") + live.getMetadata().getName(),
            Map.of("undo.action", ActionKind.RESUME_ROLLOUT.name())));
  }

  private static Optional<Change> scale(HasMetadata live, int replicas) {
    if (!Workloads.is(live) || live instanceof DaemonSet) {
      return Optional.empty();
    }
    int now = Workloads.replicas(live);
    if (replicas < 0 || replicas == now) {
      return Optional.empty();
    }
    String summary = "scaled " + live.getMetadata().getName() + " from " + now + " to " + replicas;
    Map<String, String> undo =
        Map.of("undo.action", ActionKind.SCALE.name(), "undo.replicas", Integer.toString(now));
    return Optional.of(new Change("/spec/replicas", IntNode.valueOf(replicas), summary, undo));
  }

  private static Optional<Change> memory(HasMetadata live, String name, long bytes) {
    if (!Workloads.is(live)) {
      return Optional.empty();
    }
    List<Container> containers = Workloads.template(live).getSpec().getContainers();
    for (int i = 0; i < containers.size(); i++) {
      Container container = containers.get(i);
      Quantity limit = limitOf(container);
      boolean meant =
          name.isEmpty()
              ? containers.size() == 1 || limit != null
              : container.getName().equals(name);
      if (meant && limit != null) {
        long now = Quantity.getAmountInBytes(limit).longValue();
        if (now == bytes || bytes <= 0) {
          return Optional.empty();
        }
        String value = bytes % (1L << 20) == 0 ? (bytes >> 20) + "Mi" : Long.toString(bytes);
        Map<String, String> undo =
            Map.of(
                "undo.action",
                ActionKind.RAISE_MEMORY_LIMIT.name(),
                "undo.container",
                container.getName(),
                "undo.memoryLimit",
                Long.toString(now));
        String summary =
            "set the memory limit of " + container.getName() + " from " + limit + " to " + value;
        return Optional.of(
            new Change(
                "/spec/template/spec/containers/" + i + "/resources/limits/memory",
                TextNode.valueOf(value),
                summary,
                undo));
      }
    }
    return Optional.empty();
  }

  private static @Nullable Quantity limitOf(Container container) {
    boolean none = container.getResources() == null || container.getResources().getLimits() == null;
    return none ? null : container.getResources().getLimits().get("memory");
  }

  /**
   * As kubectl rollout undo does: the template of an older ReplicaSet, without the hash label that
   * its controller added.
   */
  private static Optional<Change> rollback(
      HasMetadata live, String revision, KubernetesClient client) {
    if (!(live instanceof Deployment deployment)) {
      return Optional.empty();
    }
    long present = revisionOf(deployment);
    Optional<ReplicaSet> target =
        client
            .apps()
            .replicaSets()
            .inNamespace(deployment.getMetadata().getNamespace())
            .withLabelSelector(deployment.getSpec().getSelector())
            .list()
            .getItems()
            .stream()
            .filter(set -> ownedBy(set, deployment))
            .filter(
                set ->
                    revision.isEmpty()
                        ? revisionOf(set) < present
                        : Long.toString(revisionOf(set)).equals(revision))
            .filter(set -> revisionOf(set) != present)
            .max((a, b) -> Long.compare(revisionOf(a), revisionOf(b)));
    return target.map(
        set -> {
          ObjectNode template = JSON.valueToTree(set.getSpec().getTemplate());
          if (template.path("metadata").path("labels") instanceof ObjectNode labels) {
            labels.remove("pod-template-hash");
          }
          String summary =
              "rolled "
                  + live.getMetadata().getName()
                  + " back from revision "
                  + present
                  + " to "
                  + revisionOf(set);
          return new Change(
              "/spec/template",
              template,
              summary,
              Map.of(
                  "undo.action",
                  ActionKind.ROLLBACK.name(),
                  "undo.revision",
                  Long.toString(present)));
        });
  }

  private static boolean ownedBy(ReplicaSet set, Deployment deployment) {
    return set.getMetadata().getOwnerReferences().stream()
        .anyMatch(o -> Objects.equals(o.getUid(), deployment.getMetadata().getUid()));
  }

  private static long revisionOf(HasMetadata object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    String text = annotations == null ? "0" : annotations.getOrDefault(REVISION, "0");
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }
}
