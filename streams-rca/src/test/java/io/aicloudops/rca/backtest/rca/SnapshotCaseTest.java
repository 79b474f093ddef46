package io.aicloudops.rca.backtest.rca;

import static io.aicloudops.rca.backtest.rca.CaseWriter.answer;
import static io.aicloudops.rca.backtest.rca.CaseWriter.list;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a snapshot of a cluster's objects gives away, read from files as kubectl prints them. */
class SnapshotCaseTest {

  private static final String TOPOLOGY =
      "{\"nodes\":[\"front\",\"cart\",\"store\",\"pay\"],\"edges\":[[\"front\",\"cart\"]]}";
  private static final String EVENTS =
      "seconds_before_snapshot,first_seen_s,count,type,reason,object,from,message\n";

  @TempDir private Path root;

  private static Map<String, String> healthy() {
    Map<String, String> texts = new TreeMap<>();
    StringBuilder deployments = new StringBuilder("NAME READY UP-TO-DATE AVAILABLE AGE\n");
    StringBuilder pods = new StringBuilder("NAME READY STATUS RESTARTS AGE\n");
    StringBuilder endpoints = new StringBuilder("NAME ENDPOINTS AGE\n");
    for (String name : new String[] {"front", "cart", "store", "pay"}) {
      deployments.append(name).append(" 1/1 1 1 5d\n");
      pods.append(name).append("-5955678f49-ct98j 1/1 Running 0 5d\n");
      endpoints.append(name).append(" 10.0.0.1:8080 5d\n");
      texts.put(
          "describe services " + name + " -n shop",
          "Name: "
              + name
              + "\nSelector:                 app="
              + name
              + "\nPort:                     http  8080/TCP\nTargetPort:               8080/TCP\n"
              + "Endpoints:                10.0.0.1:8080\n");
      texts.put("describe deployments " + name + " -n shop", deployment(name, "cart:8080", "8080"));
    }
    texts.put("get deployments -n shop", deployments.toString());
    texts.put("get pods -n shop", pods.toString());
    texts.put("get endpoints -n shop", endpoints.toString());
    texts.put("get nodes -n shop", "NAME STATUS ROLES AGE\nworker-1 Ready node 9d\n");
    return texts;
  }

  private static String deployment(String name, String address, String probePort) {
    return "Name: "
        + name
        + "\nReplicas:  1 desired\nPod Template:\n  Labels:  app="
        + name
        + "\n  Containers:\n   server:\n    Port:       8080/TCP\n    Host Port:  0/TCP\n"
        + "    Liveness:   http-get http://:"
        + probePort
        + "/ok delay=0s\n"
        + "    Environment:\n      CART_ADDR:  "
        + address
        + "\n    Mounts: <none>\n";
  }

  private static void change(Map<String, String> texts, String key, String from, String to) {
    String before = texts.getOrDefault(key, "");
    assertThat(before).contains(from);
    texts.put(key, before.replace(from, to));
  }

  private CaseWriter snapshot(String id, Map<String, String> texts) throws IOException {
    return new CaseWriter(root, id, "\"namespace\":\"shop\"")
        .text("topology.json", TOPOLOGY)
        .text("k8s_state.json.gz", CaseFolder.JSON.writeValueAsString(texts));
  }

  private void expect(String id, String object, String fault) throws IOException {
    JsonNode answer = answer(root, id);
    assertThat(list(answer, "services")).as(answer.toString()).startsWith(object);
    assertThat(answer.path("fault").asText()).as(answer.toString()).isEqualTo(fault);
  }

  @Test
  void aHealthyClusterHasNoFinding() throws IOException {
    snapshot("well", healthy());
    assertThat(list(answer(root, "well"), "services")).isEmpty();
  }

  @Test
  void aDeadUnitOfANodeIsGraverThanItsPods() throws IOException {
    Map<String, String> texts = healthy();
    change(
        texts,
        "get pods -n shop",
        "cart-5955678f49-ct98j 1/1 Running",
        "cart-5955678f49-ct98j 0/1 Pending");
    snapshot("unit", texts)
        .text(
            "probes.json",
            "[{\"unit\":\"kubelet\",\"node\":\"worker-1\",\"result\":\"inactive\"}]");
    expect("unit", "worker-1", "node-not-ready");
  }

  @Test
  void aPodWithoutItsImage() throws IOException {
    Map<String, String> texts = healthy();
    change(
        texts,
        "get pods -n shop",
        "pay-5955678f49-ct98j 1/1 Running",
        "pay-5955678f49-ct98j 0/1 ImagePullBackOff");
    snapshot("image", texts);
    expect("image", "pay", "image-unavailable");
  }

  @Test
  void aContainerThatRanOutOfMemory() throws IOException {
    Map<String, String> texts = healthy();
    change(
        texts,
        "get pods -n shop",
        "store-5955678f49-ct98j 1/1 Running 0",
        "store-5955678f49-ct98j 0/1 CrashLoopBackOff 4 (30s ago)");
    texts.put(
        "describe pods store-5955678f49-ct98j -n shop",
        "  Last State:\n    Reason:       OOMKilled\n");
    snapshot("memory", texts);
    expect("memory", "store", "oom-limit-too-low");
  }

  @Test
  void anExhaustedQuotaIsTheNamespaces() throws IOException {
    Map<String, String> texts = healthy();
    texts.put(
        "describe resourcequotas q -n shop",
        "Resource  Used  Hard\n--------  ---  ---\npods      4     4\n");
    snapshot("quota", texts)
        .text(
            "events.csv.gz",
            EVENTS
                + "30,30,1,Warning,FailedCreate,replicaset/cart-5955678f49,x,\"exceeded quota: q, requested: pods=1\"\n");
    expect("quota", "shop", "quota-exhausted");
  }

  @Test
  void aSelectorThatFitsNothing() throws IOException {
    Map<String, String> texts = healthy();
    change(texts, "describe services cart -n shop", "app=cart", "app=carts");
    change(texts, "describe services cart -n shop", "10.0.0.1:8080", "<none>");
    change(texts, "get endpoints -n shop", "cart 10.0.0.1:8080", "cart <none>");
    snapshot("selector", texts);
    expect("selector", "cart", "service-without-endpoints");
  }

  @Test
  void aPortThatIsNoneAndAnotherProtocol() throws IOException {
    Map<String, String> port = healthy();
    change(
        port,
        "describe services cart -n shop",
        "TargetPort:               8080",
        "TargetPort:               9999");
    snapshot("port", port);
    Map<String, String> protocol = healthy();
    change(protocol, "describe services pay -n shop", "8080/TCP\nTarget", "8080/UDP\nTarget");
    snapshot("protocol", protocol);
    expect("port", "cart", "service-without-endpoints");
    expect("protocol", "pay", "service-without-endpoints");
  }

  @Test
  void anAddressWithASlipAndOneWithAWrongPort() throws IOException {
    Map<String, String> name = healthy();
    name.put(
        "describe services checkout -n shop",
        name.getOrDefault("describe services pay -n shop", "").replace("pay", "checkout"));
    texts(name, deployment("front", "chekout:8080", "8080"));
    snapshot("slip", name);
    Map<String, String> port = healthy();
    texts(port, deployment("front", "cart:8081", "8080"));
    snapshot("port", port);
    expect("slip", "front", "crash-after-config-change");
    expect("port", "front", "crash-after-config-change");
  }

  private static void texts(Map<String, String> texts, String front) {
    texts.put("describe deployments front -n shop", front);
  }

  @Test
  void aProbeThatAsksTheWrongPort() throws IOException {
    Map<String, String> texts = healthy();
    change(
        texts,
        "get pods -n shop",
        "pay-5955678f49-ct98j 1/1 Running",
        "pay-5955678f49-ct98j 0/1 Running");
    change(texts, "get deployments -n shop", "pay 1/1", "pay 0/1");
    texts.put("describe deployments pay -n shop", deployment("pay", "cart:8080", "8089"));
    snapshot("probe", texts);
    expect("probe", "pay", "liveness-probe-wrong");
  }

  @Test
  void noReplicasNoClaimAndARefusingDatabase() throws IOException {
    Map<String, String> zero = healthy();
    change(zero, "get deployments -n shop", "cart 1/1", "cart 0/0");
    snapshot("zero", zero);
    snapshot("database", healthy())
        .text(
            "events.csv.gz",
            EVENTS
                + "60,60,2,Warning,Unhealthy,pod/store-5955678f49-ct98j,x,Too many connections\n"
                + "900,900,1,Warning,BackOff,pod/front-5955678f49-ct98j,x,back-off\n"
                + "20,20,1,Warning,ContainerGCFailed,node/worker-1,x,rpc error\n");
    expect("zero", "cart", "scaled-to-zero");
    expect("database", "store", "database-trouble");
  }

  @Test
  void aRouteThatLeadsNowhereAndOnesThatAreNotReached() throws IOException {
    snapshot("route", healthy())
        .text(
            "alerts.json",
            "[{\"entry_service\":\"pay\",\"raw_error\":\"404 Not Found\",\"occurrences\":9}]");
    snapshot("unreached", healthy())
        .text(
            "probes.json",
            "[{\"probe\":\"tcp\",\"service\":\"cart\",\"result\":\"Connection refused\"},"
                + "{\"probe\":\"tcp\",\"service\":\"pay\",\"result\":\"open\\nConnection Succeeded\"}]")
        .text("log_errors.json.gz", "{\"front\":[\"dial tcp: lookup cart: no such host\"]}");
    expect("route", "pay", "route-broken");
    expect("unreached", "cart", "");
  }

  @Test
  void aRestartedStoreWhoseWritersFail() throws IOException {
    Map<String, String> texts = healthy();
    texts.put("get statefulsets -n shop", "NAME READY AGE\ndb 1/1 5d\n");
    texts.put(
        "get pods -n shop",
        texts.getOrDefault("get pods -n shop", "") + "db-0 1/1 Running 1 (5m ago) 5d\n");
    String alert =
        "{\"entry_service\":\"%s\",\"request_method\":\"POST\",\"raw_error\":\"500 error\",\"occurrences\":8}";
    snapshot("store", texts)
        .text("alerts.json", "[" + alert.formatted("front") + "," + alert.formatted("pay") + "]");
    expect("store", "db", "database-trouble");
  }

  @Test
  void measurementsDecideWhereObjectsAreWell() throws IOException {
    Random random = new Random(21);
    long start = 1_699_999_980L; // 2023-11-14 22:13:00
    snapshot("measured", healthy())
        .text(
            "alerts.json",
            "[{\"name\":\"front\",\"time_range\":\"2023-11-14 22:23:20 ~ 2023-11-14 22:25:20\",\"evidence\":"
                + "[\"LATENCY_DEGRADATION\"]}]")
        .column("front_p95", 0.1, 0.9, 120, 140, random)
        .column("cart_p95", 0.1, 1.9, 120, 140, random)
        .column("cart_cpu", 0.1, 1.9, 120, 140, random)
        .metrics(140, 5);
    JsonNode answer = answer(root, "measured");
    assertThat(list(answer, "services")).as(answer.toString()).startsWith("cart");
    assertThat(answer.path("detect_time").asLong()).isBetween(start + 600, start + 640);
    assertThat(list(answer, "metrics")).isNotEmpty();
  }

  @Test
  void alertsAloneAreSomething() throws IOException {
    snapshot("alert", healthy())
        .text("alerts.json", "[{\"name\":\"pay\",\"evidence\":[\"NETWORK_QUALITY | New Spike\"]}]");
    assertThat(list(answer(root, "alert"), "services")).startsWith("pay");
  }
}
