package io.aicloudops.remediator.execute.edit;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What deployments, stateful sets and daemon sets have in common. */
public final class Workloads {

  private static final String QUARTER = "25%";

  private Workloads() {}

  /** True for a kind that makes pods by a template. */
  public static boolean is(HasMetadata object) {
    return object instanceof Deployment
        || object instanceof StatefulSet
        || object instanceof DaemonSet;
  }

  /**
   * Nothing for a workload whose pods are replaced when its template changes.
   *
   * @throws NotActedOnException for any other
   */
  static void requireRolling(HasMetadata object) {
    if (!is(object)) {
      throw NotActedOnException.nothing(object.getKind() + " makes no pods by a template");
    }
    if (onDelete(object)) {
      throw new NotActedOnException(
          "its update strategy is OnDelete: a changed template reaches no pod before somebody"
              + " deletes it");
    }
  }

  /** True if its pods keep their template until somebody deletes them. */
  public static boolean onDelete(HasMetadata workload) {
    String strategy = null;
    if (workload instanceof StatefulSet set && set.getSpec().getUpdateStrategy() != null) {
      strategy = set.getSpec().getUpdateStrategy().getType();
    } else if (workload instanceof DaemonSet set && set.getSpec().getUpdateStrategy() != null) {
      strategy = set.getSpec().getUpdateStrategy().getType();
    }
    return "OnDelete".equals(strategy);
  }

  /** The template its pods are made by. */
  public static PodTemplateSpec template(HasMetadata workload) {
    if (workload instanceof Deployment deployment) {
      return deployment.getSpec().getTemplate();
    }
    if (workload instanceof StatefulSet set) {
      return set.getSpec().getTemplate();
    }
    return ((DaemonSet) workload).getSpec().getTemplate();
  }

  /** Labels of its pods. */
  public static Map<String, String> podLabels(HasMetadata workload) {
    var metadata = template(workload).getMetadata();
    return metadata == null || metadata.getLabels() == null ? Map.of() : metadata.getLabels();
  }

  /** Labels by which it knows its pods; empty if it says so otherwise. */
  static Map<String, String> matchLabels(HasMetadata workload) {
    LabelSelector selector;
    if (workload instanceof Deployment deployment) {
      selector = deployment.getSpec().getSelector();
    } else if (workload instanceof StatefulSet set) {
      selector = set.getSpec().getSelector();
    } else {
      selector = ((DaemonSet) workload).getSpec().getSelector();
    }
    boolean none =
        selector == null
            || selector.getMatchLabels() == null
            || (selector.getMatchExpressions() != null
                && !selector.getMatchExpressions().isEmpty());
    return none ? Map.of() : selector.getMatchLabels();
  }

  /**
   * Pods that it asks for; 1 if it does not say, of a daemon set one for each node that it fits.
   */
  public static int replicas(HasMetadata workload) {
    Integer replicas = null;
    if (workload instanceof Deployment deployment) {
      replicas = deployment.getSpec().getReplicas();
    } else if (workload instanceof StatefulSet set) {
      replicas = set.getSpec().getReplicas();
    } else if (workload instanceof DaemonSet set && set.getStatus() != null) {
      replicas = set.getStatus().getDesiredNumberScheduled();
    }
    return replicas == null ? 1 : replicas;
  }

  /** Pods that are ready. */
  public static int ready(HasMetadata workload) {
    Integer ready = null;
    if (workload instanceof Deployment d && d.getStatus() != null) {
      ready = d.getStatus().getReadyReplicas();
    } else if (workload instanceof StatefulSet s && s.getStatus() != null) {
      ready = s.getStatus().getReadyReplicas();
    } else if (workload instanceof DaemonSet d && d.getStatus() != null) {
      ready = d.getStatus().getNumberReady();
    }
    return ready == null ? 0 : ready;
  }

  /** Pods that its rollout takes away before others have come: maxUnavailable, rounded down. */
  public static int takenAtOnce(HasMetadata workload) {
    if (workload instanceof Deployment deployment) {
      var strategy = deployment.getSpec().getStrategy();
      if (strategy != null && "Recreate".equals(strategy.getType())) {
        return replicas(workload);
      }
      var rolling = strategy == null ? null : strategy.getRollingUpdate();
      IntOrString away = rolling == null ? null : rolling.getMaxUnavailable();
      int taken = share(away, QUARTER, replicas(workload), false);
      return taken == 0 && addedAtOnce(workload) == 0 ? 1 : taken;
    }
    if (workload instanceof StatefulSet) {
      return 1;
    }
    var strategy = ((DaemonSet) workload).getSpec().getUpdateStrategy();
    var rolling = strategy == null ? null : strategy.getRollingUpdate();
    IntOrString away = rolling == null ? null : rolling.getMaxUnavailable();
    return share(away, "1", replicas(workload), true);
  }

  /** Pods that its rollout makes before others have gone: maxSurge, rounded up. */
  public static int addedAtOnce(HasMetadata workload) {
    if (!(workload instanceof Deployment deployment)) {
      return 0;
    }
    var strategy = deployment.getSpec().getStrategy();
    if (strategy != null && "Recreate".equals(strategy.getType())) {
      return 0;
    }
    var rolling = strategy == null ? null : strategy.getRollingUpdate();
    return share(rolling == null ? null : rolling.getMaxSurge(), QUARTER, replicas(workload), true);
  }

  private static int share(
      @Nullable IntOrString value, String byDefault, int replicas, boolean roundUp) {
    String text =
        value == null
            ? byDefault
            : value.getIntVal() != null ? value.getIntVal().toString() : value.getStrVal();
    if (text.endsWith("%")) {
      double exact = Double.parseDouble(text.substring(0, text.length() - 1)) / 100 * replicas;
      return (int) (roundUp ? Math.ceil(exact) : Math.floor(exact));
    }
    return Integer.parseInt(text);
  }
}
