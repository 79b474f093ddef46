package io.aicloudops.connect.kubernetes.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aicloudops.connect.log.RecordingLog;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Finding;
import io.aicloudops.schemas.event.Inspection;
import io.aicloudops.schemas.event.InspectionStatus;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import io.aicloudops.schemas.topics.Topics;
import io.aicloudops.simulator.kube.ClusterSettings;
import io.aicloudops.simulator.kube.SimulatedCluster;
import io.aicloudops.simulator.kube.http.Account;
import io.aicloudops.simulator.kube.http.Account.Rule;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RecordDeserializationException.DeserializationExceptionOrigin;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Inspections of a cluster over HTTP, asked for in the log. */
class InspectorTest {

  private static final TopicPartition COMMANDS = new TopicPartition(Topics.COMMANDS.name(), 0);
  private static final TopicPartition METRICS = new TopicPartition(Topics.METRICS.name(), 0);

  /** May list what the inspection needs, but no claims. */
  private static final Account READER =
      new Account(
          "reader",
          List.of(
              new Rule(
                  Set.of("list"),
                  Set.of("*"),
                  Set.of(
                      "nodes",
                      "deployments",
                      "statefulsets",
                      "daemonsets",
                      "pods",
                      "services",
                      "horizontalpodautoscalers",
                      "poddisruptionbudgets",
                      "resourcequotas"),
                  Set.of("*"))));

  private final SimulatedCluster cluster =
      new SimulatedCluster(
              ClusterSettings.defaults()
                  .withNamespaces("shop")
                  .withAccounts(Map.of("root", Account.admin("root"), "reader", READER)),
              new NoProcesses())
          .start();
  private final RecordingLog log = new RecordingLog();
  private final MockConsumer<String, Command> commands = new MockConsumer<>("earliest");
  private final MockConsumer<String, MetricBatch> metrics = metrics();
  private final AtomicInteger oddities = new AtomicInteger();
  private Inspector inspector = inspector(Duration.ZERO);

  private Inspector inspector(Duration every) {
    return new Inspector(
        new InspectionSettings(
            true, every, Duration.ZERO, List.of("kube-system"), Duration.ofMinutes(3), 2),
        "test",
        client("reader"),
        List.of(),
        () -> commands,
        () -> {
          if (oddities.getAndDecrement() > 0) {
            throw new DateTimeException("a sample of the year one billion");
          }
          return metrics;
        },
        log,
        Clock.systemUTC());
  }

  private KubernetesClient client(String token) {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(cluster.url())
            .withOauthToken(token)
            .withRequestRetryBackoffLimit(0)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static MockConsumer<String, MetricBatch> metrics() {
    MockConsumer<String, MetricBatch> metrics =
        new MockConsumer<>("earliest") {
          @Override
          public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
              Map<TopicPartition, Long> times) {
            return Map.of(METRICS, new OffsetAndTimestamp(0, times.getOrDefault(METRICS, 0L)));
          }

          @Override
          public synchronized void close() {} // asked for again with each inspection
        };
    metrics.updatePartitions(
        METRICS.topic(), List.of(new PartitionInfo(METRICS.topic(), 0, null, null, null)));
    metrics.updateBeginningOffsets(Map.of(METRICS, 0L));
    metrics.updateEndOffsets(Map.of(METRICS, 1L));
    MetricBatch volumes =
        MetricBatch.newBuilder()
            .setEntity("test/shop/PersistentVolumeClaim/data")
            .setTime(Instant.now())
            .setSource("scrape")
            .setSeries(
                List.of(
                    "kubelet_volume_stats_used_bytes",
                    "kubelet_volume_stats_capacity_bytes",
                    "unrelated"))
            .setTypes(List.of(MetricType.GAUGE, MetricType.GAUGE, MetricType.GAUGE))
            .setValues(List.of(99.0, 100.0, 1.0))
            .build();
    metrics.schedulePollTask(
        () -> metrics.addRecord(new ConsumerRecord<>(METRICS.topic(), 0, 0, "k", volumes)));
    return metrics;
  }

  @AfterEach
  void stop() {
    inspector.close();
    cluster.close();
  }

  private void start() {
    commands.schedulePollTask(
        () -> {
          commands.rebalance(List.of(COMMANDS));
          commands.updateBeginningOffsets(Map.of(COMMANDS, 0L));
        });
    inspector.start();
  }

  private void ask(long offset, String id, String target, String role, Instant time) {
    Command command =
        Command.newBuilder()
            .setId(id)
            .setType(CommandType.INSPECT)
            .setTarget(target)
            .setActor("ann")
            .setRole(role)
            .setTime(time)
            .build();
    commands.schedulePollTask(
        () -> commands.addRecord(new ConsumerRecord<>(COMMANDS.topic(), 0, offset, id, command)));
  }

  private Inspection last(String id) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                log.of(Topics.INSPECTIONS).stream()
                    .anyMatch(i -> i.getId().equals(id) && i.getEndedAt() != null));
    List<Inspection> all =
        log.of(Topics.INSPECTIONS).stream().filter(i -> i.getId().equals(id)).toList();
    assertThat(all.get(0).getStatus()).isEqualTo(InspectionStatus.RUNNING);
    return all.get(all.size() - 1);
  }

  private void deploy(String name) {
    try (KubernetesClient root = client("root")) {
      root.resource(
              new DeploymentBuilder()
                  .withNewMetadata()
                  .withName(name)
                  .withNamespace("shop")
                  .endMetadata()
                  .withNewSpec()
                  .withReplicas(0)
                  .withNewSelector()
                  .addToMatchLabels("app", name)
                  .endSelector()
                  .withNewTemplate()
                  .withNewMetadata()
                  .addToLabels("app", name)
                  .endMetadata()
                  .withNewSpec()
                  .addNewContainer()
                  .withName("main")
                  .withImage(name + ":1")
                  .endContainer()
                  .endSpec()
                  .endTemplate()
                  .endSpec()
                  .build())
          .create();
    }
  }

  @Test
  void aCommandThatCannotBeReadHoldsUpNoneAfterIt() {
    start();
    commands.schedulePollTask(
        () ->
            commands.setPollException(
                new RecordDeserializationException(
                    DeserializationExceptionOrigin.VALUE,
                    COMMANDS,
                    0,
                    0,
                    TimestampType.CREATE_TIME,
                    null,
                    ByteBuffer.wrap(new byte[] {7}),
                    new RecordHeaders(),
                    "not a command",
                    null)));
    ask(1, "next", "test", "operator", Instant.now());
    assertThat(last("next").getStatus()).isNotEqualTo(InspectionStatus.FAILED);
    assertThat(commands.closed()).as("it went on with the same consumer").isFalse();
  }

  @Test
  void findsWhatIsThereAndSaysWhatItCouldNotRead() {
    List.of("a", "b", "c").forEach(this::deploy);
    start();
    ask(0, "q1", "test", "operator", Instant.now());
    Inspection done = last("q1");
    assertThat(done.getStatus()).isEqualTo(InspectionStatus.DONE);
    assertThat(done.getAskedBy()).isEqualTo("ann");
    assertThat(done.getObjects()).containsEntry("Deployment", 3).containsEntry("Node", 3);
    assertThat(done.getNotRead()).contains("persistentvolumeclaims: forbidden");
    assertThat(done.getCounts()).containsEntry("no-memory-limit", 3);
    assertThat(done.getFindings())
        .filteredOn(f -> f.getCheck().equals("no-memory-limit"))
        .as("no more of one check than settings list")
        .extracting(Finding::getEntity)
        .containsExactly("test/shop/Deployment/a", "test/shop/Deployment/b");
    assertThat(done.getFindings().get(0))
        .as("the worst first, from the log of metrics")
        .satisfies(f -> assertThat(f.getCheck()).isEqualTo("volume-near-full"))
        .satisfies(f -> assertThat(f.getSeverity()).isEqualTo("critical"));
  }

  @Test
  void answersOnlyThoseThatMayAskOfThisClusterNow() {
    start();
    ask(0, "viewer", "test", "viewer", Instant.now());
    ask(1, "elsewhere", "other", "operator", Instant.now());
    ask(2, "old", "test", "operator", Instant.now().minus(Duration.ofHours(1)));
    ask(3, "good", "test", "admin", Instant.now());
    last("good");
    assertThat(log.of(Topics.INSPECTIONS)).extracting(Inspection::getId).containsOnly("good");
    assertThat(log.of(Topics.COMMANDS)).as("no schedule").isEmpty();
    assertThat(inspector.health().alive()).isTrue();
  }

  @Test
  void anApiServerThatIsAwayIsAFailureWithItsReason() {
    cluster.close();
    start();
    ask(0, "q1", "test", "operator", Instant.now());
    Inspection failed = last("q1");
    assertThat(failed.getStatus()).isEqualTo(InspectionStatus.FAILED);
    assertThat(failed.getError()).startsWith("the API server does not answer");
  }

  @Test
  void whatItDoesNotUnderstandFailsOneInspectionAndNotThoseAfterIt() {
    oddities.set(1);
    start();
    ask(0, "odd", "test", "operator", Instant.now());
    Inspection failed = last("odd");
    assertThat(failed.getStatus()).isEqualTo(InspectionStatus.FAILED);
    assertThat(failed.getError()).contains("a sample of the year one billion");
    ask(1, "next", "test", "operator", Instant.now());
    assertThat(last("next").getStatus()).isEqualTo(InspectionStatus.DONE);
  }

  @Test
  void theScheduleAsksInTheLogLikeAnybodyElse() {
    inspector.close();
    inspector = inspector(Duration.ofMinutes(1));
    start();
    await().atMost(Duration.ofSeconds(60)).until(() -> !log.of(Topics.COMMANDS).isEmpty());
    Command asked = log.of(Topics.COMMANDS).get(0);
    assertThat(asked.getActor()).isEqualTo("schedule");
    assertThat(asked.getTarget()).isEqualTo("test");
    commands.schedulePollTask(
        () -> commands.addRecord(new ConsumerRecord<>(COMMANDS.topic(), 0, 0, "test", asked)));
    assertThat(last(asked.getId()).getAskedBy()).isEqualTo("schedule");
  }
}
