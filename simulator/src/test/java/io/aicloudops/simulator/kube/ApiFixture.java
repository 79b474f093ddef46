package io.aicloudops.simulator.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.aicloudops.simulator.kube.http.Account;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapList;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A cluster, and the means to write to it and to look at it. */
abstract class ApiFixture {

  static final Duration SOON = Duration.ofSeconds(60);
  static final Account READER =
      new Account(
          "system:serviceaccount:shop:reader",
          List.of(
              new Account.Rule(
                  Set.of("get", "list", "watch"), Set.of("*"), Set.of("*"), Set.of("*"))));

  final FakeRuntime runtime = new FakeRuntime();
  final SimulatedCluster cluster =
      new SimulatedCluster(
          ClusterSettings.defaults()
              .withNamespaces(Shop.NAMESPACE)
              .withSpeed(50)
              .withAccounts(Map.of("root", Account.admin("root"), "reader", READER)),
          runtime);
  KubernetesClient client;

  @BeforeEach
  void start() {
    client = cluster.start().client("root");
  }

  @AfterEach
  void stop() {
    client.close();
    cluster.close();
  }

  static PatchContext dryRun(PatchType type) {
    return new PatchContext.Builder()
        .withPatchType(type)
        .withDryRun(List.of("All"))
        .withFieldManager("tester")
        .build();
  }

  static ConfigMap configMap(String name, String key, String value) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(Shop.NAMESPACE)
        .endMetadata()
        .addToData(key, value)
        .build();
  }

  static Map<String, String> map(String... pairs) {
    return pairs.length == 2
        ? Map.of(pairs[0], pairs[1])
        : Map.of(pairs[0], pairs[1], pairs[2], pairs[3]);
  }

  void apply(String manager, boolean force, Map<String, String> data) {
    ConfigMap map = configMap("settings", "a", "1");
    map.setData(data);
    var applied = client.resource(map).fieldManager(manager);
    (force ? applied.forceConflicts() : applied).serverSideApply();
  }

  HttpResponse<String> http(String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(cluster.url() + path))
            .header("Authorization", "Bearer root")
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  boolean evict(String pod) {
    return client.pods().inNamespace(Shop.NAMESPACE).withName(pod).evict();
  }

  NonNamespaceOperation<ConfigMap, ConfigMapList, Resource<ConfigMap>> maps() {
    return client.configMaps().inNamespace(Shop.NAMESPACE);
  }

  ConfigMap settings() {
    return maps().withName("settings").get();
  }

  List<Pod> pods() {
    return client.pods().inNamespace(Shop.NAMESPACE).withLabel("app", "cart").list().getItems();
  }

  RollableScalableResource<Deployment> cart() {
    return client.apps().deployments().inNamespace(Shop.NAMESPACE).withName("cart");
  }

  long generation() {
    return cart().get().getMetadata().getGeneration();
  }

  void awaitReady(int replicas) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(cart().get().getStatus().getReadyReplicas()).isEqualTo(replicas);
              assertThat(cart().get().getStatus().getReplicas()).isEqualTo(replicas);
            });
  }

  static int code(ThrowingCallable call) {
    return catchThrowableOfType(KubernetesClientException.class, call).getCode();
  }
}
