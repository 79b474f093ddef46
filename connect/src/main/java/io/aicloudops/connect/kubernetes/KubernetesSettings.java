package io.aicloudops.connect.kubernetes;

import io.aicloudops.runtime.settings.Secret;
import io.aicloudops.runtime.settings.Setting;
import java.time.Duration;
import java.util.List;

/** Which cluster is watched, and how it is reached. */
public record KubernetesSettings(
    @Setting(
            value =
                "Watch a cluster: auto does if one is configured here, by a kubeconfig or by the pod this runs in.",
            byDefault = "auto")
        Mode enabled,
    @Setting(
            value = "Name of the cluster in entities; signals without a label cluster get it.",
            byDefault = "default")
        String cluster,
    @Setting(
            value = "URL of the API server; empty takes the kubeconfig or the pod's own.",
            byDefault = "")
        String url,
    @Setting(value = "Bearer token for the URL; empty sends none.", byDefault = "") Secret token,
    @Setting(
            value = "PEM file of the authority that signed the URL's certificate; empty for none.",
            byDefault = "")
        String ca,
    @Setting(value = "Path of a kubeconfig; empty for the usual one.", byDefault = "")
        String kubeconfig,
    @Setting(value = "Namespaces to watch; none watches all.", byDefault = "[]")
        List<String> namespaces,
    @Setting(
            value =
                "Read the last lines of a container's log when it has crashed, where permitted.",
            byDefault = "true")
        boolean crashLogs,
    @Setting(
            value = "How long changes of the topology are collected before they are written.",
            byDefault = "500ms")
        Duration topologyDelay,
    @Setting(
            value =
                "How long a revision has to be fully available before it counts as one to roll back to.",
            byDefault = "30s")
        Duration healthyAfter) {

  /** Whether a cluster is watched. */
  public enum Mode {
    AUTO,
    ON,
    OFF
  }

  /** Checks what no type checks. */
  public KubernetesSettings {
    if (cluster.isEmpty() || cluster.indexOf('/') >= 0) {
      throw new IllegalArgumentException("cluster: must not be empty and must have no slash");
    }
  }
}
