package io.aicloudops.simulator.shop.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aicloudops.simulator.shop.load.LoadCurve;
import io.aicloudops.simulator.shop.load.LoadGenerator;
import io.aicloudops.simulator.shop.load.LoadWindow;
import io.aicloudops.simulator.shop.model.ServiceSpec;
import io.aicloudops.simulator.shop.model.ShopMap;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The shop's processes without a cluster, under load; each test leaves them as it found them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShopRuntimeTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final List<ServiceSpec> services = ShopMap.services();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Random random = new Random(7);
  private final ShopRuntime runtime = new ShopRuntime(services, random);
  private final LocalPods pods = new LocalPods(runtime);
  private final LoadGenerator load =
      new LoadGenerator(
          runtime.client(), LoadCurve.DEFAULT, this::opened, random, Clock.systemUTC());

  @BeforeAll
  void start() {
    pods.startAll(services);
    await().atMost(SOON).until(this::opened);
    await().atMost(SOON).until(() -> seen().goodput() > 0.99 && seen().requestsPerSecond() > 30);
  }

  @AfterAll
  void stop() {
    load.close();
    runtime.close();
  }

  @Test
  void aRequestToTheFrontReallyPassesThroughTheServicesBehindIt() throws Exception {
    HttpResponse<String> reply = get("frontend-0", "/products/17", "*/*");
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).contains("\"catalogue\"", "\"cart\"", "Product 17");
  }

  @Test
  void whatIsPutIntoTheCartIsReadBackFromTheStore() throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + pods.ports.get("cart-0") + "/carts/x9/items");
    HttpRequest put =
        HttpRequest.newBuilder(uri)
            .POST(HttpRequest.BodyPublishers.ofString("{\"item\":4711}"))
            .build();
    http.send(put, HttpResponse.BodyHandlers.ofString());
    assertThat(get("cart-1", "/carts/x9", "*/*").body()).contains("4711");
  }

  @Test
  void metricsComeInTheFormatAskedFor() throws Exception {
    HttpResponse<String> plain = get("checkout-0", "/metrics", "text/plain");
    assertThat(plain.headers().firstValue("content-type").orElse("")).contains("version=0.0.4");
    assertThat(plain.body()).doesNotContain("# EOF").contains("# TYPE http_server_requests_total");
    HttpResponse<String> open =
        get(
            "checkout-0",
            "/metrics",
            "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
    assertThat(open.headers().firstValue("content-type").orElse(""))
        .startsWith("application/openmetrics-text");
    assertThat(open.body()).endsWith("# EOF\n").contains("# TYPE http_server_requests counter");
  }

  @Test
  void metricsTellWhoCallsWhom() throws Exception {
    String metrics = get("checkout-0", "/metrics", "text/plain").body();
    assertThat(metrics)
        .contains("http_client_requests_total{client=\"checkout\",code=\"200\"")
        .contains("target=\"payment\"")
        .contains("build_info{service=\"checkout\",version=\"2.0.4\"} 1")
        .contains("process_cpu_seconds_total ")
        .contains("process_resident_memory_bytes ");
    assertThat(get("cart-0", "/metrics", "text/plain").body())
        .contains("db_pool_connections{state=\"in_use\"}");
  }

  @Test
  void whatDoesNotExistIsNotFoundAndWhatIsTooLargeRefused() throws Exception {
    assertThat(get("store-0", "/nowhere", "*/*").statusCode()).isEqualTo(404);
    assertThat(get("store-0", "/healthz", "*/*").statusCode()).isEqualTo(200);
    URI uri = URI.create("http://127.0.0.1:" + pods.ports.get("store-0") + "/kv/large");
    HttpRequest put =
        HttpRequest.newBuilder(uri)
            .PUT(HttpRequest.BodyPublishers.ofString("x".repeat(100_000)))
            .build();
    assertThat(http.send(put, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(413);
  }

  @Test
  void aCrashingVersionExitsWithItsLastWords() {
    pods.start(service("cart"), "cart-crash", "1.5.0");
    await().atMost(SOON).until(() -> pods.exited("cart-crash"));
    LocalPods.Exit exit = pods.exit("cart-crash");
    assertThat(exit.code()).isEqualTo(1);
    assertThat(exit.reason()).isEqualTo("Error");
    assertThat(exit.lastLog()).contains("ERROR", "CART_SESSION_KEY");
    assertThat(runtime.imageExists("shop/cart:1.5.0")).isTrue();
    assertThat(runtime.imageExists("shop/cart:1.4.2-rc9")).isFalse();
  }

  @Test
  void aLeakEndsInAnOutOfMemoryKillAndGoesOnInTheSamePod() {
    pods.start(service("inventory"), "inventory-leak", "1.1.6");
    await().atMost(SOON).until(() -> pods.ready.containsKey("inventory-leak"));
    runtime.leakMemory("inventory", 400 << 20);
    await().atMost(SOON).until(() -> pods.exited("inventory-leak"));
    assertThat(pods.exit("inventory-leak").code()).isEqualTo(137);
    assertThat(pods.exit("inventory-leak").reason()).isEqualTo("OOMKilled");
    assertThat(runtime.usage("inventory-leak").memoryBytes()).isZero();
    pods.start(service("inventory"), "inventory-leak", "1.1.6");
    await().atMost(SOON).until(() -> pods.exits("inventory-leak") == 2);
    for (String pod : List.of("inventory-0", "inventory-1")) {
      await().atMost(SOON).until(() -> pods.exited(pod));
      runtime.stop(pod);
      pods.ready.remove(pod);
      pods.start(service("inventory"), pod, "1.1.6");
    }
    await().atMost(SOON).until(() -> pods.ready.containsKey("inventory-1"));
    await().atMost(SOON).until(() -> seen().goodput() > 0.99);
    assertThat(runtime.usage("inventory-1").memoryBytes()).isLessThan(120L << 20);
  }

  @Test
  void replacingAllPodsOfAServiceCostsNoCustomerARequest() {
    await().atMost(SOON).until(() -> seen().goodput() == 1);
    long failed = load.seen().failed();
    for (int i = 0; i < 2; i++) {
      String fresh = "catalogue-fresh-" + i;
      pods.start(service("catalogue"), fresh, "1.8.4");
      await().atMost(SOON).until(() -> pods.ready.containsKey(fresh));
      runtime.stop("catalogue-" + i);
    }
    long since = load.seen().succeeded();
    await().atMost(SOON).until(() -> load.seen().succeeded() > since + 60);
    // A machine that stands still for two seconds costs a customer; a pod that is not drained,
    // more.
    assertThat(load.seen().failed() - failed).isLessThanOrEqualTo(2);
  }

  private boolean opened() {
    return pods.ready.size() >= 13;
  }

  private LoadWindow seen() {
    return load.seen().window(Duration.ofSeconds(2));
  }

  private ServiceSpec service(String name) {
    return services.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private HttpResponse<String> get(String pod, String path, String accept) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + pods.ports.get(pod) + path);
    return http.send(
        HttpRequest.newBuilder(uri).header("Accept", accept).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
