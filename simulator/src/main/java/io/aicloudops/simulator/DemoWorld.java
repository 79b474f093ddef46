package io.aicloudops.simulator;

import io.aicloudops.simulator.faults.ControlApi;
import io.aicloudops.simulator.faults.Faults;
import io.aicloudops.simulator.kube.ClusterSettings;
import io.aicloudops.simulator.kube.SimulatedCluster;
import io.aicloudops.simulator.shop.deploy.Shop;
import io.aicloudops.simulator.shop.deploy.ShopHealth;
import io.aicloudops.simulator.shop.load.LoadCurve;
import io.aicloudops.simulator.shop.load.LoadGenerator;
import io.aicloudops.simulator.shop.model.ServiceSpec;
import io.aicloudops.simulator.shop.model.ShopMap;
import io.aicloudops.simulator.shop.process.ShopRuntime;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javalin.Javalin;
import java.time.Clock;
import java.util.List;
import java.util.Random;

/**
 * A cluster with a busy shop on it, all within this JVM on loopback ports: what the demo and the
 * tests look after. Ready some three seconds after it was made; {@link ShopHealth} tells when.
 */
public final class DemoWorld implements AutoCloseable {

  /** How much faster than on a real cluster back-offs and deadlines pass. */
  private static final double SPEED = 10;

  private final ShopRuntime runtime;
  private final SimulatedCluster cluster;
  private final KubernetesClient client;
  private final Shop shop;
  private final LoadGenerator load;
  private final ShopHealth health;
  private final Faults faults;
  private final Javalin control;

  /**
   * Starts the cluster, installs the shop, lets the customers in.
   *
   * @param seed for everything random in the shop
   * @param curve how many customers come
   * @param settings of the cluster; its clock must keep pace with real time, for requests and
   *     processes take real time
   */
  public DemoWorld(long seed, LoadCurve curve, ClusterSettings settings) {
    Random random = new Random(seed);
    Clock clock = settings.clock();
    List<ServiceSpec> services = ShopMap.services();
    runtime = new ShopRuntime(services, random);
    cluster = new SimulatedCluster(settings, runtime).start();
    client = cluster.client();
    shop = new Shop(client, services);
    shop.install();
    load = new LoadGenerator(runtime.client(), curve, this::open, random, clock);
    health = new ShopHealth(shop, runtime, load.seen());
    faults = new Faults(shop, runtime, load, health, clock);
    ControlApi api = new ControlApi(faults, shop, runtime, load, health);
    control =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  api.addTo(config);
                })
            .start("127.0.0.1", 0);
  }

  /** A world with the usual customers on a cluster open to everybody. */
  public static DemoWorld start(long seed) {
    ClusterSettings settings = ClusterSettings.defaults().withSpeed(SPEED);
    return new DemoWorld(seed, LoadCurve.DEFAULT, settings);
  }

  /** The cluster the shop runs on. */
  public SimulatedCluster cluster() {
    return cluster;
  }

  /** What can go wrong. */
  public Faults faults() {
    return faults;
  }

  /** The shop, to release and restart. */
  public Shop shop() {
    return shop;
  }

  /** The customers. */
  public LoadGenerator load() {
    return load;
  }

  /** How the shop is. */
  public ShopHealth health() {
    return health;
  }

  /** The processes that run. */
  public ShopRuntime runtime() {
    return runtime;
  }

  /** Base URL of the {@link ControlApi}, without a slash at the end. */
  public String controlUrl() {
    return "http://127.0.0.1:" + control.port();
  }

  private boolean open() {
    return ShopMap.services().stream()
        .allMatch(service -> runtime.discovery().readyCount(service.name()) > 0);
  }

  @Override
  public void close() {
    faults.close();
    load.close();
    control.stop();
    client.close();
    cluster.close();
    runtime.close();
  }
}
