package io.aicloudops.runtime.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.runtime.settings.SettingsException;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesAccessTest {

  @TempDir Path directory;

  private static KubernetesSettings settings(Map<String, ?> values) {
    return Settings.of(values).read(KubernetesSettings.SECTION);
  }

  @Test
  void opensAClientOfAUrl() {
    try (KubernetesClient client =
        KubernetesAccess.client(
                settings(Map.of("kubernetes.url", "http://localhost:1", "kubernetes.token", "t")),
                "me")
            .orElseThrow()) {
      assertThat(client.getConfiguration().getMasterUrl()).startsWith("http://localhost:1");
      assertThat(client.getConfiguration().getOauthToken()).isEqualTo("t");
      assertThat(client.getConfiguration().getUserAgent()).isEqualTo("me");
    }
  }

  @Test
  void readsAKubeconfig() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("config"),
            """
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: "http://localhost:2"}}]
            users: [{name: u, user: {token: secret}}]
            contexts: [{name: x, context: {cluster: c, user: u}}]
            current-context: x
            """);
    try (KubernetesClient client =
        KubernetesAccess.client(settings(Map.of("kubernetes.kubeconfig", file.toString())), "me")
            .orElseThrow()) {
      assertThat(client.getConfiguration().getMasterUrl()).startsWith("http://localhost:2");
    }
  }

  @Test
  void isAbsentWhereItIsTurnedOff() {
    assertThat(
            KubernetesAccess.client(
                settings(Map.of("kubernetes.enabled", "off", "kubernetes.url", "http://x")), "me"))
        .isEmpty();
  }

  @Test
  void saysWhichSettingIsWrong() {
    assertThatThrownBy(
            () ->
                KubernetesAccess.client(
                    settings(Map.of("kubernetes.kubeconfig", directory.resolve("no").toString())),
                    "me"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("kubernetes.kubeconfig");
    assertThatThrownBy(() -> settings(Map.of("kubernetes.cluster", "a/b")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("cluster");
  }
}
