package io.aicloudops.assistant.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.assistant.commands.Commands;
import io.aicloudops.assistant.json.EventJson;
import io.aicloudops.assistant.json.IncidentJson;
import io.aicloudops.assistant.views.View;
import io.aicloudops.assistant.views.Views;
import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.identity.EntityId;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /api/v1/incidents}. */
public final class IncidentRoutes implements HttpModule {

  private static final String PATH = "/api/v1/incidents";

  private final Views views;
  private final Listing listing;
  private final Commands commands;

  public IncidentRoutes(Views views, Commands commands) {
    this.views = views;
    this.listing = new Listing(views);
    this.commands = commands;
  }

  @Override
  public void configure(JavalinConfig config) {
    config.routes.get(PATH, this::list, Role.VIEWER);
    config.routes.get(PATH + "/{id}", this::one, Role.VIEWER);
    config.routes.post(PATH + "/{id}/feedback", this::feedback, Role.OPERATOR);
  }

  private void list(Context context) {
    Params params = new Params(context, "status", "namespace", "severity", "limit", "offset");
    Optional<IncidentStatus> status = params.constant("status", IncidentStatus.class);
    String namespace = params.text("namespace");
    Optional<String> severity = params.oneOf("severity", "critical", "warning", "info");
    listing.answer(
        context,
        params,
        View.INCIDENTS,
        incident ->
            (status.isEmpty() || incident.getStatus() == status.get())
                && (severity.isEmpty() || incident.getSeverity().equals(severity.get()))
                && (namespace.isEmpty() || touches(incident, namespace)),
        IncidentJson::summary);
  }

  private static boolean touches(Incident incident, String namespace) {
    return incident.getMembers().stream()
        .flatMap(member -> EntityId.tryParse(member).stream())
        .anyMatch(id -> id.namespace().equals(namespace));
  }

  private void one(Context context) {
    String id = context.pathParam("id");
    new Params(context);
    Incident incident =
        views
            .one(View.INCIDENTS, id)
            .orElseThrow(() -> Problem.notFound("there is no incident " + id));
    ObjectNode node = IncidentJson.whole(incident);
    Views.Found<Remediation> remediations = views.all(View.REMEDIATIONS);
    var array = node.putArray("remediations");
    remediations.rows().stream()
        .filter(remediation -> remediation.getIncidentId().equals(id))
        .sorted(Listing.newestFirst(View.REMEDIATIONS))
        .map(EventJson::of)
        .forEach(array::add);
    if (!remediations.complete()) {
      Listing.note(node, remediations.missing());
    }
    context.json(node);
  }

  private void feedback(Context context) {
    Body body =
        new Body(context, "verdict", "entity", "fault", "true_entity", "true_fault", "comment");
    String verdict = body.required("verdict", "right or wrong");
    if (!List.of("right", "wrong").contains(verdict)) {
      throw Problem.badField("verdict", "is right or wrong, not " + verdict);
    }
    Map<String, String> params = new LinkedHashMap<>();
    params.put("verdict", verdict);
    put(params, "entity", body.text("entity"));
    put(params, "fault", fault(body, "fault"));
    put(params, "trueEntity", body.text("true_entity"));
    put(params, "trueFault", fault(body, "true_fault"));
    CommandRoutes.accepted(
        context,
        commands.feedback(
            context.pathParam("id"), params, body.text("comment"), HttpServer.principal(context)));
  }

  private static String fault(Body body, String field) {
    String fault = body.text(field);
    if (!fault.isEmpty() && FaultKind.ofId(fault).isEmpty()) {
      throw Problem.badField(
          field, "is the id of a fault of the catalogue, such as memory-leak, not " + fault);
    }
    return fault;
  }

  private static void put(Map<String, String> params, String name, String text) {
    if (!text.isEmpty()) {
      params.put(name, text);
    }
  }
}
