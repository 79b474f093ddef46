package io.aicloudops.connect;

import io.aicloudops.connect.alerts.AlertWebhook;
import io.aicloudops.connect.cdc.DatabaseWatch;
import io.aicloudops.connect.identity.CallGraph;
import io.aicloudops.connect.identity.Subjects;
import io.aicloudops.connect.identity.Workloads;
import io.aicloudops.connect.kubernetes.KubernetesWatch;
import io.aicloudops.connect.kubernetes.inspection.Inspector;
import io.aicloudops.connect.log.EntityGuard;
import io.aicloudops.connect.log.EventLog;
import io.aicloudops.connect.log.ProducerLog;
import io.aicloudops.connect.otlp.OtlpReceiver;
import io.aicloudops.connect.remotewrite.RemoteWriteReceiver;
import io.aicloudops.connect.scrape.Scraper;
import io.aicloudops.connect.scrape.TargetSource;
import io.aicloudops.connect.topology.TopologyHistory;
import io.aicloudops.connect.topology.TopologyPublisher;
import io.aicloudops.runtime.kafka.EventProducer;
import io.aicloudops.runtime.kubernetes.KubernetesSettings;
import io.aicloudops.runtime.metrics.OwnMeter;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.service.Service;
import io.aicloudops.runtime.service.ServiceContext;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.topics.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/** All parts that are enabled. */
public final class ConnectService implements Service {

  private static final Duration HISTORY_PATIENCE = Duration.ofSeconds(5);

  private final EventProducer producer;
  private final TopologyPublisher topology;
  private final Supplier<Consumer<String, TopologyEntity>> history;
  private final List<Service> parts = new ArrayList<>();

  /** Reads the settings, adds the routes; starts nothing. */
  public ConnectService(ServiceContext context) {
    ConnectSettings settings = context.settings().read(ConnectSettings.SECTION);
    KubernetesSettings cluster = context.settings().read(KubernetesSettings.SECTION);
    producer = context.kafka().producer("connect");
    EventLog log = new ProducerLog(producer);
    Workloads workloads = new Workloads(cluster.cluster());
    CallGraph calls = new CallGraph(workloads, settings.calls().kept(), settings.maxEntities());
    measure(calls, context.meters());
    Subjects subjects = new Subjects(workloads, List.of());
    history = () -> context.kafka().consumer("connect-topology", Topics.TOPOLOGY);
    topology =
        new TopologyPublisher(calls, log, context.clock(), settings.kubernetes().topologyDelay());
    parts.add(topology);
    List<TargetSource> targets = new ArrayList<>();
    KubernetesWatch.of(cluster, settings.kubernetes(), workloads, topology, log, context.clock())
        .ifPresent(
            watch -> {
              parts.add(watch);
              if (settings.scrape().pods()) {
                targets.add(watch.targets());
              }
            });
    if (settings.inspection().enabled()) {
      Inspector.of(cluster, settings.inspection(), context.kafka(), log, context.clock())
          .ifPresent(parts::add);
    }
    if (settings.cdc().enabled()) {
      parts.add(
          new DatabaseWatch(
              settings.cdc(), cluster.cluster(), context.data(), topology, log, context.clock()));
    }
    if (settings.scrape().enabled()) {
      parts.add(
          new Scraper(
              settings.scrape(),
              targets,
              subjects,
              calls,
              guarded("scrape", settings, subjects, log, context),
              context.meters(),
              context.clock()));
    }
    if (settings.remoteWrite().enabled()) {
      Subjects ofReplicas = new Subjects(workloads, settings.remoteWrite().replicaLabels());
      context
          .http()
          .add(
              new RemoteWriteReceiver(
                  settings.remoteWrite(),
                  ofReplicas,
                  calls,
                  guarded("remote-write", settings, subjects, log, context),
                  context.meters(),
                  context.clock()));
    }
    if (settings.otlp().enabled()) {
      context
          .http()
          .add(
              new OtlpReceiver(
                  settings.otlp(),
                  workloads,
                  calls,
                  guarded("otlp", settings, subjects, log, context),
                  context.meters(),
                  context.clock()));
    }
    if (settings.alerts().enabled()) {
      context
          .http()
          .add(
              new AlertWebhook(
                  settings.alerts(), subjects, log, context.meters(), context.clock()));
    }
  }

  private static void measure(CallGraph calls, MeterRegistry meters) {
    OwnMeter.CALLS.gauge(meters, calls, CallGraph::size);
    OwnMeter.CALLS_REFUSED.counter(meters, calls, CallGraph::refused);
  }

  private static EventLog guarded(
      String source,
      ConnectSettings settings,
      Subjects subjects,
      EventLog log,
      ServiceContext context) {
    String cluster = subjects.ofAlert(Map.of()).entity().toString();
    return new EntityGuard(
        source, settings.maxEntities(), cluster, log, context.meters(), context.clock());
  }

  @Override
  public String name() {
    return "connect";
  }

  @Override
  public void start() {
    topology.remember(TopologyHistory.read(history, HISTORY_PATIENCE));
    parts.forEach(Service::start);
  }

  @Override
  public Health health() {
    Health.Status worst = Health.Status.HEALTHY;
    List<String> messages = new ArrayList<>();
    Map<String, Object> details = new LinkedHashMap<>();
    for (Service part : parts) {
      Health health = part.health();
      if (health.status().compareTo(worst) > 0) {
        worst = health.status();
      }
      if (!health.message().isEmpty()) {
        messages.add(part.name() + ": " + health.message());
      }
      details.put(part.name(), health.details());
    }
    return new Health(worst, String.join("; ", messages), details);
  }

  @Override
  public void close() {
    for (int i = parts.size() - 1; i >= 0; i--) {
      parts.get(i).close();
    }
    producer.close();
  }
}
