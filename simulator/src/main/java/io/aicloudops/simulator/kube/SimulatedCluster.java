package io.aicloudops.simulator.kube;

import io.aicloudops.simulator.controllers.BudgetController;
import io.aicloudops.simulator.controllers.Cluster;
import io.aicloudops.simulator.controllers.ClusterMetrics;
import io.aicloudops.simulator.controllers.ControlLoop;
import io.aicloudops.simulator.controllers.EndpointsController;
import io.aicloudops.simulator.controllers.GarbageCollector;
import io.aicloudops.simulator.controllers.Pace;
import io.aicloudops.simulator.controllers.Scheduler;
import io.aicloudops.simulator.controllers.kubelet.Kubelet;
import io.aicloudops.simulator.controllers.workloads.DeploymentController;
import io.aicloudops.simulator.controllers.workloads.PodSetController;
import io.aicloudops.simulator.controllers.workloads.ReplicaSetController;
import io.aicloudops.simulator.kube.http.ApiServer;
import io.aicloudops.simulator.kube.http.AuditEntry;
import io.aicloudops.simulator.kube.http.Trouble;
import io.aicloudops.simulator.kube.registry.Registry;
import io.aicloudops.simulator.kube.store.ObjectStore;
import io.aicloudops.simulator.kube.types.ResourceTypes;
import io.aicloudops.simulator.pods.PodRuntime;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** A Kubernetes cluster in this JVM whose pods run in a {@link PodRuntime}. */
public final class SimulatedCluster implements AutoCloseable {

  private final ClusterSettings settings;
  private final ObjectStore store;
  private final ControlLoop control;
  private final ControlLoop nodes;
  private final Kubelet kubelet;
  private final Supplier<ApiServer> apis;
  private final List<AuditEntry> before = new ArrayList<>();
  private ApiServer api;
  private int port;

  /** Prepares a cluster; {@link #start} brings it up. */
  public SimulatedCluster(ClusterSettings settings, PodRuntime runtime) {
    this.settings = settings;
    this.store = new ObjectStore(settings.remembered());
    Registry registry = new Registry(store, settings.clock(), new Random(settings.seed()));
    Pace pace = new Pace(settings.speed());
    Cluster manager = new Cluster(registry, "kube-controller-manager");
    new Bootstrap(manager).run(settings);
    this.control = new ControlLoop("kube-controllers", store);
    control.add(new Scheduler(new Cluster(registry, "kube-scheduler"), control, pace));
    control.add(new DeploymentController(manager, control, pace));
    control.add(new ReplicaSetController(manager));
    control.add(new PodSetController(manager, ResourceTypes.STATEFUL_SETS));
    control.add(new PodSetController(manager, ResourceTypes.DAEMON_SETS));
    control.add(new EndpointsController(manager));
    control.add(new BudgetController(manager));
    control.add(new GarbageCollector(manager));
    this.nodes = new ControlLoop("kubelet", store);
    Cluster node = new Cluster(registry, "kubelet");
    this.kubelet = new Kubelet(node, nodes, pace, runtime);
    nodes.add(kubelet);
    this.apis =
        () ->
            new ApiServer(
                registry,
                settings.accounts(),
                kubelet::log,
                new ClusterMetrics(node, runtime)::text,
                settings.bookmarkPeriod());
    this.api = apis.get();
  }

  /** Starts the controllers and opens the API's port. */
  public SimulatedCluster start() {
    control.start();
    nodes.start();
    port = api.start(settings.port());
    return this;
  }

  /** Where the API is, e.g. http://127.0.0.1:40123. */
  public String url() {
    if (port == 0) {
      throw new IllegalStateException("the cluster was not started: call start() first");
    }
    return "http://127.0.0.1:" + port;
  }

  /** A client of this cluster without a token; to be closed by the caller. */
  public KubernetesClient client() {
    return client("");
  }

  /** A client of this cluster that shows a bearer token; to be closed by the caller. */
  public KubernetesClient client(String token) {
    ConfigBuilder config =
        new ConfigBuilder(Config.empty()).withMasterUrl(url()).withNamespace("default");
    if (!token.isEmpty()) {
      config.withOauthToken(token);
    }
    return new KubernetesClientBuilder()
        .withConfig(config.build())
        .withHttpClientFactory(new JdkHttpClientFactory())
        .build();
  }

  /**
   * Every write request that came over HTTP, oldest first; what controllers write is not among
   * them.
   */
  public List<AuditEntry> audit() {
    List<AuditEntry> all = new ArrayList<>(before);
    all.addAll(api.audit());
    return all;
  }

  /** The next requests that it strikes go wrong, so many of them. */
  public void trouble(Trouble trouble, int times) {
    api.trouble(trouble, times);
  }

  /** The API server goes away; the cluster lives on. */
  public void stopApi() {
    before.addAll(api.audit());
    api.close();
    api = apis.get();
  }

  /** The API server comes back on the same port after {@link #stopApi}. */
  public void startApi() {
    api.start(port);
  }

  /** Forgets the history of changes, so that watches from before get 410 Gone. */
  public void compact() {
    store.compact();
  }

  /** Ends all watches, as a restart of the API server does; clients come again. */
  public void dropWatches() {
    api.dropWatches();
  }

  @Override
  public void close() {
    api.close();
    control.close();
    nodes.close();
    kubelet.close();
  }
}
