package io.aicloudops.connect.kubernetes;

import io.aicloudops.connect.identity.Workloads;
import io.aicloudops.connect.kubernetes.objects.Findings;
import io.aicloudops.connect.log.EventLog;
import io.aicloudops.connect.log.Outbox;
import io.aicloudops.connect.scrape.TargetSource;
import io.aicloudops.connect.topology.TopologyPublisher;
import io.aicloudops.runtime.kubernetes.KubernetesAccess;
import io.aicloudops.runtime.kubernetes.KubernetesSettings;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.service.Service;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.K8sEvent;
import io.aicloudops.schemas.topics.Topics;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a cluster. All that the watches tell is handled by one thread in the order it came, so
 * that nothing in here needs a lock.
 */
public final class KubernetesWatch implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(KubernetesWatch.class);
  private static final long IDLE_MILLIS = 100;

  private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
  private final KubernetesClient client;
  private final Informers informers;
  private final ClusterReader reader;
  private final PodTargets targets = new PodTargets();
  private final CrashLogs logs;
  private final Outbox outbox;
  private final Thread thread;
  private volatile boolean closed;
  private boolean complete;
  private volatile String trouble = "";

  /**
   * A watch of the configured cluster; empty if none is configured.
   *
   * @param cluster which cluster it is
   * @param settings how it is watched
   * @param workloads learns who owns which pod
   * @param topology is told of workloads, services and nodes
   */
  public static Optional<KubernetesWatch> of(
      KubernetesSettings cluster,
      WatchSettings settings,
      Workloads workloads,
      TopologyPublisher topology,
      EventLog log,
      Clock clock) {
    return KubernetesAccess.client(cluster, "ai-cloudops-connect")
        .map(
            client ->
                new KubernetesWatch(client, cluster, settings, workloads, topology, log, clock));
  }

  private KubernetesWatch(
      KubernetesClient client,
      KubernetesSettings cluster,
      WatchSettings settings,
      Workloads workloads,
      TopologyPublisher topology,
      EventLog log,
      Clock clock) {
    this.client = client;
    this.outbox = new Outbox(log);
    this.logs = new CrashLogs(client, settings.crashLogs(), queue::add, clock);
    this.reader =
        new ClusterReader(
            cluster.cluster(),
            settings,
            workloads,
            topology,
            findings(outbox),
            logs,
            targets,
            clock);
    this.informers = new Informers(client, cluster.namespaces(), new Handler());
    this.thread = new Thread(this::run, "kubernetes");
    this.thread.setDaemon(true);
  }

  /** The pods that ask to be scraped. */
  public TargetSource targets() {
    return targets;
  }

  @Override
  public String name() {
    return "kubernetes";
  }

  @Override
  public void start() {
    LOG.info("Watching the cluster at {}", client.getMasterUrl());
    thread.start();
    informers.start();
  }

  private void run() {
    while (!closed) {
      try {
        Runnable next = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        while (next != null) {
          next.run();
          next = queue.poll();
        }
        if (!complete && informers.listed() && queue.isEmpty()) {
          complete = true;
          reader.complete();
        }
        reader.flush();
        outbox.flush();
        trouble = outbox.trouble();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        // One object that we do not understand must not keep us from the others.
        LOG.error("An object of the cluster was not understood", e);
      }
    }
  }

  @Override
  public Health health() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("waiting", queue.size());
    List<String> installed = informers.installed();
    if (!installed.isEmpty()) {
      details.put("installed", installed);
    }
    List<String> missing = informers.missing();
    if (!missing.isEmpty()) {
      details.put("notReadable", missing);
    }
    List<String> interrupted = informers.interrupted();
    if (!interrupted.isEmpty()) {
      return new Health(
          Health.Status.DEGRADED, "not watching " + String.join(", ", interrupted), details);
    }
    if (!trouble.isEmpty()) {
      return new Health(Health.Status.DEGRADED, trouble, details);
    }
    return new Health(Health.Status.HEALTHY, "", details);
  }

  @Override
  public void close() {
    closed = true;
    informers.close();
    logs.close();
    thread.interrupt();
    client.close();
  }

  private static Findings findings(Outbox outbox) {
    return new Findings() {
      @Override
      public void event(K8sEvent event) {
        outbox.add(Topics.K8S_EVENTS, event.getEntity(), event, event.getTime());
      }

      @Override
      public void change(Change change) {
        outbox.add(Topics.CHANGES, change.getEntity(), change, change.getTime());
      }
    };
  }

  /** Hands everything to the one thread. */
  private final class Handler implements Informers.Listener {

    @Override
    public void found(HasMetadata object) {
      queue.add(() -> reader.found(object));
    }

    @Override
    public void created(HasMetadata object) {
      queue.add(() -> reader.created(object));
    }

    @Override
    public void updated(HasMetadata before, HasMetadata now) {
      queue.add(() -> reader.updated(before, now));
    }

    @Override
    public void deleted(HasMetadata last) {
      queue.add(() -> reader.deleted(last));
    }
  }
}
