package io.aicloudops.connect.kubernetes.inspection;

import io.aicloudops.connect.kubernetes.inspection.checks.Checks;
import io.aicloudops.connect.kubernetes.inspection.checks.Gauge;
import io.aicloudops.connect.log.EventLog;
import io.aicloudops.runtime.kafka.KafkaClients;
import io.aicloudops.runtime.kafka.LogUnavailableException;
import io.aicloudops.runtime.kafka.Polling;
import io.aicloudops.runtime.kubernetes.KubernetesAccess;
import io.aicloudops.runtime.kubernetes.KubernetesSettings;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.service.Service;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Finding;
import io.aicloudops.schemas.event.Inspection;
import io.aicloudops.schemas.event.InspectionStatus;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.topics.Topics;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inspects the cluster when the log says so. The schedule writes commands like anybody else, so
 * that the log shows who asked for every inspection. A command's offset is committed when its
 * result is in the log; after a crash between the two it is inspected once more under the same id.
 */
public final class Inspector implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(Inspector.class);
  private static final Duration POLL = Duration.ofMillis(200);

  /** Whoever asked longer ago does not wait for it any more. */
  private static final Duration WAITS = Duration.ofMinutes(10);

  private static final Set<String> MAY_ASK = Set.of("operator", "admin", "system");
  private static final String SCHEDULE = "schedule";

  private final InspectionSettings settings;
  private final String cluster;
  private final KubernetesClient client;
  private final Photographer photographer;
  private final RecentGauges gauges;
  private final Supplier<Consumer<String, Command>> consumers;
  private final EventLog log;
  private final Clock clock;
  private final Thread thread;
  private @Nullable Instant next;
  private volatile @Nullable Consumer<String, Command> consumer;
  private volatile boolean closed;
  private volatile String trouble = "";

  /** An inspector of the configured cluster; empty if none is configured. */
  public static Optional<Inspector> of(
      KubernetesSettings cluster,
      InspectionSettings settings,
      KafkaClients kafka,
      EventLog log,
      Clock clock) {
    return KubernetesAccess.client(cluster, "ai-cloudops-inspector")
        .map(
            client ->
                new Inspector(
                    settings,
                    cluster.cluster(),
                    client,
                    cluster.namespaces(),
                    () -> kafka.consumer("inspector-" + cluster.cluster(), Topics.COMMANDS),
                    () -> kafka.consumer("inspector-gauges", Topics.METRICS),
                    log,
                    clock));
  }

  /**
   * @param client is closed with this
   * @param namespaces that may be read; none for all
   * @param commands a new consumer after each failure
   * @param metrics the same, of the log of metrics
   */
  Inspector(
      InspectionSettings settings,
      String cluster,
      KubernetesClient client,
      List<String> namespaces,
      Supplier<Consumer<String, Command>> commands,
      Supplier<Consumer<String, MetricBatch>> metrics,
      EventLog log,
      Clock clock) {
    this.settings = settings;
    this.cluster = cluster;
    this.client = client;
    this.photographer = new Photographer(client, cluster, namespaces);
    this.gauges = new RecentGauges(metrics, Checks.METRICS);
    this.consumers = commands;
    this.log = log;
    this.clock = clock;
    this.thread = new Thread(this::run, "inspector");
    this.thread.setDaemon(true);
  }

  @Override
  public String name() {
    return "inspector";
  }

  @Override
  public void start() {
    next = settings.every().isZero() ? null : clock.instant().plus(settings.first());
    thread.start();
  }

  private void run() {
    while (!closed) {
      try (Consumer<String, Command> reading = consumers.get()) {
        consumer = reading;
        reading.subscribe(List.of(Topics.COMMANDS.name()));
        while (!closed) {
          askWhenDue();
          ConsumerRecords<String, Command> records = Polling.poll(reading, POLL, Polling::pass);
          for (ConsumerRecord<String, Command> record : records) {
            obey(record.value());
          }
          if (!records.isEmpty()) {
            reading.commitSync();
          }
          trouble = "";
        }
      } catch (WakeupException e) {
        LOG.debug("{} stops", name());
      } catch (KafkaException | LogUnavailableException e) {
        beginAgain("the log is away: " + e.getMessage(), e);
      } catch (RuntimeException e) {
        // A thread that ends would leave every later command without an answer.
        beginAgain("it begins again and again: " + e, e);
      }
    }
  }

  private void beginAgain(String why, RuntimeException failure) {
    trouble = why;
    LOG.warn("{} begins again after: {}", name(), failure.toString());
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  private void askWhenDue() {
    Instant now = clock.instant();
    Instant due = next;
    if (due == null || now.isBefore(due)) {
      return;
    }
    next = now.plus(settings.every());
    Command command =
        Command.newBuilder()
            .setId(SCHEDULE + "-" + cluster + "-" + now.getEpochSecond())
            .setType(CommandType.INSPECT)
            .setTarget(cluster)
            .setActor(SCHEDULE)
            .setRole("system")
            .setTime(now)
            .setParams(Map.of("cluster", cluster))
            .build();
    log.await(List.of(log.send(Topics.COMMANDS, cluster, command, now)));
  }

  private void obey(@Nullable Command command) {
    if (command == null
        || command.getType() != CommandType.INSPECT
        || !command.getTarget().equals(cluster)
        || !MAY_ASK.contains(command.getRole())
        || command.getTime().isBefore(clock.instant().minus(WAITS))) {
      return;
    }
    Inspection inspection =
        Inspection.newBuilder()
            .setId(command.getId())
            .setCluster(cluster)
            .setStatus(InspectionStatus.RUNNING)
            .setAskedBy(command.getActor())
            .setStartedAt(clock.instant())
            .build();
    tell(inspection);
    try {
      fill(inspection);
      inspection.setStatus(InspectionStatus.DONE);
    } catch (KubernetesClientException e) {
      inspection.setStatus(InspectionStatus.FAILED);
      inspection.setError("the API server does not answer: " + e.getMessage());
    } catch (KafkaException e) {
      throw e; // the same command is read again when the log is back
    } catch (RuntimeException e) {
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("cluster", inspection.getCluster())
          .log("Inspection {} ends early", inspection.getId());
      inspection.setStatus(InspectionStatus.FAILED);
      inspection.setError("the inspection met something it does not understand: " + e);
    }
    inspection.setEndedAt(clock.instant());
    tell(inspection);
    LOG.atInfo()
        .addKeyValue("cluster", inspection.getCluster())
        .log(
            "Inspection {}: {} findings, {}",
            inspection.getId(),
            inspection.getFindings().size(),
            inspection.getStatus());
  }

  private void fill(Inspection inspection) {
    Instant now = inspection.getStartedAt();
    List<Gauge> recent =
        settings.metrics().isZero()
            ? List.of()
            : gauges.since(now.minus(settings.metrics()), cluster);
    Photographer.Taken taken = photographer.take(now, recent);
    List<Finding> all = Checks.of(taken.picture(), Set.copyOf(settings.quietNamespaces()));
    Map<String, Integer> counts = new TreeMap<>();
    List<Finding> listed = new ArrayList<>();
    for (Finding finding : all) {
      if (counts.merge(finding.getCheck(), 1, Integer::sum) <= settings.listed()) {
        listed.add(finding);
      }
    }
    Map<String, Integer> objects = new TreeMap<>();
    for (HasMetadata object : taken.picture().objects()) {
      objects.merge(object.getKind(), 1, Integer::sum);
    }
    inspection.setCounts(counts);
    inspection.setFindings(listed);
    inspection.setObjects(objects);
    inspection.setNotRead(
        taken.notRead().entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList());
  }

  private void tell(Inspection inspection) {
    log.await(
        List.of(
            log.send(
                Topics.INSPECTIONS,
                inspection.getId(),
                Inspection.newBuilder(inspection).build(),
                clock.instant())));
  }

  @Override
  public Health health() {
    String what = trouble;
    return what.isEmpty() ? Health.healthy() : Health.degraded(what);
  }

  @Override
  public void close() {
    closed = true;
    Consumer<String, Command> reading = consumer;
    if (reading != null) {
      reading.wakeup();
    }
    try {
      if (thread.isAlive()) {
        thread.join(TimeUnit.SECONDS.toMillis(10));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.close();
  }
}
