package io.aicloudops.assistant;

import io.aicloudops.assistant.answer.Assistant;
import io.aicloudops.assistant.answer.AssistantHealth;
import io.aicloudops.assistant.answer.assembly.Assistants;
import io.aicloudops.assistant.api.AssistantRoutes;
import io.aicloudops.assistant.api.AutofixRoutes;
import io.aicloudops.assistant.api.CommandRoutes;
import io.aicloudops.assistant.api.DashboardRoutes;
import io.aicloudops.assistant.api.DemoRoutes;
import io.aicloudops.assistant.api.IncidentRoutes;
import io.aicloudops.assistant.api.InspectionRoutes;
import io.aicloudops.assistant.api.MapRoutes;
import io.aicloudops.assistant.api.OpenApiRoutes;
import io.aicloudops.assistant.api.Places;
import io.aicloudops.assistant.api.PredictRoutes;
import io.aicloudops.assistant.api.Predictions;
import io.aicloudops.assistant.api.RcaPassage;
import io.aicloudops.assistant.api.RecordRoutes;
import io.aicloudops.assistant.api.RemediationRoutes;
import io.aicloudops.assistant.api.RuleRoutes;
import io.aicloudops.assistant.api.Unavailability;
import io.aicloudops.assistant.api.WhoAmIRoutes;
import io.aicloudops.assistant.commands.Commands;
import io.aicloudops.assistant.graphql.GraphQlRoutes;
import io.aicloudops.assistant.json.EventJson;
import io.aicloudops.assistant.live.LiveService;
import io.aicloudops.assistant.mcp.McpRoutes;
import io.aicloudops.assistant.rules.PrometheusWatch;
import io.aicloudops.assistant.views.ViewService;
import io.aicloudops.assistant.views.Views;
import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.kafka.EventProducer;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.service.Service;
import io.aicloudops.runtime.service.ServiceContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The query service: views of every result topic, the API over them, live updates, dashboard. */
public final class AssistantService implements Service {

  private final List<HttpModule> modules = new ArrayList<>();
  private final ViewService viewService;
  private final LiveService live;
  private final EventProducer producer;
  private final Assistant assistant;
  private final AssistantRoutes assistantRoutes;
  private final PrometheusWatch prometheus;

  /** Reads {@link AssistantServiceSettings#SECTION} and adds its routes to the server. */
  public AssistantService(ServiceContext context) {
    AssistantServiceSettings settings = context.settings().read(AssistantServiceSettings.SECTION);
    Clock clock = context.clock();
    viewService = new ViewService(context, settings.views());
    live = new LiveService(context, settings.listeners());
    producer = context.kafka().producer("assistant");
    Views views = viewService.views();
    Commands commands = new Commands(views, producer, clock);
    assistant = Assistants.create(settings.answers(), new LiveViews(views, clock), clock);
    Places places = new Places(assistant, settings.questions());
    assistantRoutes = new AssistantRoutes(assistant, places, settings.questions());
    modules.addAll(routes(views, commands, clock));
    modules.add(viewService.routes());
    modules.add(live.routes());
    modules.add(new GraphQlRoutes(views, commands, live.feed(), clock));
    modules.add(assistantRoutes);
    modules.add(new McpRoutes(views, new Predictions(views, clock), places));
    modules.add(new RuleRoutes(settings.prometheusUrl()));
    prometheus = new PrometheusWatch(settings.prometheusUrl(), clock);
    if (!settings.rcaUrl().isEmpty()) {
      modules.add(new RcaPassage(settings.rcaUrl(), context.http().tokens()));
    }
    modules.add(new DemoRoutes(settings.demoControlUrl()));
    modules.add(new DashboardRoutes());
    modules.forEach(context.http()::add);
  }

  /** What was added to the server. */
  List<HttpModule> modules() {
    return List.copyOf(modules);
  }

  /** The routes over the views. */
  static List<HttpModule> routes(Views views, Commands commands, Clock clock) {
    return List.of(
        new Unavailability(),
        new IncidentRoutes(views, commands),
        new RemediationRoutes(views, commands),
        new CommandRoutes(views, commands, clock),
        new AutofixRoutes(views, commands),
        new InspectionRoutes(views, commands),
        new WhoAmIRoutes(),
        new RecordRoutes(views),
        new MapRoutes(views, clock),
        new PredictRoutes(new Predictions(views, clock)),
        new OpenApiRoutes());
  }

  @Override
  public String name() {
    return "assistant";
  }

  @Override
  public void start() {
    viewService.start();
    live.start();
    prometheus.start();
  }

  @Override
  public Health health() {
    return viewService.health();
  }

  /** {@code llm}, {@code prometheus} and {@code vector_store}, each with its response time. */
  @Override
  public Map<String, Health> dependencies() {
    AssistantHealth now = assistant.health();
    return Map.of(
        "llm",
        health(now.llm()),
        "prometheus",
        prometheus.health(),
        "vector_store",
        health(now.vectorStore()));
  }

  private static Health health(AssistantHealth.Part part) {
    Health.Status status =
        switch (part.status()) {
          case HEALTHY -> Health.Status.HEALTHY;
          case DEGRADED -> Health.Status.DEGRADED;
          case DISABLED -> Health.Status.DISABLED;
        };
    return new Health(
        status, part.detail(), Map.of("response_time", EventJson.number(part.responseTime())));
  }

  @Override
  public void close() {
    prometheus.close();
    assistantRoutes.close();
    assistant.close();
    live.close();
    viewService.close();
    producer.close();
  }
}
