package io.aicloudops.simulator.shop.load;

import io.aicloudops.simulator.shop.process.Downstream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Sends requests to the front, whether or not the earlier ones are answered (open loop): a slow
 * shop gets no relief. The rate is the curve's times a factor, with 2 % of noise; the mix of
 * requests is drawn without replacement, so it hardly varies.
 */
public final class LoadGenerator implements AutoCloseable {

  private static final Duration TICK = Duration.ofMillis(10);
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  /** Time in which the customers come in, so that a cold JVM is not overrun. */
  private static final Duration WARM_UP = Duration.ofSeconds(3);

  private static final double NOISE = 0.02;
  private static final int CUSTOMERS = 200;

  /** What the host bears; beyond it a customer is turned away. */
  private static final int MAX_OUTSTANDING = 1000;

  private static final List<Visit> MIX =
      List.of(
          new Visit("GET", "/", 7),
          new Visit("GET", "/products/%d", 7),
          new Visit("POST", "/carts/%d/items", 3),
          new Visit("POST", "/orders", 3));

  private final Downstream client;
  private final LoadCurve curve;
  private final Random random;
  private final Clock clock;
  private final LoadRecord seen;
  private final AtomicInteger outstanding = new AtomicInteger();
  private final List<Visit> deck = new ArrayList<>();
  private final ScheduledExecutorService ticker;
  private final BooleanSupplier open;
  private volatile double factor = 1;
  private long startMillis = -1;
  private long lastMillis;
  private double due;

  /**
   * Customers come from when the shop has opened.
   *
   * @param open whether it has; once it has, it is not asked again
   * @param clock must pass at the speed of real time
   */
  public LoadGenerator(
      Downstream client, LoadCurve curve, BooleanSupplier open, Random random, Clock clock) {
    this.client = client;
    this.curve = curve;
    this.random = random;
    this.clock = clock;
    this.seen = new LoadRecord(clock);
    this.open = open;
    this.ticker =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "shop-load");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        ticker.scheduleAtFixedRate(
            this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The curve's rate is multiplied by this from now on. */
  public void factor(double times) {
    if (times < 0) {
      throw new IllegalArgumentException("the load's factor must be >= 0: " + times);
    }
    factor = times;
  }

  /** What the rate is multiplied by. */
  public double factor() {
    return factor;
  }

  /** What the customers saw. */
  public LoadRecord seen() {
    return seen;
  }

  @Override
  public void close() {
    ticker.shutdownNow();
  }

  private void tick() {
    long now = clock.millis();
    if (startMillis < 0) {
      if (!open.getAsBoolean()) {
        return;
      }
      startMillis = now;
      lastMillis = now;
    }
    double seconds = Math.min(1, (now - lastMillis) / 1000.0);
    lastMillis = now;
    double noise = 1 + NOISE * random.nextGaussian();
    double warmUp = Math.min(1, (now - startMillis) / (double) WARM_UP.toMillis());
    due += curve.at(Duration.ofMillis(now - startMillis)) * factor * noise * warmUp * seconds;
    while (due >= 1) {
      due--;
      visit();
    }
  }

  private void visit() {
    if (outstanding.incrementAndGet() > MAX_OUTSTANDING) {
      outstanding.decrementAndGet();
      seen.finished(false, 0);
      return;
    }
    Visit visit = draw();
    int customer = 1 + random.nextInt(CUSTOMERS);
    long start = clock.millis();
    var unused =
        client
            .call(
                "frontend",
                visit.method,
                visit.path.formatted(customer),
                "{\"item\":%d,\"quantity\":1}".formatted(1 + random.nextInt(CUSTOMERS)),
                TIMEOUT)
            .whenComplete(
                (answer, error) -> {
                  outstanding.decrementAndGet();
                  boolean success = error == null && answer.status() == 200;
                  seen.finished(success, (clock.millis() - start) / 1000.0);
                });
  }

  private Visit draw() {
    if (deck.isEmpty()) {
      MIX.forEach(visit -> deck.addAll(Collections.nCopies(visit.weight, visit)));
      Collections.shuffle(deck, random);
    }
    return deck.remove(deck.size() - 1);
  }

  private record Visit(String method, String path, int weight) {}
}
