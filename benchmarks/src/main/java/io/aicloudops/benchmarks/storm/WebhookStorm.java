package io.aicloudops.benchmarks.storm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.launcher.process.EmbeddedLog;
import io.aicloudops.launcher.process.EmbeddedSettings;
import io.aicloudops.launcher.process.Installation;
import io.aicloudops.launcher.process.Services;
import io.aicloudops.runtime.kafka.EventProducer;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.topics.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The storm as Alertmanager sends it, to a process with webhook, broker and topologies. */
final class WebhookStorm {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int GROUP = 100;
  private static final int SLICES = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String LAST = "team-0/last-of-all";

  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicLong accepted = new AtomicLong();
  private final Queue<Double> answered = new ConcurrentLinkedQueue<>();
  private final StormReport report;

  WebhookStorm(StormReport report) {
    this.report = report;
  }

  void run(StormWorld world, int seconds, int rate) throws IOException {
    Path data = Files.createTempDirectory("aiops-storm");
    try (EmbeddedLog log = EmbeddedLog.start(EmbeddedSettings.local(data))) {
      Map<String, Object> values = new HashMap<>(log.settings());
      values.put("http.port", 0);
      values.put("http.rate-per-second", 100_000);
      values.put("http.rate-burst", 100_000);
      Settings settings = Settings.of(values);
      settings.check(Services.sections());
      try (Installation installation =
          new Installation(
              settings, EnumSet.of(Services.CONNECT, Services.RCA), data, Clock.systemUTC())) {
        installation.start();
        await(
            () ->
                installation.health().values().stream()
                    .allMatch(health -> health.status() == Health.Status.HEALTHY));
        storm(installation, world, seconds, rate);
      }
    }
  }

  private void storm(Installation installation, StormWorld world, int seconds, int rate) {
    URI webhook = installation.http().url().resolve("/api/v1/alerts/webhook");
    try (EventProducer producer = installation.kafka().producer("storm");
        Consumer<String, Incident> incidents =
            installation.kafka().consumer("storm-watch", Topics.INCIDENTS)) {
      incidents.subscribe(List.of(Topics.INCIDENTS.name()));
      producer.await(
          world.topology(Instant.now()).stream()
              .map(e -> producer.send(Topics.TOPOLOGY, e.getEntity(), e, e.getTime()))
              .toList());
      Instant start = Instant.now();
      long begun = System.nanoTime();
      List<CompletableFuture<Void>> posts = new ArrayList<>();
      for (int slice = 0; slice < seconds * SLICES; slice++) {
        long at = 1_000L * slice / SLICES;
        List<StormWorld.Told> told = world.told(at, 1, rate / SLICES);
        for (int i = 0; i < told.size(); i += GROUP) {
          List<StormWorld.Told> group = told.subList(i, Math.min(told.size(), i + GROUP));
          report.sent += group.size();
          posts.add(post(webhook, body(group, start), group.size()));
        }
        long due = begun + 1_000_000 * (at + 1_000 / SLICES);
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
      }
      CompletableFuture.allOf(posts.toArray(CompletableFuture[]::new)).join();
      report.accepted = accepted.get();
      report.answered = answered.stream().mapToDouble(ms -> ms).sorted().toArray();
      report.seconds = (System.nanoTime() - begun) / 1e9;
      long sent = System.nanoTime();
      StormWorld.Source last = new StormWorld.Source(LAST, "Last", "critical", 0, 0, false);
      post(webhook, body(List.of(new StormWorld.Told(last, true, 0)), Instant.now()), 0).join();
      boolean[] over = {false};
      await(
          () -> {
            for (ConsumerRecord<String, Incident> record : incidents.poll(Duration.ofMillis(200))) {
              boolean own = record.value().getMembers().contains(StormWorld.entity(LAST));
              over[0] |= own;
              if (!own) {
                report.incident(record.value());
              }
            }
            return over[0];
          });
      report.behind = (System.nanoTime() - sent) / 1e9;
    }
  }

  private CompletableFuture<Void> post(URI webhook, String body, int alerts) {
    HttpRequest request =
        HttpRequest.newBuilder(webhook)
            .header("Content-Type", "application/json")
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    long posted = System.nanoTime();
    return http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
        .thenAccept(
            answer -> {
              answered.add((System.nanoTime() - posted) / 1e6);
              if (answer.statusCode() == 200) {
                accepted.addAndGet(alerts);
              }
            });
  }

  private static String body(List<StormWorld.Told> group, Instant start) {
    ObjectNode body = JSON.createObjectNode().put("version", "4").put("status", "firing");
    ArrayNode alerts = body.putArray("alerts");
    for (StormWorld.Told told : group) {
      StormWorld.Source source = told.source();
      Instant from = start.plusMillis(source.fromMs());
      ObjectNode alert = alerts.addObject();
      alert.put("status", told.firing() ? "firing" : "resolved");
      alert
          .putObject("labels")
          .put("alertname", source.name())
          .put("severity", source.severity())
          .put("cluster", StormWorld.CLUSTER)
          .put("namespace", source.namespace())
          .put("deployment", source.workload())
          .put("replica", Integer.toString(source.pod()));
      alert.putObject("annotations").put("summary", source.name() + " of " + source.service());
      alert.put("startsAt", from.toString());
      alert.put("endsAt", told.firing() ? "0001-01-01T00:00:00Z" : Instant.now().toString());
      alert.put("fingerprint", source.fingerprint());
    }
    return body.toString();
  }

  /** What is awaited, asked again and again. */
  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("waited for " + PATIENCE.toMinutes() + " minutes in vain");
      }
      LockSupport.parkNanos(20_000_000);
    }
  }
}
