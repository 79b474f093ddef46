package io.aicloudops.runtime.kubernetes;

import io.aicloudops.runtime.settings.SettingsException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Opens clients of the configured cluster. */
public final class KubernetesAccess {

  /** What the client assumes when it finds no configuration at all. */
  private static final String NOTHING_FOUND = "kubernetes.default.svc";

  private KubernetesAccess() {}

  /**
   * A client of the configured cluster; empty if none is configured. It asks nothing of the server
   * before its first call.
   *
   * @param userAgent who asks, for the API server's audit log
   * @throws SettingsException if a cluster has to be reached and none is configured, or a file
   *     cannot be read
   */
  public static Optional<KubernetesClient> client(KubernetesSettings settings, String userAgent) {
    return client(settings, userAgent, config -> config, http -> {});
  }

  /**
   * A client for who asks again by himself every so often, or only once: what fails is told at
   * once, where the usual client tries for some twenty seconds.
   *
   * @throws SettingsException as above
   */
  public static Optional<KubernetesClient> poller(KubernetesSettings settings, String userAgent) {
    return client(
        settings, userAgent, config -> config.withRequestRetryBackoffLimit(0), http -> {});
  }

  /**
   * A client for writing: it sends each request once. What failed may have been done, so whoever
   * asked has to look before it is tried again.
   *
   * @param answers sees every answer of the server
   * @throws SettingsException as above
   */
  public static Optional<KubernetesClient> writer(
      KubernetesSettings settings, String userAgent, Interceptor answers) {
    return client(
        settings,
        userAgent,
        config -> config.withRequestRetryBackoffLimit(0),
        http -> http.addOrReplaceInterceptor(answers.getClass().getName(), answers));
  }

  private static Optional<KubernetesClient> client(
      KubernetesSettings settings,
      String userAgent,
      UnaryOperator<ConfigBuilder> more,
      Consumer<HttpClient.Builder> http) {
    if (settings.enabled() == KubernetesSettings.Mode.OFF) {
      return Optional.empty();
    }
    Config config = config(settings);
    boolean found = !config.getMasterUrl().contains(NOTHING_FOUND);
    if (!found && settings.enabled() == KubernetesSettings.Mode.ON) {
      throw new SettingsException(
          List.of(
              "kubernetes.url: no cluster is configured: set it, or kubernetes.kubeconfig, or run in a pod"));
    }
    if (!found) {
      return Optional.empty();
    }
    Config complete =
        more.apply(
                new ConfigBuilder(config)
                    .withUserAgent(userAgent)
                    .withWatchReconnectInterval(500)
                    .withRequestTimeout(10_000)
                    .withConnectionTimeout(5_000))
            .build();
    return Optional.of(
        new KubernetesClientBuilder()
            .withConfig(complete)
            .withHttpClientFactory(new JdkHttpClientFactory())
            .withHttpClientBuilderConsumer(http)
            .build());
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
        throw new SettingsException(List.of("kubernetes.kubeconfig: cannot be read: " + file));
      }
      return Config.fromKubeconfig(file.toFile());
    }
    return Config.autoConfigure(settings.context().isEmpty() ? null : settings.context());
  }
}
