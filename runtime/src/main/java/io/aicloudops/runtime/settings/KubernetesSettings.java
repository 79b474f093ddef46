package io.aicloudops.runtime.settings;

import java.util.List;

/**
 * The cluster that is watched and mended; the services that talk to it share these settings, not a
 * client.
 */
public record KubernetesSettings(
    @Setting(value = "Talk to a Kubernetes cluster at all.", byDefault = "false") boolean enabled,
    @Setting(value = "What this cluster is called in entities and incidents.", byDefault = "local")
        String cluster,
    @Setting(
            value =
                "URL of the API server; empty takes the kubeconfig, or the service account inside a pod.",
            byDefault = "")
        String url,
    @Setting(
            value = "Bearer token; empty takes what the kubeconfig or the service account says.",
            byDefault = "")
        Secret token,
    @Setting(
            value = "File with the API server's CA certificate in PEM; empty for the usual ones.",
            byDefault = "")
        String caFile,
    @Setting(value = "kubeconfig file; empty for the usual places.", byDefault = "")
        String kubeconfig,
    @Setting(value = "Context within the kubeconfig; empty for the current one.", byDefault = "")
        String context,
    @Setting(value = "Namespaces to watch and mend; empty for all.", byDefault = "[]")
        List<String> namespaces) {

  /** Where the settings stand. */
  public static final Section<KubernetesSettings> SECTION =
      new Section<>("kubernetes", KubernetesSettings.class);
}
