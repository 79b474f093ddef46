package io.aicloudops.simulator.faults;

import io.aicloudops.simulator.shop.deploy.Shop;
import io.aicloudops.simulator.shop.deploy.ShopHealth;
import io.aicloudops.simulator.shop.load.LoadGenerator;
import io.aicloudops.simulator.shop.load.LoadWindow;
import io.aicloudops.simulator.shop.process.Discovery;
import io.aicloudops.simulator.shop.process.Instance;
import io.aicloudops.simulator.shop.process.ShopRuntime;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.NotFoundResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The shop's control over HTTP: {@code GET /faults}, {@code POST /faults/{id}} injects, {@code
 * DELETE /faults/{id}} clears, {@code GET /shop} tells how it is. An optional query parameter
 * {@code service} names another target for a POST.
 */
public final class ControlApi {

  private static final Duration WINDOW = Duration.ofSeconds(5);

  private final Faults faults;
  private final Shop shop;
  private final ShopRuntime runtime;
  private final LoadGenerator load;
  private final ShopHealth health;

  public ControlApi(
      Faults faults, Shop shop, ShopRuntime runtime, LoadGenerator load, ShopHealth health) {
    this.faults = faults;
    this.shop = shop;
    this.runtime = runtime;
    this.load = load;
    this.health = health;
  }

  /** Adds the routes to a server that has not started yet. */
  public void addTo(JavalinConfig config) {
    config.routes.before("/faults/*", ControlApi::refuseOtherSites);
    config.routes.get("/faults", ctx -> ctx.json(faults.all().stream().map(this::state).toList()));
    config.routes.post("/faults/{id}", this::inject);
    config.routes.delete("/faults/{id}", this::clear);
    config.routes.get("/shop", ctx -> ctx.json(shopState()));
  }

  /** A page of another site, open in the same browser, must not break the shop. */
  private static void refuseOtherSites(Context ctx) {
    String origin = ctx.header("Origin");
    if (origin != null && !origin.endsWith("://" + ctx.host())) {
      throw new ForbiddenResponse("faults are not injected for " + origin);
    }
  }

  private void inject(Context ctx) {
    FaultType type = type(ctx);
    String service = ctx.queryParam("service");
    Fault fault;
    try {
      fault = service == null ? faults.get(type) : faults.on(type, service);
    } catch (IllegalArgumentException e) {
      throw new NotFoundResponse(String.valueOf(e.getMessage()));
    }
    fault.inject();
    ctx.status(202).json(state(fault));
  }

  private void clear(Context ctx) {
    Fault fault = faults.get(type(ctx));
    fault.clear();
    ctx.json(state(fault));
  }

  private static FaultType type(Context ctx) {
    String id = ctx.pathParam("id");
    return FaultType.of(id)
        .orElseThrow(() -> new NotFoundResponse("no fault " + id + "; GET /faults lists them"));
  }

  private FaultState state(Fault fault) {
    FaultType type = fault.type();
    return new FaultState(
        type.id(),
        type.titleEn(),
        type.titleZh(),
        fault.target(),
        type.kinds(),
        type.harmless(),
        fault.injectedAt().map(Instant::toString).orElse(""),
        fault.injectedAt().isEmpty() || fault.mended());
  }

  private ShopState shopState() {
    Discovery discovery = runtime.discovery();
    return new ShopState(
        runtime.instances().stream().map(ControlApi::instanceState).toList(),
        shop.images(),
        load.seen().window(WINDOW),
        load.factor(),
        load.seen().succeeded(),
        load.seen().failed(),
        discovery.readyCount("frontend"),
        health.problems());
  }

  private static InstanceState instanceState(Instance instance) {
    return new InstanceState(
        instance.launch().podName(),
        instance.service().name(),
        instance.version(),
        instance.memory().residentBytes(),
        instance.launch().memoryLimitBytes(),
        instance.cpu().usedSeconds(),
        instance.cpu().limitCores(),
        instance.cpu().backlogSeconds());
  }

  /** A fault; {@code injectedAt} is "" if it is not injected. */
  record FaultState(
      String id,
      String titleEn,
      String titleZh,
      String target,
      List<String> kinds,
      boolean harmless,
      String injectedAt,
      boolean mended) {}

  record InstanceState(
      String pod,
      String service,
      String version,
      long memoryBytes,
      long memoryLimitBytes,
      double cpuSeconds,
      double cpuLimitCores,
      double backlogSeconds) {}

  record ShopState(
      List<InstanceState> instances,
      Map<String, String> images,
      LoadWindow lastSeconds,
      double loadFactor,
      long succeeded,
      long failed,
      int frontsReady,
      List<String> problems) {}
}
