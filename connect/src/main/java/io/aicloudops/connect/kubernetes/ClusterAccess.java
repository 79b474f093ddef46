package io.aicloudops.connect.kubernetes;

import io.aicloudops.runtime.settings.SettingsException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How the cluster is reached. */
final class ClusterAccess {

  /** What the client assumes when it finds no configuration at all. */
  private static final String NOTHING_FOUND = "kubernetes.default.svc";

  private ClusterAccess() {}

  /**
   * A client of the configured cluster; empty if none is configured. Does not connect.
   *
   * @throws SettingsException if a cluster has to be watched and none is configured
   */
  static Optional<KubernetesClient> client(KubernetesSettings settings) {
    if (settings.enabled() == KubernetesSettings.Mode.OFF) {
      return Optional.empty();
    }
    Config config = config(settings);
    boolean found = !config.getMasterUrl().contains(NOTHING_FOUND);
    if (!found && settings.enabled() == KubernetesSettings.Mode.ON) {
      throw new SettingsException(
          List.of(
              "connect.kubernetes.url: no cluster is configured: set it, or connect.kubernetes.kubeconfig,"
                  + " or run in a pod"));
    }
    return found
        ? Optional.of(
            new KubernetesClientBuilder()
                .withConfig(
                    new ConfigBuilder(config)
                        .withWatchReconnectInterval(500)
                        .withRequestTimeout(10_000)
                        .withConnectionTimeout(5_000)
                        .build())
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build())
        : Optional.empty();
  }

  private static Config config(KubernetesSettings settings) {
    if (!settings.url().isEmpty()) {
      ConfigBuilder config = new ConfigBuilder(Config.empty()).withMasterUrl(settings.url());
      settings.token().value().ifPresent(config::withOauthToken);
      if (!settings.ca().isEmpty()) {
        config.withCaCertFile(settings.ca());
      }
      return config.build();
    }
    if (!settings.kubeconfig().isEmpty()) {
      Path file = Path.of(settings.kubeconfig());
      if (!Files.isReadable(file)) {
        throw new SettingsException(
            List.of("connect.kubernetes.kubeconfig: cannot be read: " + file));
      }
      return Config.fromKubeconfig(file.toFile());
    }
    return Config.autoConfigure(null);
  }
}
