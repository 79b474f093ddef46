package io.aicloudops.remediator.execute;

import io.aicloudops.runtime.settings.KubernetesSettings;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;

/** Opens a client by the settings. */
public final class KubernetesConnection {

  private KubernetesConnection() {}

  /** A client that asks nothing of the server before its first call. */
  public static KubernetesClient open(KubernetesSettings settings) {
    Config config = base(settings);
    ConfigBuilder builder = new ConfigBuilder(config).withUserAgent("ai-cloudops-remediator");
    if (!settings.url().isEmpty()) {
      builder.withMasterUrl(settings.url());
    }
    settings.token().value().ifPresent(builder::withOauthToken);
    if (!settings.caFile().isEmpty()) {
      builder.withCaCertFile(settings.caFile());
    }
    return new KubernetesClientBuilder().withConfig(builder.build()).build();
  }

  private static Config base(KubernetesSettings settings) {
    if (!settings.kubeconfig().isEmpty()) {
      return Config.fromKubeconfig(new File(settings.kubeconfig()));
    }
    return settings.url().isEmpty()
        ? Config.autoConfigure(settings.context().isEmpty() ? null : settings.context())
        : Config.empty();
  }
}
