package io.aicloudops.assistant;

import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.http.HttpSettings;
import io.aicloudops.runtime.kafka.KafkaClients;
import io.aicloudops.runtime.kafka.KafkaSettings;
import io.aicloudops.runtime.service.ServiceContext;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.javalin.Javalin;
import io.javalin.http.HandlerType;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The whole service, made as in production but never started: nothing answers on its brokers. */
public final class RoutesOfTheService {

  private RoutesOfTheService() {}

  /** Collects the modules that are added. */
  public static AssistantService service(Map<String, ?> values, Path data, HttpServer[] made) {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Settings settings = Settings.of(values);
    HttpServer http =
        new HttpServer(
            settings.read(HttpSettings.SECTION),
            "a secret for tests that is long enough",
            meters,
            Clock.systemUTC());
    KafkaClients kafka =
        new KafkaClients(
            settings.read(KafkaSettings.SECTION), new InMemorySchemaRegistry(), meters);
    made[0] = http;
    return new AssistantService(
        new ServiceContext(settings, kafka, http, meters, Clock.systemUTC(), data));
  }

  /** {@code METHOD /path} of every route below a path; WebSockets are GET. */
  public static Set<String> under(String path) {
    Set<String> found = new TreeSet<>();
    HttpServer[] made = new HttpServer[1];
    Map<String, ?> values = Map.of("kafka.bootstrap.servers", "localhost:1");
    try (AssistantService service = service(values, Path.of("unused"), made)) {
      Javalin javalin =
          Javalin.create(config -> service.modules().forEach(module -> module.configure(config)));
      javalin.unsafe.internalRouter.allHttpHandlers().stream()
          .map(parsed -> parsed.endpoint)
          .filter(endpoint -> endpoint.path.startsWith(path))
          .filter(endpoint -> endpoint.method.isHttpMethod())
          .filter(endpoint -> !endpoint.method.equals(HandlerType.HEAD))
          .forEach(endpoint -> found.add(endpoint.method.name() + " " + endpoint.path));
      javalin.unsafe.internalRouter.allWsHandlers().stream()
          .map(io.javalin.websocket.WsHandlerEntry::getPath)
          .filter(ws -> ws.startsWith(path))
          .forEach(ws -> found.add("GET " + ws));
    }
    return found;
  }
}
