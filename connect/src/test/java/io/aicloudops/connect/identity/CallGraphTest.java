package io.aicloudops.connect.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.identity.EntityId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallGraphTest {

  private static final long NOON = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
  private static final EntityId STOCK = EntityId.parse("c/shop/Deployment/stock");
  private static final EntityId PAYMENT = EntityId.parse("c/shop/Deployment/payment");

  private final Workloads workloads = new Workloads("c");
  private final CallGraph calls = new CallGraph(workloads, Duration.ofHours(1), 1000);
  private final Subject cart = new Subject(EntityId.parse("c/shop/Deployment/cart"), "", Set.of());

  private void observe(Subject subject, String metric, Map<String, String> labels) {
    calls.read(subject, metric, labels).ifPresent(call -> calls.seen(call, NOON));
  }

  private List<String> edges() {
    List<String> edges = new ArrayList<>();
    calls.forEach((from, to) -> to.forEach(t -> edges.add(from + " > " + t)));
    return edges;
  }

  @ParameterizedTest
  @CsvSource({
    "server, payment, c/shop/Service/payment",
    "target, payment:8080, c/shop/Service/payment",
    "peer_service, payment.bank, c/bank/Service/payment",
    "server_address, payment.bank.svc.cluster.local, c/bank/Service/payment",
    "target, http://payment:80/x, c/shop/Service/payment"
  })
  void readsTheTargetOfAClient(String label, String value, String callee) {
    observe(cart, "http_client_requests_total", Map.of(label, value, "client", "cart"));
    assertThat(edges()).containsExactly("c/shop/Deployment/cart > " + callee);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.7:80",
        "[::1]:80",
        "api.example.com",
        "localhost",
        "unknown",
        "A b",
        "fe80::1:2"
      })
  void leavesOutWhatIsNoServiceOfTheCluster(String value) {
    observe(cart, "http_client_requests_total", Map.of("target", value));
    assertThat(edges()).isEmpty();
  }

  @Test
  void readsMeshesAndServiceGraphs() {
    observe(
        cart,
        "istio_requests_total",
        Map.of(
            "source_workload",
            "web",
            "source_workload_namespace",
            "front",
            "destination_workload",
            "cart",
            "destination_workload_namespace",
            "shop"));
    observe(
        cart,
        "istio_requests_total",
        Map.of("source_workload", "unknown", "destination_workload", "x"));
    observe(
        cart, "traces_service_graph_request_total", Map.of("client", "cart", "server", "stock"));
    observe(cart, "http_server_requests_total", Map.of("target", "other"));
    observe(cart, "http_client_requests_total", Map.of("code", "200"));

    assertThat(edges())
        .containsExactly(
            "c/front/Service/web > c/shop/Service/cart",
            "c/shop/Service/cart > c/shop/Service/stock");
  }

  @Test
  void namesCalleesAsSoonAsTheyAreKnown() {
    observe(cart, "http_client_requests_total", Map.of("target", "payment"));
    long version = calls.version();
    observe(cart, "http_client_requests_total", Map.of("target", "payment", "code", "500"));
    assertThat(calls.version()).isEqualTo(version);

    workloads.workload(EntityId.parse("c/shop/StatefulSet/payment"));
    assertThat(edges()).containsExactly("c/shop/Deployment/cart > c/shop/StatefulSet/payment");
  }

  @Test
  void forgetsACallThatIsSeenNoMore() {
    calls.seen(new Call(cart.entity(), STOCK), NOON);
    calls.seen(new Call(cart.entity(), PAYMENT), NOON);
    calls.expire();
    long version = calls.version();
    assertThat(edges()).hasSize(2);

    calls.seen(new Call(cart.entity(), PAYMENT), NOON + Duration.ofMinutes(61).toMillis());
    calls.expire();
    assertThat(edges()).containsExactly("c/shop/Deployment/cart > c/shop/Deployment/payment");
    assertThat(calls.version()).isGreaterThan(version);
  }

  @Test
  void forgetsNothingWhileNothingIsHeard() {
    calls.remember(cart.entity(), STOCK);
    calls.expire();
    assertThat(edges()).hasSize(1);
  }

  @Test
  void keepsWhatAnEarlierRunSawForAsLongAsIfItWereSeenNow() {
    calls.remember(cart.entity(), STOCK);
    calls.seen(new Call(cart.entity(), PAYMENT), NOON);
    calls.expire();
    assertThat(edges()).hasSize(2);

    calls.seen(new Call(cart.entity(), PAYMENT), NOON + Duration.ofHours(2).toMillis());
    calls.expire();
    assertThat(edges()).hasSize(1);
  }

  private static Call call(String from, String to) {
    return new Call(
        EntityId.parse("c/shop/Service/" + from), EntityId.parse("c/shop/Service/" + to));
  }

  @Test
  void namesThatAreMadeUpFillNothing() {
    CallGraph small = new CallGraph(workloads, Duration.ofHours(1), 50);
    for (int k = 0; k < 10_000; k++) {
      small.seen(call("caller" + k, "stock"), NOON);
    }
    assertThat(small.size()).isEqualTo(50);
    assertThat(small.refused()).isEqualTo(9_950);

    for (int k = 0; k < 10_000; k++) {
      small.seen(call("caller" + k % 50, "callee" + k), NOON);
    }
    assertThat(small.size()).isEqualTo(500);
    assertThat(small.refused()).isEqualTo(9_950 + 9_550);
  }

  @Test
  void whatIsForgottenGivesItsPlaceToWhatIsNew() {
    CallGraph small = new CallGraph(workloads, Duration.ofHours(1), 2);
    small.seen(call("a", "x"), NOON);
    small.seen(call("b", "x"), NOON);
    small.seen(call("c", "x"), NOON);
    assertThat(small.refused()).isEqualTo(1);

    long later = NOON + Duration.ofMinutes(61).toMillis();
    small.seen(call("b", "x"), later);
    small.expire();
    small.seen(call("c", "x"), later);

    assertThat(small.size()).isEqualTo(2);
    assertThat(small.refused()).isEqualTo(1);
    List<EntityId> callers = new ArrayList<>();
    small.forEach((from, to) -> callers.add(from));
    assertThat(callers).containsExactly(call("b", "x").from(), call("c", "x").from());
  }
}
