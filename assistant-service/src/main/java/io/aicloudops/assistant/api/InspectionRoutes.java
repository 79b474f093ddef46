package io.aicloudops.assistant.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.assistant.commands.Commands;
import io.aicloudops.assistant.insight.InspectionReport;
import io.aicloudops.assistant.json.EventJson;
import io.aicloudops.assistant.views.View;
import io.aicloudops.assistant.views.Views;
import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Inspection;
import io.aicloudops.schemas.event.InspectionStatus;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.identity.EntityId;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code /api/v1/inspections}: what looks over the whole cluster found, and asking for one. */
public final class InspectionRoutes implements HttpModule {

  private static final String PATH = "/api/v1/inspections";

  private final Views views;
  private final Listing listing;
  private final Commands commands;

  public InspectionRoutes(Views views, Commands commands) {
    this.views = views;
    this.listing = new Listing(views);
    this.commands = commands;
  }

  @Override
  public void configure(JavalinConfig config) {
    config.routes.get(PATH, this::list, Role.VIEWER);
    config.routes.get(PATH + "/{id}", this::one, Role.VIEWER);
    config.routes.post(PATH, this::ask, Role.OPERATOR);
  }

  private void list(Context context) {
    Params params = new Params(context, "status", "cluster", "limit", "offset");
    Optional<InspectionStatus> status = params.constant("status", InspectionStatus.class);
    String cluster = params.text("cluster");
    listing.answer(
        context,
        params,
        View.INSPECTIONS,
        i ->
            (status.isEmpty() || i.getStatus() == status.get())
                && (cluster.isEmpty() || i.getCluster().equals(cluster)),
        InspectionRoutes::withoutFindings);
  }

  private static ObjectNode withoutFindings(Inspection inspection) {
    ObjectNode node = EventJson.of(inspection);
    node.remove("findings");
    return node;
  }

  private void one(Context context) {
    Params params = new Params(context, "format", "lang");
    String format = params.oneOf("format", "json", "markdown").orElse("json");
    String lang = params.oneOf("lang", "en", "zh").orElse("en");
    String id = context.pathParam("id");
    Inspection inspection = views.one(View.INSPECTIONS, id).orElseGet(() -> asked(id));
    if (format.equals("markdown")) {
      context.contentType("text/markdown; charset=utf-8");
      context.result(InspectionReport.markdown(inspection, lang.equals("zh")));
    } else {
      context.json(EventJson.of(inspection));
    }
  }

  /** Between the asking and the beginning there is only the command. */
  private Inspection asked(String id) {
    Command command =
        views.all(View.COMMANDS).rows().stream()
            .filter(c -> c.getType() == CommandType.INSPECT && c.getId().equals(id))
            .findFirst()
            .orElseThrow(() -> Problem.notFound("there is no inspection " + id));
    return Inspection.newBuilder()
        .setId(id)
        .setCluster(command.getTarget())
        .setStatus(InspectionStatus.RUNNING)
        .setAskedBy(command.getActor())
        .setStartedAt(command.getTime())
        .build();
  }

  private void ask(Context context) {
    Body body = new Body(context, "cluster", "reason");
    String cluster = cluster(body.text("cluster"));
    Command command = commands.inspect(cluster, body.text("reason"), HttpServer.principal(context));
    context
        .status(202)
        .json(
            Map.of(
                "inspection_id",
                command.getId(),
                "command_id",
                command.getId(),
                "cluster",
                cluster,
                "status",
                "accepted"));
  }

  private String cluster(String named) {
    Set<String> known = new TreeSet<>();
    views.all(View.TOPOLOGY).rows().stream()
        .map(TopologyEntity::getEntity)
        .flatMap(entity -> EntityId.tryParse(entity).stream())
        .map(EntityId::cluster)
        .forEach(known::add);
    if (named.isEmpty() && known.size() == 1) {
      return known.iterator().next();
    }
    if (known.contains(named)) {
      return named;
    }
    throw Problem.unprocessable(
        "cluster",
        known.isEmpty()
            ? "no cluster is known yet; is kubernetes.url or a kubeconfig set?"
            : (named.isEmpty() ? "is needed" : "nothing is known of " + named)
                + "; known are "
                + String.join(", ", known));
  }
}
