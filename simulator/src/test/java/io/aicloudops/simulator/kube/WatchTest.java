package io.aicloudops.simulator.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final SimulatedCluster cluster =
      new SimulatedCluster(
          ClusterSettings.defaults()
              .withNamespaces(Shop.NAMESPACE)
              .withWatches(1000, Duration.ofMillis(50)),
          new FakeRuntime());
  private KubernetesClient client;

  @BeforeEach
  void start() {
    client = cluster.start().client();
  }

  @AfterEach
  void stop() {
    client.close();
    cluster.close();
  }

  @Test
  void anInformerSurvivesLostWatchesAndForgottenHistory() {
    Seen seen = new Seen();
    try (SharedIndexInformer<ConfigMap> informer =
        client.configMaps().inNamespace(Shop.NAMESPACE).inform(seen)) {
      put("a", "1");
      await().atMost(SOON).until(() -> seen.events.contains("add a"));

      cluster.compact();
      cluster.dropWatches();
      put("b", "1");
      client.configMaps().inNamespace(Shop.NAMESPACE).withName("a").delete();

      await().atMost(SOON).until(() -> seen.events.containsAll(List.of("add b", "delete a")));
      assertThat(informer.getStore().list())
          .extracting(m -> m.getMetadata().getName())
          .containsExactly("b");
    }
  }

  @Test
  void watchesGoOverPlainHttpToo() {
    var config = client.getConfiguration();
    config.setOnlyHttpWatches(true);
    List<String> events = new CopyOnWriteArrayList<>();
    try (KubernetesClient plain = new KubernetesClientBuilder().withConfig(config).build();
        var watch =
            plain
                .configMaps()
                .inNamespace(Shop.NAMESPACE)
                .withLabel("tier", "front")
                .watch(
                    new Watcher<>() {
                      @Override
                      public void eventReceived(Action action, ConfigMap map) {
                        events.add(action + " " + map.getMetadata().getName());
                      }

                      @Override
                      public void onClose(WatcherException cause) {
                        events.add("closed");
                      }
                    })) {
      assertThat(watch).isNotNull();
      label("a", "front");
      label("b", "back");
      label("a", "back");
      label("b", "front");

      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(events).containsExactly("ADDED a", "DELETED a", "ADDED b"));
    }
  }

  @Test
  void aRevisionTooFarBackIsGone() throws Exception {
    long old = version(put("a", "1"));
    put("a", "2");
    cluster.compact();

    List<String> lines = watch("resourceVersion=" + old + "&timeoutSeconds=5").toList();

    assertThat(lines)
        .singleElement()
        .asString()
        .contains("\"type\":\"ERROR\"", "\"code\":410", "Expired");
  }

  @Test
  void aWatchReplaysWhatCameAfterItsRevisionAndThenBookmarks() throws Exception {
    long from = version(put("a", "1"));
    put("a", "2");

    List<String> lines =
        watch("resourceVersion=" + from + "&allowWatchBookmarks=true&timeoutSeconds=1").toList();

    assertThat(lines.get(0)).contains("\"type\":\"MODIFIED\"", "\"v\":\"2\"");
    assertThat(lines.get(1)).contains("\"type\":\"BOOKMARK\"", "\"kind\":\"ConfigMap\"");
  }

  @Test
  void initialEventsEndWithABookmark() throws Exception {
    put("a", "1");

    List<String> lines =
        watch(
                "sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&timeoutSeconds=1")
            .toList();

    assertThat(lines.get(0)).contains("\"type\":\"ADDED\"", "\"name\":\"a\"");
    assertThat(lines.get(1)).contains("k8s.io/initial-events-end");
  }

  private Stream<String> watch(String query) throws Exception {
    URI uri = URI.create(cluster.url() + "/api/v1/namespaces/shop/configmaps?watch=true&" + query);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofLines())
        .body();
  }

  private ConfigMap put(String name, String value) {
    return client
        .resource(map(name).addToData("v", value).build())
        .createOr(existing -> existing.update());
  }

  private void label(String name, String tier) {
    ConfigMap map =
        map(name).editMetadata().addToLabels(Map.of("tier", tier)).endMetadata().build();
    client.resource(map).createOr(existing -> existing.update());
  }

  private static ConfigMapBuilder map(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(Shop.NAMESPACE)
        .endMetadata();
  }

  private static long version(ConfigMap map) {
    return Long.parseLong(Objects.requireNonNull(map.getMetadata().getResourceVersion()));
  }

  /** What an informer told. */
  private static final class Seen implements ResourceEventHandler<ConfigMap> {

    private final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public void onAdd(ConfigMap map) {
      events.add("add " + map.getMetadata().getName());
    }

    @Override
    public void onUpdate(ConfigMap before, ConfigMap after) {
      events.add("update " + after.getMetadata().getName());
    }

    @Override
    public void onDelete(ConfigMap map, boolean unknown) {
      events.add("delete " + map.getMetadata().getName());
    }
  }
}
