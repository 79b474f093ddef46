package io.aicloudops.connect.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.connect.kubernetes.changes.SteppingClock;
import io.aicloudops.simulator.kube.http.Trouble;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CrashLogsTest extends WatchFixture {

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
  private final Pod pod =
      new PodBuilder()
          .withNewMetadata()
          .withName("lone")
          .withNamespace("shop")
          .endMetadata()
          .withNewSpec()
          .addNewContainer()
          .withName("app")
          .withImage("lone:crash")
          .endContainer()
          .endSpec()
          .build();

  private CompletableFuture<String> fetched(CrashLogs logs) {
    CompletableFuture<String> log = new CompletableFuture<>();
    logs.fetch(pod, "app", log::complete);
    return log;
  }

  @Test
  void asksAgainSomeTimeAfterADenial() {
    client.resource(pod).create();
    String path = "/api/v1/namespaces/shop/pods/lone/log";
    soon().ignoreExceptions().until(() -> client.raw(path).contains("cannot connect"));
    try (CrashLogs logs = new CrashLogs(client, true, Runnable::run, new SteppingClock(now::get))) {
      cluster.trouble(Trouble.of("get", "/lone/log", 403), 1);

      soon().untilAsserted(() -> assertThat(fetched(logs)).as("asks nobody").isCompleted());
      assertThat(fetched(logs)).isCompletedWithValue("");

      now.updateAndGet(time -> time.plus(Duration.ofMinutes(5)));
      soon().until(() -> fetched(logs).join().contains("cannot connect to the store"));
    }
  }
}
