package io.aicloudops.simulator.shop;

import static org.awaitility.Awaitility.await;

import io.aicloudops.simulator.shop.load.LoadCurve;
import io.aicloudops.simulator.shop.load.LoadGenerator;
import io.aicloudops.simulator.shop.model.ServiceSpec;
import io.aicloudops.simulator.shop.model.ShopMap;
import io.aicloudops.simulator.shop.process.ShopRuntime;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShopRuntimeTest {

  private final List<ServiceSpec> services = ShopMap.services();
  private final HttpClient http = HttpClient.newHttpClient();
  private ShopRuntime runtime;
  private LocalPods pods;
  private LoadGenerator load;

  @BeforeEach
  void start() {
    Random random = new Random(7);
    runtime = new ShopRuntime(services, random);
    pods = new LocalPods(runtime);
    pods.startAll(services);
    await().atMost(Duration.ofSeconds(5)).until(() -> pods.ready.size() == 13);
    load = new LoadGenerator(runtime.client(), LoadCurve.DEFAULT, random, Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    load.close();
    runtime.close();
  }

  @Test
  void probe() throws Exception {
    com.sun.management.OperatingSystemMXBean os =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    for (int i = 0; i < 10; i++) {
      long c = os.getProcessCpuTime();
      Thread.sleep(2000);
      System.out.println(
          load.seen().window(Duration.ofSeconds(2)) + " cpu " + (os.getProcessCpuTime() - c) / 2e9);
    }
    System.out.println(metrics("catalogue-0", "text/plain"));
    System.gc();
    System.out.println(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage());
  }

  private String metrics(String pod, String accept) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + pods.ports.get(pod) + "/metrics");
    return http.send(
            HttpRequest.newBuilder(uri).header("Accept", accept).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
