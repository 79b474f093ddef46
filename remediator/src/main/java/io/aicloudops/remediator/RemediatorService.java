package io.aicloudops.remediator;

import io.aicloudops.remediator.execute.Cluster;
import io.aicloudops.remediator.execute.Executor;
import io.aicloudops.remediator.execute.KubernetesCluster;
import io.aicloudops.remediator.execute.Throttle;
import io.aicloudops.remediator.fold.RemediationFold;
import io.aicloudops.remediator.notify.Notifier;
import io.aicloudops.remediator.notify.NotifierClients;
import io.aicloudops.remediator.notify.Outlet;
import io.aicloudops.remediator.plan.Planner;
import io.aicloudops.remediator.policy.PolicyWatch;
import io.aicloudops.remediator.streams.RemediationTopology;
import io.aicloudops.runtime.kafka.KafkaClients;
import io.aicloudops.runtime.kafka.StreamsService;
import io.aicloudops.runtime.kubernetes.KubernetesAccess;
import io.aicloudops.runtime.kubernetes.KubernetesSettings;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.service.Service;
import io.aicloudops.runtime.service.ServiceContext;
import io.aicloudops.runtime.service.ServiceGroup;
import io.aicloudops.schemas.topics.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The remediator: its fold on Kafka Streams, the executor and the notifier beside it. */
public final class RemediatorService implements Service {

  private final ServiceGroup group;

  /** From its section of the settings. */
  public RemediatorService(ServiceContext context) {
    RemediatorSettings settings = context.settings().read(RemediatorSettings.SECTION);
    KubernetesSettings kubernetes = context.settings().read(KubernetesSettings.SECTION);
    RemediationFold fold =
        new RemediationFold(new Planner(settings.limits()), settings.policy(), settings.times());
    RemediationTopology topology =
        new RemediationTopology(context.kafka().serdes(), fold, kubernetes.cluster());
    Map<String, Cluster> clusters = new HashMap<>();
    Throttle throttle = new Throttle(context.clock());
    KubernetesAccess.writer(kubernetes, "ai-cloudops-remediator", throttle)
        .ifPresent(
            client ->
                clusters.put(
                    kubernetes.cluster(),
                    new KubernetesCluster(
                        client, throttle, kubernetes.namespaces(), context.clock())));
    KafkaClients kafka = context.kafka();
    List<Service> services = new ArrayList<>();
    services.add(new StreamsService(name(), context, topology::build));
    services.add(
        new Executor(
            () -> kafka.consumer("remediation-executor", Topics.INTENTS),
            () -> kafka.producer("remediation-executor"),
            clusters,
            context.clock()));
    if (!settings.policyMap().name().isEmpty()) {
      KubernetesAccess.poller(kubernetes, "ai-cloudops-remediator")
          .ifPresent(
              client ->
                  services.add(
                      new PolicyWatch(
                          settings.policyMap(),
                          kubernetes.cluster(),
                          client,
                          () -> kafka.producer("remediation-policy"),
                          context.clock())));
    }
    List<Outlet> outlets = Outlet.of(settings.notifications(), context.clock());
    if (!outlets.isEmpty()) {
      services.add(
          new Notifier(
              new NotifierClients(kafka), settings.notifications(), outlets, context.clock()));
    }
    this.group = new ServiceGroup(services);
  }

  @Override
  public String name() {
    return "remediator";
  }

  @Override
  public void start() {
    group.start();
  }

  @Override
  public Health health() {
    return Health.worst(group.health());
  }

  @Override
  public void close() {
    group.close();
  }
}
