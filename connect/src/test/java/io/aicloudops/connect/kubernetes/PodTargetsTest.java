package io.aicloudops.connect.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.connect.scrape.Target;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodTargetsTest {

  private final PodTargets targets = new PodTargets();

  private static Pod pod(String ip, Map<String, String> annotations) {
    Map<String, String> all = new HashMap<>(Map.of("prometheus.io/scrape", "true"));
    annotations.forEach((name, value) -> all.put("prometheus.io/" + name, value));
    return new PodBuilder()
        .withNewMetadata()
        .withName("cart-1")
        .withNamespace("shop")
        .withAnnotations(all)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .addNewPort()
        .withContainerPort(8080)
        .endPort()
        .endContainer()
        .endSpec()
        .withNewStatus()
        .withPhase("Running")
        .withPodIP(ip)
        .endStatus()
        .build();
  }

  @Test
  void aPodIsAskedWhereItsAnnotationsSay() {
    targets.seen(pod("10.0.0.1", Map.of()));
    assertThat(targets.targets())
        .extracting(Target::url)
        .containsExactly(URI.create("http://10.0.0.1:8080/metrics"));
    targets.seen(pod("fd00::1", Map.of("port", "9090", "path", "stats?all=1", "scheme", "https")));
    assertThat(targets.targets())
        .extracting(Target::url)
        .containsExactly(URI.create("https://[fd00::1]:9090/stats?all=1"));
    targets.gone(pod("fd00::1", Map.of()));
    assertThat(targets.targets()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "port, 80@169.254.169.254",
    "port, 80/latest",
    "port, 0",
    "port, 65536",
    "port, metrics",
    "port, -1",
    "port, ''",
    "scheme, ftp",
    "scheme, http://169.254.169.254/?x=http",
    "scheme, ''",
    "path, '/a b'",
  })
  void annotationsThatNameNoPortOrPageOfThePodAreNotFollowed(String name, String value) {
    targets.seen(pod("10.0.0.1", Map.of()));
    targets.seen(pod("10.0.0.1", Map.of(name, value)));
    assertThat(targets.targets()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"//169.254.169.254/x", "@169.254.169.254", "/@169.254.169.254"})
  void aPathLeadsNowhereElse(String path) {
    targets.seen(pod("10.0.0.1", Map.of("path", path)));
    assertThat(targets.targets())
        .singleElement()
        .satisfies(target -> assertThat(target.url().getHost()).isEqualTo("10.0.0.1"))
        .satisfies(target -> assertThat(target.url().getUserInfo()).isNull());
  }
}
