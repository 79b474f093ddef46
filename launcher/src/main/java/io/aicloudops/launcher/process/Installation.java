package io.aicloudops.launcher.process;

import io.aicloudops.assistant.AssistantServiceSettings;
import io.aicloudops.runtime.http.HealthModule;
import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.http.HttpSettings;
import io.aicloudops.runtime.http.LocalSecret;
import io.aicloudops.runtime.kafka.KafkaClients;
import io.aicloudops.runtime.kafka.KafkaSettings;
import io.aicloudops.runtime.kafka.TopicAdmin;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.service.Service;
import io.aicloudops.runtime.service.ServiceContext;
import io.aicloudops.runtime.service.ServiceGroup;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.runtime.settings.SettingsException;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The services of one process with what they share: clients, HTTP server, metrics. */
public final class Installation implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Installation.class);

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gcMetrics = new JvmGcMetrics();
  private final KafkaClients kafka;
  private final HttpServer http;
  private final ServiceGroup group;

  /**
   * Builds the services; nothing runs yet.
   *
   * @param settings checked before
   * @param chosen which services
   * @param data the process' directory
   * @throws SettingsException if settings contradict what is chosen
   */
  public Installation(Settings settings, Collection<Services> chosen, Path data, Clock clock) {
    oneAnswersForRca(settings, chosen);
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    gcMetrics.bindTo(meters);
    HttpSettings httpSettings = settings.read(HttpSettings.SECTION);
    String secret = httpSettings.auth().hmacSecret().value().orElseGet(() -> LocalSecret.in(data));
    this.kafka = new KafkaClients(settings.read(KafkaSettings.SECTION), meters);
    this.http = new HttpServer(httpSettings, secret, meters, clock);
    ServiceContext context = new ServiceContext(settings, kafka, http, meters, clock, data);
    List<Service> services = new ArrayList<>();
    for (Services service : Services.values()) {
      if (chosen.contains(service)) {
        services.add(service.create(context));
      }
    }
    services.add(http);
    this.group = new ServiceGroup(services);
    http.add(new HealthModule(Version.text(), this::health, group::dependencies, clock));
  }

  /** Two of one process would answer the same route. */
  private static void oneAnswersForRca(Settings settings, Collection<Services> chosen) {
    boolean both = chosen.contains(Services.RCA) && chosen.contains(Services.ASSISTANT);
    if (both && !settings.read(AssistantServiceSettings.SECTION).rcaUrl().isEmpty()) {
      throw new SettingsException(
          List.of(
              "assistant.rca-url: must be empty here, as rca and assistant run in one process;"
                  + " it is for an rca service of its own"));
    }
  }

  /**
   * Creates missing topics and starts everything.
   *
   * @throws RuntimeException if a service can never start; nothing runs then
   */
  public void start() {
    List<String> created = new TopicAdmin(kafka).createMissing();
    if (!created.isEmpty()) {
      LOG.info("created {} topics", created.size());
    }
    group.start();
  }

  /** The health of each service by its name. */
  public Map<String, Health> health() {
    return group.health();
  }

  /** The process' HTTP server. */
  public HttpServer http() {
    return http;
  }

  /** The process' Kafka clients. */
  public KafkaClients kafka() {
    return kafka;
  }

  @Override
  public void close() {
    group.close();
    gcMetrics.close();
    meters.close();
  }
}
