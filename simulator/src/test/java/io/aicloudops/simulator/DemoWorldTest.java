package io.aicloudops.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.simulator.faults.Fault;
import io.aicloudops.simulator.faults.FaultType;
import io.aicloudops.simulator.faults.ScheduledFault;
import io.aicloudops.simulator.shop.deploy.Shop;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The shop on the simulated cluster: every fault shows, and its remedy by the Kubernetes API mends
 * it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoWorldTest {

  private final DemoWorld world = DemoWorld.start(11);
  private final KubernetesClient client = world.cluster().client();
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  void theShopComesUpByItself() {
    soon().until(() -> world.health().problems().isEmpty());
  }

  /** A test that failed half way leaves its faults behind; the next one starts without them. */
  @AfterEach
  void faultsEndWithTheirTest() {
    if (!world.health().problems().isEmpty()) {
      world.faults().all().stream()
          .filter(fault -> fault.injectedAt().isPresent())
          .forEach(Fault::clear);
      soon().until(() -> world.health().problems().isEmpty());
    }
  }

  @AfterAll
  void stop() {
    client.close();
    world.close();
  }

  @Test
  void badReleasesAreMendedByRollingBack() throws Exception {
    List<Fault> faults =
        inject(FaultType.BAD_ROLLOUT, FaultType.WRONG_IMAGE, FaultType.ERROR_BURST);
    soon()
        .untilAsserted(
            () ->
                assertThat(waitingReasons())
                    .contains("CrashLoopBackOff")
                    .containsAnyOf("ErrImagePull", "ImagePullBackOff"));
    soon().until(() -> goodput() < 0.98);
    soon()
        .untilAsserted(
            () -> {
              assertThat(scrape("payment")).contains("app_errors_total{cause=\"exception\"}");
              assertThat(scrape("checkout"))
                  .contains(
                      "http_server_requests_total{code=\"502\",method=\"POST\",route=\"/orders\"}")
                  .contains("app_errors_total{cause=\"upstream\"}");
            });
    assertThat(faults).noneMatch(Fault::mended);
    faults.forEach(fault -> deployment(fault.service()).rolling().undo());
    soon().until(() -> faults.stream().allMatch(Fault::mended));
    assertThat(world.shop().image("cart")).isEqualTo("shop/cart:1.4.2");
  }

  @Test
  void sickProcessesAreMendedByARestartAndALeakByALargerLimit() {
    List<Fault> faults =
        inject(FaultType.CPU_BURN, FaultType.SLOW_DEPENDENCY, FaultType.POOL_EXHAUSTED);
    Fault leak = inject(FaultType.MEMORY_LEAK).get(0);
    soon()
        .untilAsserted(
            () ->
                assertThat(scrape("inventory"))
                    .contains("db_pool_connections{state=\"in_use\"} 10.0")
                    .contains("app_errors_total{cause=\"pool\"}"));
    soon()
        .untilAsserted(
            () ->
                assertThat(world.health().problems())
                    .anyMatch(p -> p.contains("catalogue") && p.contains("more work than CPU"))
                    .anyMatch(p -> p.contains("inventory") && p.contains("no free database"))
                    .anyMatch(p -> p.contains("cart") && p.contains("more memory than usual"))
                    .anyMatch(p -> p.contains("requests fail"))
                    .anyMatch(p -> p.contains("one request in twenty")));
    assertThat(faults).noneMatch(Fault::mended);
    faults.forEach(fault -> deployment(fault.service()).rolling().restart());
    deployment("cart").edit(DemoWorldTest::withDoubleMemory);
    soon().until(() -> leak.mended() && faults.stream().allMatch(Fault::mended));
    assertThat(world.runtime().instances("cart"))
        .allMatch(instance -> instance.launch().memoryLimitBytes() == 512L << 20);
  }

  @Test
  void aTrafficSurgeIsMendedByScalingOut() {
    Fault surge = inject(FaultType.TRAFFIC_SURGE).get(0);
    soon().until(() -> problem("frontend", "more work than CPU"));
    assertThat(surge.mended()).isFalse();
    deployment("frontend").scale(4);
    soon().until(surge::mended);
    surge.clear();
    deployment("frontend").scale(2);
    soon().until(() -> world.health().problems().isEmpty());
  }

  @Test
  void harmlessEventsHarmNobody() {
    long failed = world.load().seen().failed();
    String before = world.shop().image("catalogue");
    world
        .faults()
        .schedule(
            List.of(
                new ScheduledFault(Duration.ZERO, FaultType.HEALTHY_ROLLOUT, Optional.empty()),
                new ScheduledFault(Duration.ZERO, FaultType.LOAD_WOBBLE, Optional.of("frontend"))));
    soon().until(() -> world.load().factor() > 1);
    soon().until(() -> !world.shop().image("catalogue").equals(before));
    soon().until(() -> world.health().problems().isEmpty());
    // A machine that stands still for two seconds costs a customer; a bad release costs hundreds.
    assertThat(world.load().seen().failed() - failed).isLessThanOrEqualTo(5);
    world.faults().get(FaultType.LOAD_WOBBLE).clear();
  }

  @Test
  void theControlApiListsInjectsAndClears() throws Exception {
    JsonNode faults = json(send("GET", "/faults"));
    assertThat(faults).hasSize(FaultType.values().length);
    assertThat(faults.get(0).get("target").asText()).isEqualTo("shop/Deployment/cart");
    assertThat(send("POST", "/faults/nonsense").statusCode()).isEqualTo(404);
    assertThat(send("POST", "/faults/pool-exhausted?service=frontend").statusCode()).isEqualTo(404);
    assertThat(send("POST", "/faults/cpu-burn", "Origin", "http://elsewhere").statusCode())
        .isEqualTo(403);
    HttpResponse<String> injected = send("POST", "/faults/load-wobble");
    assertThat(injected.statusCode()).isEqualTo(202);
    assertThat(json(injected).get("injectedAt").asText()).isNotEmpty();
    assertThat(world.load().factor()).isEqualTo(1.25);
    assertThat(send("DELETE", "/faults/load-wobble").statusCode()).isEqualTo(200);
    assertThat(world.load().factor()).isEqualTo(1);
    JsonNode shop = json(send("GET", "/shop"));
    assertThat(shop.get("instances").size()).isGreaterThanOrEqualTo(13);
    assertThat(shop.at("/images/store").asText()).isEqualTo("shop/store:7.2.5");
    assertThat(shop.at("/lastSeconds/requestsPerSecond").asDouble()).isPositive();
  }

  private List<Fault> inject(FaultType... types) {
    List<Fault> faults = Arrays.stream(types).map(type -> world.faults().get(type)).toList();
    faults.forEach(Fault::inject);
    return faults;
  }

  private boolean problem(String service, String words) {
    return world.health().problems().stream()
        .anyMatch(p -> p.startsWith(service) && p.contains(words));
  }

  private double goodput() {
    return world.load().seen().window(Duration.ofSeconds(3)).goodput();
  }

  private Set<String> waitingReasons() {
    return client.pods().inNamespace(Shop.NAMESPACE).list().getItems().stream()
        .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
        .map(ContainerStatus::getState)
        .filter(state -> state != null && state.getWaiting() != null)
        .map(state -> String.valueOf(state.getWaiting().getReason()))
        .collect(Collectors.toSet());
  }

  private RollableScalableResource<Deployment> deployment(String service) {
    return client.apps().deployments().inNamespace(Shop.NAMESPACE).withName(service);
  }

  /** The metrics of a pod of a service, found as a scraper finds it. */
  private String scrape(String service) throws Exception {
    Pod pod =
        client
            .pods()
            .inNamespace(Shop.NAMESPACE)
            .withLabel("app", service)
            .list()
            .getItems()
            .get(0);
    String port = pod.getMetadata().getAnnotations().get("prometheus.io/port");
    URI uri = URI.create("http://" + pod.getStatus().getPodIP() + ":" + port + "/metrics");
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static Deployment withDoubleMemory(Deployment deployment) {
    return new DeploymentBuilder(deployment)
        .editSpec()
        .editTemplate()
        .editSpec()
        .editFirstContainer()
        .editResources()
        .addToLimits("memory", new Quantity("512Mi"))
        .endResources()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private HttpResponse<String> send(String method, String path, String... headers)
      throws Exception {
    URI uri = URI.create(world.controlUrl() + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) throws Exception {
    return new ObjectMapper().readTree(response.body());
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(200));
  }
}
