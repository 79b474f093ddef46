package io.aicloudops.simulator.faults;

import io.aicloudops.simulator.shop.deploy.Shop;
import io.aicloudops.simulator.shop.deploy.ShopHealth;
import io.aicloudops.simulator.shop.load.LoadGenerator;
import io.aicloudops.simulator.shop.model.ServiceSpec;
import io.aicloudops.simulator.shop.process.Instance;
import io.aicloudops.simulator.shop.process.ShopRuntime;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every fault of the shop, each type on its usual service, and more on request. Thread-safe. */
public final class Faults implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
  private static final double LEAK_SECONDS = 25;
  private static final double BURN = 0.9;
  private static final Duration SLOW = Duration.ofMillis(900);
  private static final double SURGE = 2.6;
  private static final double WOBBLE = 1.25;
  private static final Duration WOBBLE_LENGTH = Duration.ofSeconds(20);

  private final Shop shop;
  private final ShopRuntime runtime;
  private final LoadGenerator load;
  private final ShopHealth health;
  private final Clock clock;
  private final ScheduledExecutorService timer;
  private final Map<FaultType, Fault> usual = new EnumMap<>(FaultType.class);

  public Faults(
      Shop shop, ShopRuntime runtime, LoadGenerator load, ShopHealth health, Clock clock) {
    this.shop = shop;
    this.runtime = runtime;
    this.load = load;
    this.health = health;
    this.clock = clock;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "shop-faults");
              thread.setDaemon(true);
              return thread;
            });
    for (FaultType type : FaultType.values()) {
      usual.put(type, on(type, type.defaultService()));
    }
  }

  /** Every type once, in the order of a good demonstration. */
  public List<Fault> all() {
    return List.copyOf(usual.values());
  }

  /** The type's fault on its usual service. */
  public Fault get(FaultType type) {
    return Objects.requireNonNull(usual.get(type));
  }

  /**
   * A fault on a service of choice.
   *
   * @throws IllegalArgumentException if the shop has no such service, or a pool is to be exhausted
   *     that it has not
   */
  public Fault on(FaultType type, String service) {
    ServiceSpec spec = shop.service(service);
    type.checkTarget(spec);
    ServiceSpec.Versions versions = spec.versions();
    return switch (type) {
      case BAD_ROLLOUT -> release(type, spec, spec.image(versions.crashing()));
      case WRONG_IMAGE -> release(type, spec, spec.image(versions.stable() + "-rc9"));
      case ERROR_BURST -> release(type, spec, spec.image(versions.failing()));
      case HEALTHY_ROLLOUT ->
          fault(type, service, () -> releaseOther(spec), () -> releaseStable(spec));
      case MEMORY_LEAK -> fault(type, service, () -> leakMemory(spec), () -> restart(service));
      case CPU_BURN -> illness(type, service, instance -> instance.cpu().runaway(BURN));
      case SLOW_DEPENDENCY -> illness(type, service, instance -> instance.slowDown(SLOW));
      case POOL_EXHAUSTED -> illness(type, service, Faults::exhaustPool);
      case TRAFFIC_SURGE -> fault(type, service, () -> load.factor(SURGE), () -> load.factor(1));
      case LOAD_WOBBLE -> fault(type, service, this::wobble, () -> load.factor(1));
    };
  }

  /** Injects faults later, each at its time from now. */
  public void schedule(List<ScheduledFault> plan) {
    for (ScheduledFault entry : plan) {
      Fault fault =
          entry.service().map(service -> on(entry.type(), service)).orElse(get(entry.type()));
      later(
          entry.after(),
          () -> {
            LOG.info("{} strikes {}, as scheduled", entry.type().id(), fault.target());
            fault.inject();
          });
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private Fault release(FaultType type, ServiceSpec service, String image) {
    return fault(
        type,
        service.name(),
        () -> shop.release(service.name(), image),
        () -> releaseStable(service));
  }

  private Fault illness(FaultType type, String service, Consumer<Instance> strike) {
    return fault(
        type, service, () -> runtime.instances(service).forEach(strike), () -> restart(service));
  }

  private Fault fault(FaultType type, String service, Runnable cause, Runnable relief) {
    return new Fault(type, service, cause, relief, health, clock);
  }

  private void releaseStable(ServiceSpec service) {
    shop.release(service.name(), service.image(service.versions().stable()));
  }

  private void releaseOther(ServiceSpec service) {
    String next = service.image(service.versions().next());
    if (shop.image(service.name()).equals(next)) {
      releaseStable(service);
    } else {
      shop.release(service.name(), next);
    }
  }

  private void leakMemory(ServiceSpec service) {
    long room = service.memoryLimitBytes() - service.residentBytes();
    runtime.leakMemory(service.name(), room / LEAK_SECONDS);
  }

  private static void exhaustPool(Instance instance) {
    instance
        .pool()
        .ifPresent(
            pool -> {
              for (int i = 0; i < pool.max(); i++) {
                pool.leak();
              }
            });
  }

  private void wobble() {
    load.factor(WOBBLE);
    later(WOBBLE_LENGTH, () -> load.factor(1));
  }

  private void restart(String service) {
    shop.restart(service, clock.instant().toString());
  }

  private void later(Duration delay, Runnable task) {
    var unused =
        timer.schedule(
            () -> {
              try {
                task.run();
              } catch (RuntimeException e) {
                LOG.error("A scheduled fault failed", e);
              }
            },
            delay.toMillis(),
            TimeUnit.MILLISECONDS);
  }
}
