package io.aicloudops.simulator.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiRulesTest extends ApiFixture {

  @Test
  void isAKubernetesOfTheVersionTheClientExpects() {
    assertThat(client.getKubernetesVersion().getGitVersion()).isEqualTo("v1.34.0");
    assertThat(client.supports(Deployment.class)).isTrue();
    assertThat(client.getApiGroups().getGroups()).extracting("name").contains("apps", "policy");
    assertThat(client.getApiResources("apps/v1").getResources())
        .extracting("name")
        .contains("deployments", "deployments/status", "deployments/scale");
  }

  @Test
  void selectsByLabelsAndFields() {
    for (String tier : List.of("front", "back", "store")) {
      ConfigMap map = configMap(tier, "a", "1");
      map.getMetadata().setLabels(Map.of("tier", tier));
      client.resource(map).create();
    }

    assertThat(maps().withLabelSelector("tier in (front, back),tier!=back").list().getItems())
        .hasSize(1);
    assertThat(maps().withLabelSelector("tier notin (front),tier").list().getItems()).hasSize(2);
    assertThat(maps().withLabelSelector("!tier").list().getItems()).isEmpty();
    assertThat(maps().withField("metadata.name", "store").list().getItems()).hasSize(1);
    assertThat(maps().withoutField("metadata.name", "store").list().getItems()).hasSize(2);
    assertThat(
            catchThrowableOfType(
                    KubernetesClientException.class,
                    () -> maps().withField("spec.nodeName", "x").list())
                .getCode())
        .isEqualTo(400);
  }

  @Test
  void pagesShowTheClusterAsItWasAtTheFirst() {
    for (String name : List.of("a", "b", "c")) {
      client.resource(configMap(name, "a", "1")).create();
    }
    var first = maps().list(new ListOptionsBuilder().withLimit(2L).build());
    maps().withName("c").delete();

    var second =
        maps()
            .list(
                new ListOptionsBuilder()
                    .withLimit(2L)
                    .withContinue(first.getMetadata().getContinue())
                    .build());

    assertThat(first.getItems()).hasSize(2);
    assertThat(second.getItems()).extracting(m -> m.getMetadata().getName()).containsExactly("c");
    assertThat(second.getMetadata().getContinue()).isNullOrEmpty();
  }

  @Test
  void refusalsSayWhatIsWrong() {
    assertThat(code(() -> client.resource(configMap("Bad_Name", "a", "1")).create()))
        .isEqualTo(422);
    client.resource(configMap("twice", "a", "1")).create();
    assertThat(code(() -> client.resource(configMap("twice", "a", "1")).create())).isEqualTo(409);
    ConfigMap elsewhere = configMap("x", "a", "1");
    elsewhere.getMetadata().setNamespace("nowhere");
    assertThat(code(() -> client.resource(elsewhere).create())).isEqualTo(404);
    assertThat(code(() -> client.resource(configMap("none", "a", "1")).update())).isEqualTo(404);
  }

  @Test
  void pathsMethodsAndTypesThatDoNotExistAreRefused() throws Exception {
    String maps = "/api/v1/namespaces/shop/configmaps";
    assertThat(http("GET", "/api/v1/gadgets", "").statusCode()).isEqualTo(404);
    assertThat(http("GET", "/apis/nobody/v1/gadgets", "").body()).contains("\"kind\":\"Status\"");
    assertThat(http("PUT", maps, "{}").statusCode()).isEqualTo(405);
    assertThat(http("POST", maps, "not json").statusCode()).isEqualTo(400);
    assertThat(http("POST", maps + "?dryRun=Some", "{}").statusCode()).isEqualTo(422);
    assertThat(http("PATCH", maps + "/x", "{}").statusCode()).isEqualTo(415);
    assertThat(http("GET", maps + "?limit=many", "").statusCode()).isEqualTo(400);
    assertThat(http("GET", maps + "/none/status", "").statusCode()).isEqualTo(404);
    assertThat(http("GET", "/healthz", "").body()).isEqualTo("ok");
  }

  @Test
  void exposesWhatCadvisorAndKubeStateMetricsWould() throws Exception {
    client.resource(Shop.deployment("cart", "cart:1", 1)).create();
    awaitReady(1);

    String metrics = http("GET", "/metrics/cadvisor", "").body();

    assertThat(metrics)
        .containsPattern(
            "container_memory_working_set_bytes\\{namespace=\"shop\",pod=\"cart-[^\"]+\",container=\"app\"[^}]*} 50000000")
        .contains(
            "kube_deployment_status_replicas_available{namespace=\"shop\",deployment=\"cart\"} 1")
        .containsPattern("kube_pod_container_status_restarts_total\\{[^}]*} 0")
        .containsPattern("container_spec_memory_limit_bytes\\{[^}]*} 134217728");
  }

  @Test
  void tokensAreCheckedAndAccountsAreLimited() {
    try (KubernetesClient reader = cluster.client("reader");
        KubernetesClient stranger = cluster.client("guess")) {
      assertThat(reader.configMaps().inNamespace(Shop.NAMESPACE).list().getItems()).isEmpty();
      KubernetesClientException refusal =
          catchThrowableOfType(
              KubernetesClientException.class,
              () -> reader.resource(configMap("x", "a", "1")).create());
      assertThat(refusal.getCode()).isEqualTo(403);
      assertThat(refusal.getStatus().getMessage())
          .contains(
              "User \"system:serviceaccount:shop:reader\" cannot create resource \"configmaps\"");
      assertThat(code(() -> stranger.pods().list())).isEqualTo(401);
    }
    assertThat(cluster.audit()).noneMatch(entry -> entry.wrote());
  }
}
