package io.aicloudops.launcher.process;

import io.aicloudops.assistant.AssistantService;
import io.aicloudops.assistant.AssistantServiceSettings;
import io.aicloudops.connect.ConnectService;
import io.aicloudops.connect.ConnectSettings;
import io.aicloudops.forecast.ForecastService;
import io.aicloudops.forecast.ForecastSettings;
import io.aicloudops.rca.RcaService;
import io.aicloudops.rca.RcaSettings;
import io.aicloudops.remediator.RemediatorService;
import io.aicloudops.remediator.RemediatorSettings;
import io.aicloudops.runtime.http.HttpSettings;
import io.aicloudops.runtime.kafka.KafkaSettings;
import io.aicloudops.runtime.kubernetes.KubernetesSettings;
import io.aicloudops.runtime.logs.Logs;
import io.aicloudops.runtime.logs.OfService;
import io.aicloudops.runtime.service.Service;
import io.aicloudops.runtime.service.ServiceContext;
import io.aicloudops.runtime.settings.Section;
import java.util.List;
import java.util.function.Function;

/** Every service there is, in the order of the flow. */
public enum Services {
  CONNECT("connect", ConnectSettings.SECTION, ConnectService::new),
  RCA("rca", RcaService.NAME, RcaSettings.SECTION, RcaService::new),
  FORECAST("forecast", ForecastService.NAME, ForecastSettings.SECTION, ForecastService::new),
  REMEDIATOR("remediator", RemediatorSettings.SECTION, RemediatorService::new),
  ASSISTANT("assistant", AssistantServiceSettings.SECTION, AssistantService::new);

  private final String id;
  private final String serviceName;

  @SuppressWarnings("ImmutableEnumChecker") // a record of a path and a class
  private final Section<?> section;

  @SuppressWarnings("ImmutableEnumChecker") // a constructor
  private final Function<ServiceContext, Service> factory;

  Services(String id, Section<?> section, Function<ServiceContext, Service> factory) {
    this(id, id, section, factory);
  }

  Services(
      String id,
      String serviceName,
      Section<?> section,
      Function<ServiceContext, Service> factory) {
    this.id = id;
    this.serviceName = serviceName;
    this.section = section;
    this.factory = factory;
  }

  /** Its name on the command line. */
  public String id() {
    return id;
  }

  /** The service, built but not started; its lines in the log say whose they are from then on. */
  public Service create(ServiceContext context) {
    return OfService.make(serviceName, () -> factory.apply(context));
  }

  /** All sections that a configuration may have. */
  public static List<Section<?>> sections() {
    return List.of(
        EmbeddedSettings.SECTION,
        ClientSettings.SECTION,
        KafkaSettings.SECTION,
        HttpSettings.SECTION,
        Logs.SECTION,
        KubernetesSettings.SECTION,
        CONNECT.section,
        RCA.section,
        FORECAST.section,
        REMEDIATOR.section,
        ASSISTANT.section);
  }
}
