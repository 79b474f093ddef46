package io.aicloudops.connect.kubernetes.objects;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What deployments, stateful sets and daemon sets have in common.
 *
 * @param replicas asked for; for a daemon set, the nodes it should run on
 * @param present pods there are, of any revision
 * @param revision of the template, as the controller numbers or names it; empty before it did
 * @param observed true if the controller has seen the present generation
 */
public record WorkloadView(
    HasMetadata object,
    PodTemplateSpec template,
    int replicas,
    int present,
    int updated,
    int ready,
    int available,
    String revision,
    boolean observed,
    boolean paused) {

  private static final String REVISION = "deployment.kubernetes.io/revision";

  /** The view of an object, if it is one of the three and complete. */
  public static Optional<WorkloadView> of(HasMetadata object) {
    if (object instanceof Deployment d && d.getSpec() != null) {
      return Optional.of(ofDeployment(d));
    }
    if (object instanceof StatefulSet s && s.getSpec() != null) {
      return Optional.of(ofStatefulSet(s));
    }
    if (object instanceof DaemonSet d && d.getSpec() != null) {
      return Optional.of(ofDaemonSet(d));
    }
    return Optional.empty();
  }

  private static WorkloadView ofDeployment(Deployment d) {
    var status = d.getStatus();
    boolean has = status != null;
    return new WorkloadView(
        d,
        d.getSpec().getTemplate(),
        d.getSpec().getReplicas() == null ? 1 : d.getSpec().getReplicas(),
        has ? count(status.getReplicas()) : 0,
        has ? count(status.getUpdatedReplicas()) : 0,
        has ? count(status.getReadyReplicas()) : 0,
        has ? count(status.getAvailableReplicas()) : 0,
        annotations(d.getMetadata()).getOrDefault(REVISION, ""),
        has && seen(d.getMetadata(), status.getObservedGeneration()),
        Boolean.TRUE.equals(d.getSpec().getPaused()));
  }

  private static WorkloadView ofStatefulSet(StatefulSet s) {
    var status = s.getStatus();
    boolean has = status != null;
    return new WorkloadView(
        s,
        s.getSpec().getTemplate(),
        s.getSpec().getReplicas() == null ? 1 : s.getSpec().getReplicas(),
        has ? count(status.getReplicas()) : 0,
        has ? count(status.getUpdatedReplicas()) : 0,
        has ? count(status.getReadyReplicas()) : 0,
        has ? count(status.getAvailableReplicas()) : 0,
        has ? Objects.requireNonNullElse(status.getUpdateRevision(), "") : "",
        has && seen(s.getMetadata(), status.getObservedGeneration()),
        false);
  }

  private static WorkloadView ofDaemonSet(DaemonSet d) {
    var status = d.getStatus();
    boolean has = status != null;
    return new WorkloadView(
        d,
        d.getSpec().getTemplate(),
        has ? count(status.getDesiredNumberScheduled()) : 0,
        has ? count(status.getCurrentNumberScheduled()) : 0,
        has ? count(status.getUpdatedNumberScheduled()) : 0,
        has ? count(status.getNumberReady()) : 0,
        has ? count(status.getNumberAvailable()) : 0,
        Long.toString(
            d.getMetadata().getGeneration() == null ? 0 : d.getMetadata().getGeneration()),
        has && seen(d.getMetadata(), status.getObservedGeneration()),
        false);
  }

  private static boolean seen(ObjectMeta meta, @Nullable Long observed) {
    return observed != null && observed >= generation(meta);
  }

  private static long generation(ObjectMeta meta) {
    return meta.getGeneration() == null ? 0 : meta.getGeneration();
  }

  private static int count(@Nullable Integer count) {
    return count == null ? 0 : count;
  }

  private static Map<String, String> annotations(ObjectMeta meta) {
    return meta.getAnnotations() == null ? Map.of() : meta.getAnnotations();
  }

  /** Counts the changes of the spec. */
  public long generation() {
    return generation(object.getMetadata());
  }

  /** The object's annotations. */
  public Map<String, String> annotations() {
    return annotations(object.getMetadata());
  }

  /** The object's labels. */
  public Map<String, String> labels() {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels == null ? Map.of() : labels;
  }

  /** The labels that its pods get. */
  public Map<String, String> podLabels() {
    ObjectMeta meta = template.getMetadata();
    return meta == null || meta.getLabels() == null ? Map.of() : meta.getLabels();
  }

  /** True if all pods that are asked for run the present template and are available. */
  public boolean fullyAvailable() {
    return observed
        && replicas > 0
        && updated == replicas
        && available == replicas
        && present == replicas;
  }
}
