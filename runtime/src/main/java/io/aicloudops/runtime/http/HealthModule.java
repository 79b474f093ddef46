package io.aicloudops.runtime.http;

import io.aicloudops.runtime.service.Health;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code /api/v1/health}, {@code /live} and {@code /ready}: how the process and its services are.
 */
public final class HealthModule implements HttpModule {

  private final String version;
  private final Supplier<Map<String, Health>> health;
  private final Supplier<Map<String, Health>> dependencies;
  private final Clock clock;

  /**
   * @param version of the product
   * @param health the present health of each service by name; the probes go by it
   * @param dependencies of what they work with, by name; only shown
   */
  public HealthModule(
      String version,
      Supplier<Map<String, Health>> health,
      Supplier<Map<String, Health>> dependencies,
      Clock clock) {
    this.version = version;
    this.health = health;
    this.dependencies = dependencies;
    this.clock = clock;
  }

  @Override
  public void configure(JavalinConfig config) {
    config.routes.get("/api/v1/health", this::all, Role.ANYONE);
    config.routes.get("/api/v1/health/live", context -> probe(context, live()), Role.ANYONE);
    config.routes.get("/api/v1/health/ready", context -> probe(context, ready()), Role.ANYONE);
  }

  private boolean live() {
    return health.get().values().stream().allMatch(Health::alive);
  }

  private boolean ready() {
    return health.get().values().stream().allMatch(h -> h.status() == Health.Status.HEALTHY);
  }

  private static void probe(Context context, boolean good) {
    context.status(good ? 200 : 503).json(Map.of("status", good ? "ok" : "unavailable"));
  }

  private void all(Context context) {
    Map<String, Health> now = new LinkedHashMap<>(health.get());
    now.putAll(dependencies.get());
    Map<String, Object> components = new LinkedHashMap<>();
    Health.Status worst = Health.Status.HEALTHY;
    for (Map.Entry<String, Health> entry : now.entrySet()) {
      Health one = entry.getValue();
      Map<String, Object> component = new LinkedHashMap<>();
      component.put("status", text(one.status()));
      if (!one.message().isEmpty()) {
        component.put("message", one.message());
      }
      component.putAll(one.details());
      components.put(entry.getKey(), component);
      worst = one.status().compareTo(worst) > 0 ? one.status() : worst;
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("status", text(worst));
    answer.put("timestamp", clock.instant());
    answer.put("version", version);
    answer.put("components", components);
    context.json(answer);
  }

  private static String text(Health.Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
