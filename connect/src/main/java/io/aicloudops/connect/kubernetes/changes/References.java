package io.aicloudops.connect.kubernetes.changes;

import io.aicloudops.connect.kubernetes.objects.WorkloadView;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a pod template refers to by name. */
public final class References {

  /** Of larger sets the claims of the first pods are told. */
  private static final int MOST_PODS = 50;

  private References() {}

  /** The config maps it mounts or takes variables from. */
  public static Set<String> configMaps(PodTemplateSpec template) {
    Set<String> names = new TreeSet<>();
    PodSpec spec = template.getSpec();
    if (spec == null) {
      return names;
    }
    for (Volume volume : spec.getVolumes()) {
      if (volume.getConfigMap() != null) {
        names.add(volume.getConfigMap().getName());
      }
      if (volume.getProjected() != null) {
        for (VolumeProjection source : volume.getProjected().getSources()) {
          if (source.getConfigMap() != null) {
            names.add(source.getConfigMap().getName());
          }
        }
      }
    }
    List<Container> containers = new ArrayList<>(spec.getInitContainers());
    containers.addAll(spec.getContainers());
    for (Container container : containers) {
      for (EnvFromSource source : container.getEnvFrom()) {
        if (source.getConfigMapRef() != null) {
          names.add(source.getConfigMapRef().getName());
        }
      }
      for (EnvVar variable : container.getEnv()) {
        var from = variable.getValueFrom();
        if (from != null && from.getConfigMapKeyRef() != null) {
          names.add(from.getConfigMapKeyRef().getName());
        }
      }
    }
    return names;
  }

  /** The volume claims it mounts; those of a stateful set have a number for each of its pods. */
  public static Set<String> claims(WorkloadView view) {
    Set<String> names = new TreeSet<>();
    if (view.template().getSpec() != null) {
      for (Volume volume : view.template().getSpec().getVolumes()) {
        if (volume.getPersistentVolumeClaim() != null) {
          names.add(volume.getPersistentVolumeClaim().getClaimName());
        }
      }
    }
    if (view.object() instanceof StatefulSet set) {
      for (PersistentVolumeClaim claim : set.getSpec().getVolumeClaimTemplates()) {
        for (int i = 0; i < Math.min(MOST_PODS, view.replicas()); i++) {
          names.add(claim.getMetadata().getName() + "-" + set.getMetadata().getName() + "-" + i);
        }
      }
    }
    return names;
  }
}
