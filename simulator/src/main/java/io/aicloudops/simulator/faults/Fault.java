package io.aicloudops.simulator.faults;

import io.aicloudops.simulator.shop.deploy.Shop;
import io.aicloudops.simulator.shop.deploy.ShopHealth;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A fault of a type on a service: brought about, taken back, and whether the shop has got over it.
 * Thread-safe.
 */
public final class Fault {

  /** A fault needs this long to show; before, nothing can be said about its mending. */
  private static final Duration SHOWS_WITHIN = Duration.ofSeconds(5);

  private final FaultType type;
  private final String service;
  private final Runnable cause;
  private final Runnable relief;
  private final ShopHealth health;
  private final Clock clock;
  private Optional<Instant> injectedAt = Optional.empty();

  Fault(
      FaultType type,
      String service,
      Runnable cause,
      Runnable relief,
      ShopHealth health,
      Clock clock) {
    this.type = type;
    this.service = service;
    this.cause = cause;
    this.relief = relief;
    this.health = health;
    this.clock = clock;
  }

  /** What it is. */
  public FaultType type() {
    return type;
  }

  /** The service it strikes. */
  public String service() {
    return service;
  }

  /** What it strikes, as {@code namespace/kind/name}. */
  public String target() {
    return Shop.NAMESPACE + "/Deployment/" + service;
  }

  /** Brings it about. */
  public void inject() {
    synchronized (this) {
      injectedAt = Optional.of(clock.instant());
    }
    cause.run();
  }

  /** Takes it back by force, as an operator would who knows it. */
  public void clear() {
    relief.run();
    synchronized (this) {
      injectedAt = Optional.empty();
    }
  }

  /** When it was brought about last; empty if never, or cleared since. */
  public synchronized Optional<Instant> injectedAt() {
    return injectedAt;
  }

  /**
   * True if the shop is measured to be well, and the fault, if injected, has had five seconds to
   * show.
   */
  public boolean mended() {
    Instant now = clock.instant();
    boolean shown = injectedAt().map(at -> !now.isBefore(at.plus(SHOWS_WITHIN))).orElse(true);
    return shown && health.problems().isEmpty();
  }
}
