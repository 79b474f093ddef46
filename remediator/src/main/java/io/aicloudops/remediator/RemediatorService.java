package io.aicloudops.remediator;

import io.aicloudops.remediator.execute.Cluster;
import io.aicloudops.remediator.execute.Executor;
import io.aicloudops.remediator.execute.KubernetesCluster;
import io.aicloudops.remediator.execute.KubernetesConnection;
import io.aicloudops.remediator.fold.RemediationFold;
import io.aicloudops.remediator.guard.Guard;
import io.aicloudops.remediator.plan.Planner;
import io.aicloudops.remediator.streams.RemediationTopology;
import io.aicloudops.runtime.kafka.StreamsService;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.service.Service;
import io.aicloudops.runtime.service.ServiceContext;
import io.aicloudops.runtime.service.ServiceGroup;
import io.aicloudops.runtime.settings.KubernetesSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The remediator: its fold on Kafka Streams and the executor beside it. */
public final class RemediatorService implements Service {

  private final ServiceGroup group;

  /** From its section of the settings. */
  public RemediatorService(ServiceContext context) {
    RemediatorSettings settings = context.settings().read(RemediatorSettings.SECTION);
    KubernetesSettings kubernetes = context.settings().read(KubernetesSettings.SECTION);
    RemediationFold fold =
        new RemediationFold(
            new Planner(settings.limits()), new Guard(settings.policy()), settings.times());
    RemediationTopology topology =
        new RemediationTopology(context.kafka().serdes(), fold, kubernetes.cluster());
    Map<String, Cluster> clusters = new HashMap<>();
    if (kubernetes.enabled()) {
      clusters.put(
          kubernetes.cluster(), new KubernetesCluster(KubernetesConnection.open(kubernetes)));
    }
    this.group =
        new ServiceGroup(
            List.of(
                new StreamsService(name(), context, topology::build),
                new Executor(context.kafka(), clusters, context.clock())));
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
