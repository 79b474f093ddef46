package io.aicloudops.connect.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.aicloudops.connect.exposition.Staleness;
import io.aicloudops.connect.identity.CallGraph;
import io.aicloudops.connect.identity.Subjects;
import io.aicloudops.connect.identity.Workloads;
import io.aicloudops.connect.log.RecordingLog;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.settings.Secret;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import io.aicloudops.schemas.identity.EntityId;
import io.aicloudops.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScraperTest {

  private static final Map<String, String> CART =
      Map.of(
          "job", "kubernetes-pods",
          "instance", "10.0.0.1:80",
          "namespace", "shop",
          "pod", "cart-5d9c7b8f6d-2bcdf");

  private final RecordingLog log = new RecordingLog();
  private final Workloads workloads = new Workloads("c");
  private final List<Target> targets = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile String page = "";
  private volatile int status = 200;
  private volatile String contentType = "text/plain; version=0.0.4";
  private volatile boolean zipped;
  private volatile String authorization = "";
  private final Scraper scraper =
      new Scraper(
          new ScrapeSettings(
              true,
              Duration.ofMillis(200),
              Duration.ofSeconds(5),
              true,
              20_000,
              100,
              true,
              List.of()),
          List.of(() -> targets),
          new Subjects(workloads, List.of()),
          new CallGraph(workloads, Duration.ofHours(1), 1000),
          log,
          new SimpleMeterRegistry(),
          Clock.systemUTC());

  ScraperTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
              .ifPresent(a -> authorization = a);
          byte[] body = page.getBytes(UTF_8);
          if (zipped) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
              zip.write(body);
            }
            body = out.toByteArray();
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          }
          exchange.getResponseHeaders().set("Content-Type", contentType);
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @BeforeEach
  void start() {
    scraper.start();
  }

  @AfterEach
  void stop() {
    scraper.close();
    server.stop(0);
  }

  @Test
  void aTokenIsNotCarriedToWhereARedirectPoints() {
    AtomicInteger stolen = new AtomicInteger();
    AtomicInteger redirected = new AtomicInteger();
    server.createContext(
        "/elsewhere",
        exchange -> {
          stolen.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.createContext(
        "/moved",
        exchange -> {
          redirected.incrementAndGet();
          String to = "http://127.0.0.1:" + server.getAddress().getPort() + "/elsewhere";
          exchange.getResponseHeaders().set("Location", to);
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    URI url = URI.create("http://localhost:" + server.getAddress().getPort() + "/moved");
    targets.add(new Target(url, CART, false, new Secret("s3cret")));
    soon().until(() -> redirected.get() > 2);
    assertThat(stolen).hasValue(0);
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10));
  }

  private Target target(Map<String, String> labels, boolean honor, String token) {
    URI url = URI.create("http://localhost:" + server.getAddress().getPort() + "/metrics");
    return new Target(url, labels, honor, new Secret(token));
  }

  /** The last value of a series; empty if there is none. */
  private Optional<Double> last(String entity, String series) {
    Optional<Double> found = Optional.empty();
    for (MetricBatch batch : log.of(Topics.METRICS)) {
      int at = batch.getSeries().indexOf(series);
      if (batch.getEntity().equals(entity) && at >= 0) {
        found = Optional.of(batch.getValues().get(at));
      }
    }
    return found;
  }

  private void untilStale(String entity, String series) {
    soon().until(() -> last(entity, series).map(Staleness::isMarker).orElse(false));
  }

  @Test
  void makesABatchOfEachScrapeWithoutWhatTheEntitySays() {
    page =
        "# TYPE r_total counter\nr_total{code=\"200\",pod=\"cart-5d9c7b8f6d-2bcdf\"} 5\ng{namespace=\"of-another\"} 1\n";
    targets.add(target(CART, false, "secret-token"));

    soon().until(() -> log.of(Topics.METRICS).size() >= 2);
    MetricBatch batch = log.of(Topics.METRICS).get(0);
    assertThat(batch.getEntity()).isEqualTo("c/shop/Deployment/cart");
    assertThat(batch.getMember()).isEqualTo("cart-5d9c7b8f6d-2bcdf");
    assertThat(batch.getSource()).isEqualTo("scrape");
    assertThat(batch.getSeries())
        .containsExactlyInAnyOrder(
            "up", "r_total{code=\"200\"}", "g{exported_namespace=\"of-another\"}");
    int counter = batch.getSeries().indexOf("r_total{code=\"200\"}");
    assertThat(batch.getTypes().get(counter)).isEqualTo(MetricType.COUNTER);
    assertThat(batch.getValues().get(counter)).isEqualTo(5);
    assertThat(authorization).isEqualTo("Bearer secret-token");
    assertThat(scraper.health().details()).containsEntry("targets", 1);
  }

  @Test
  void splitsAPageThatSpeaksOfManyByPod() {
    zipped = true;
    contentType = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    page =
        """
        # TYPE container_memory_bytes gauge
        container_memory_bytes{namespace="shop",pod="cart-5d9c7b8f6d-2bcdf",container="c",id="/a"} 1
        container_memory_bytes{namespace="shop",pod="cart-5d9c7b8f6d-bcdfg",container="c",id="/b"} 2
        container_memory_bytes{namespace="shop",pod="db-0",container="c",id="/c"} 3
        # EOF
        """;
    targets.add(target(Map.of("job", "cadvisor", "instance", "n1:10250"), true, ""));

    String series = "container_memory_bytes{container=\"c\"}";
    soon().until(() -> last("c/shop/StatefulSet/db", series).equals(Optional.of(3.0)));
    List<MetricBatch> ofCart =
        log.of(Topics.METRICS).stream().filter(b -> b.getEntity().endsWith("/cart")).toList();
    assertThat(ofCart).extracting(MetricBatch::getMember).contains("cart-5d9c7b8f6d-bcdfg");
    assertThat(last("c/_/Service/cadvisor", "up")).contains(1.0);
  }

  @Test
  void endsSeriesTargetsAndFailedScrapes() {
    page = "a 1\nb 2\n";
    Target cart = target(CART, false, "");
    targets.add(cart);
    String entity = "c/shop/Deployment/cart";
    soon().until(() -> last(entity, "b").isPresent());

    page = "a 1\n";
    untilStale(entity, "b");
    assertThat(last(entity, "a")).contains(1.0);

    status = 500;
    soon().until(() -> last(entity, "up").equals(Optional.of(0.0)));
    untilStale(entity, "a");

    status = 200;
    soon().until(() -> last(entity, "up").equals(Optional.of(1.0)));
    targets.remove(cart);
    untilStale(entity, "a");
    untilStale(entity, "up");
  }

  @Test
  void countsPagesThatAreNoneOrTooLargeAsDown() {
    String entity = "c/shop/Deployment/cart";
    page = "<html>";
    targets.add(target(CART, false, ""));
    soon().until(() -> last(entity, "up").equals(Optional.of(0.0)));
    page = "ok 1\n";
    soon().until(() -> last(entity, "up").equals(Optional.of(1.0)));
    page = "x".repeat(30_000) + " 1\n";
    soon().until(() -> last(entity, "up").equals(Optional.of(0.0)));
    page = "ok 1\n";
    soon().until(() -> last(entity, "up").equals(Optional.of(1.0)));
    zipped = true;
    page = "x".repeat(30_000) + " 1\n";
    soon().until(() -> last(entity, "up").equals(Optional.of(0.0)));
    page = "ok 1\n";
    soon().until(() -> last(entity, "up").equals(Optional.of(1.0)));
    page = "m 1\n".repeat(200);
    soon().until(() -> last(entity, "up").equals(Optional.of(0.0)));
  }

  @Test
  void movesSeriesToTheWorkloadAsSoonAsItIsKnown() {
    page = "a 1\n";
    targets.add(target(CART, false, ""));
    soon().until(() -> last("c/shop/Deployment/cart", "a").isPresent());

    workloads.pod("shop", "cart-5d9c7b8f6d-2bcdf", EntityId.parse("c/shop/Rollout/cart"));

    soon().until(() -> last("c/shop/Rollout/cart", "a").isPresent());
    untilStale("c/shop/Deployment/cart", "a");
  }

  @Test
  void showsThatSamplesAreLostWhileTheLogIsAway() {
    page = "a 1\n";
    log.fail(new IOException("no broker"));
    targets.add(target(CART, false, ""));
    soon().until(() -> scraper.health().status() == Health.Status.DEGRADED);
    log.recover();
    soon().until(() -> scraper.health().status() == Health.Status.HEALTHY);
  }
}
