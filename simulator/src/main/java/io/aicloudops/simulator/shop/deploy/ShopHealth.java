package io.aicloudops.simulator.shop.deploy;

import io.aicloudops.simulator.shop.load.LoadRecord;
import io.aicloudops.simulator.shop.load.LoadWindow;
import io.aicloudops.simulator.shop.process.Instance;
import io.aicloudops.simulator.shop.process.ShopRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the shop is well, measured: by what customers see, what the cluster says and what its
 * processes use.
 */
public final class ShopHealth {

  private static final Duration WINDOW = Duration.ofSeconds(3);

  /** A process younger than this has not shown yet whether it is well; a leak shows within it. */
  private static final Duration YOUNG = Duration.ofSeconds(5);

  private static final double GOODPUT = 0.99;
  private static final double P95_SECONDS = 0.5;
  private static final double BACKLOG_SECONDS = 0.25;
  private static final double MEMORY = 1.2;

  private final Shop shop;
  private final ShopRuntime runtime;
  private final LoadRecord load;

  public ShopHealth(Shop shop, ShopRuntime runtime, LoadRecord load) {
    this.shop = shop;
    this.runtime = runtime;
    this.load = load;
  }

  /** What is wrong now, one sentence each; empty if the shop has been well for three seconds. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>(shop.unfinished());
    LoadWindow seen = load.window(WINDOW);
    if (seen.goodput() < GOODPUT) {
      problems.add("%.0f %% of the requests fail".formatted(100 * (1 - seen.goodput())));
    }
    if (seen.p95Seconds() > P95_SECONDS) {
      problems.add("one request in twenty takes %.1f s or more".formatted(seen.p95Seconds()));
    }
    for (Instance instance : runtime.instances()) {
      String pod = instance.launch().podName();
      if (instance.age().compareTo(YOUNG) < 0) {
        problems.add(pod + " has only just started");
      }
      if (instance.cpu().backlogSeconds() > BACKLOG_SECONDS) {
        problems.add(pod + " has more work than CPU");
      }
      if (instance.memory().residentBytes() > MEMORY * instance.memory().usualBytes()) {
        problems.add(pod + " uses much more memory than usual");
      }
      instance
          .pool()
          .filter(pool -> pool.inUse() == pool.max() && pool.waiting() > 0)
          .ifPresent(pool -> problems.add(pod + " has no free database connection"));
    }
    return problems;
  }
}
