package io.aicloudops.simulator.shop.process;

import io.aicloudops.simulator.pods.PodRuntime;
import io.aicloudops.simulator.shop.model.Images;
import io.aicloudops.simulator.shop.model.ServiceSpec;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the shop's containers as HTTP servers of this JVM. A process takes 0.3 s to start and 0.3 s
 * more to be ready, drains for 1 s when it is stopped, and is killed (137, OOMKilled) within 0.2 s
 * of passing its memory limit.
 */
public final class ShopRuntime implements PodRuntime, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ShopRuntime.class);
  private static final Duration START = Duration.ofMillis(300);
  private static final Duration READY = Duration.ofMillis(300);
  private static final Duration DRAIN = Duration.ofSeconds(1);
  private static final Duration MEMORY_CHECK = Duration.ofMillis(200);

  private final Images images;
  private final Discovery discovery = new Discovery();
  private final Surroundings surroundings;
  private final ShopThreads threads = new ShopThreads();
  private final Map<String, PodProcess> running = new HashMap<>();
  private final Set<PodProcess> draining = ConcurrentHashMap.newKeySet();
  private final Map<String, Double> leaks = new HashMap<>();

  /**
   * @param services what images there are
   * @param random for the noise of service times
   */
  public ShopRuntime(List<ServiceSpec> services, Random random) {
    images = new Images(services);
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(threads.client())
            .build();
    surroundings =
        new Surroundings(
            new Downstream(http, discovery),
            threads.timer(),
            new ConcurrentHashMap<>(Goods.initial()),
            random,
            System::nanoTime);
    threads.later(MEMORY_CHECK, this::killOversized);
  }

  @Override
  public boolean imageExists(String image) {
    return images.find(image).isPresent();
  }

  @Override
  public void start(Launch launch, Listener listener) {
    Images.Image image =
        images
            .find(launch.image())
            .orElseThrow(() -> new IllegalArgumentException("no image " + launch.image()));
    PodProcess process = new PodProcess(launch, listener, image);
    synchronized (this) {
      if (running.putIfAbsent(launch.podUid(), process) != null) {
        throw new IllegalStateException("pod " + launch.podName() + " runs already");
      }
    }
    threads.later(START, () -> boot(process));
  }

  @Override
  public void stop(String podUid) {
    PodProcess process;
    synchronized (this) {
      leaks.remove(podUid);
      process = running.remove(podUid);
    }
    if (process != null) {
      discovery.remove(process.serviceName(), podUid);
      draining.add(process);
      threads.later(DRAIN, () -> close(process));
    }
  }

  @Override
  public synchronized Usage usage(String podUid) {
    PodProcess process = running.get(podUid);
    Instance instance = process == null ? null : process.instance;
    return instance == null
        ? new Usage(0, 0)
        : new Usage(instance.memory().residentBytes(), instance.cpu().usedSeconds());
  }

  /** Who is ready, for callers from outside such as a load generator. */
  public Discovery discovery() {
    return discovery;
  }

  /** Calls a service as its clients do. */
  public Downstream client() {
    return surroundings.downstream();
  }

  /** The processes that run now, whether ready or not. */
  public synchronized List<Instance> instances() {
    return running.values().stream().map(p -> p.instance).filter(Objects::nonNull).toList();
  }

  /** The processes of a service that run now. */
  public List<Instance> instances(String service) {
    return instances().stream().filter(i -> i.service().name().equals(service)).toList();
  }

  /**
   * Makes the pods of a service that run now leak memory. The leak is the pod's: it goes on after a
   * restart of the container in the same pod, and ends when the pod is replaced.
   *
   * @param bytesPerSecond 0 to end the growth
   */
  public synchronized void leakMemory(String service, double bytesPerSecond) {
    for (PodProcess process : running.values()) {
      if (process.image.service().name().equals(service)) {
        leaks.put(process.launch.podUid(), bytesPerSecond);
        if (process.instance != null) {
          process.instance.memory().leak(bytesPerSecond);
        }
      }
    }
  }

  @Override
  public void close() {
    List<PodProcess> left;
    synchronized (this) {
      left = new ArrayList<>(running.values());
      running.clear();
    }
    threads.stopTimers();
    left.addAll(draining);
    left.forEach(this::close);
    threads.close();
  }

  private void boot(PodProcess process) {
    if (process.image.behaviour() == Images.Behaviour.CRASHES) {
      exit(process, 1, "Error", LastWords.crash(process.image));
      return;
    }
    Instance instance = new Instance(process.launch, process.image, surroundings);
    InstanceServer server = threads.server(instance);
    int port;
    try {
      port = server.start();
    } catch (Exception e) {
      LOG.warn("Pod {} could not bind a port", process.launch.podName(), e);
      exit(process, 1, "Error", "cannot bind: " + e.getMessage());
      return;
    }
    synchronized (this) {
      process.server = server;
      if (running.get(process.launch.podUid()) == process) {
        process.instance = instance;
        instance.memory().leak(leaks.getOrDefault(process.launch.podUid(), 0.0));
      }
    }
    if (process.instance == null) {
      close(process);
      return;
    }
    process.listener.serving("127.0.0.1", port);
    threads.later(READY, () -> becomeReady(process, port));
  }

  private void becomeReady(PodProcess process, int port) {
    synchronized (this) {
      if (running.get(process.launch.podUid()) != process) {
        return;
      }
      process.ready = true;
      discovery.add(process.serviceName(), new Endpoint(process.launch.podUid(), port));
    }
    process.listener.ready(true);
  }

  private void killOversized() {
    List<PodProcess> oversized;
    synchronized (this) {
      oversized = running.values().stream().filter(ShopRuntime::oversized).toList();
    }
    threads.later(MEMORY_CHECK, this::killOversized);
    for (PodProcess process : oversized) {
      exit(process, 137, "OOMKilled", LastWords.outOfMemory(process.launch));
    }
  }

  private static boolean oversized(PodProcess process) {
    long limit = process.launch.memoryLimitBytes();
    Instance instance = process.instance;
    return limit > 0 && instance != null && instance.memory().residentBytes() > limit;
  }

  private void exit(PodProcess process, int code, String reason, String lastLog) {
    String podUid = process.launch.podUid();
    synchronized (this) {
      if (!running.remove(podUid, process)) {
        return;
      }
    }
    discovery.remove(process.serviceName(), podUid);
    close(process);
    if (process.ready) {
      process.listener.ready(false);
    }
    process.listener.exited(code, reason, lastLog);
  }

  private void close(PodProcess process) {
    draining.remove(process);
    InstanceServer server = process.server;
    if (server == null) {
      return;
    }
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("Stopping pod {} failed", process.launch.podName(), e);
    }
  }
}
