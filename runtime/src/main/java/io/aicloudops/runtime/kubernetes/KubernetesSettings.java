package io.aicloudops.runtime.kubernetes;

import io.aicloudops.runtime.settings.Secret;
import io.aicloudops.runtime.settings.Section;
import io.aicloudops.runtime.settings.Setting;
import java.util.List;

/** The cluster that is watched and mended. */
public record KubernetesSettings(
    @Setting(
            value =
                "Talk to a cluster: auto does if one is configured here, by a kubeconfig or by the pod this runs in.",
            byDefault = "auto")
        Mode enabled,
    @Setting(
            value =
                "What the cluster is called in entities and incidents; signals without a label cluster get it.",
            byDefault = "default")
        String cluster,
    @Setting(
            value =
                "URL of the API server; empty takes the kubeconfig, or the service account inside a pod.",
            byDefault = "")
        String url,
    @Setting(value = "Bearer token for the URL; empty sends none.", byDefault = "") Secret token,
    @Setting(
            value =
                "PEM file of the authority that signed the URL's certificate; empty for the usual ones.",
            byDefault = "")
        String ca,
    @Setting(value = "kubeconfig file; empty for the usual one.", byDefault = "") String kubeconfig,
    @Setting(value = "Context within the kubeconfig; empty for the current one.", byDefault = "")
        String context,
    @Setting(value = "Namespaces to watch and mend; none for all.", byDefault = "[]")
        List<String> namespaces) {

  /** Where the settings stand. */
  public static final Section<KubernetesSettings> SECTION =
      new Section<>("kubernetes", KubernetesSettings.class);

  /** Whether a cluster is talked to. */
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
