package io.aicloudops.assistant.api;

import io.aicloudops.assistant.commands.Commands;
import io.aicloudops.assistant.json.EventJson;
import io.aicloudops.assistant.views.View;
import io.aicloudops.assistant.views.Views;
import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.schemas.event.RemediationState;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.Optional;

/** {@code /api/v1/remediations}. */
public final class RemediationRoutes implements HttpModule {

  private static final String PATH = "/api/v1/remediations";

  private final Views views;
  private final Listing listing;
  private final Commands commands;

  public RemediationRoutes(Views views, Commands commands) {
    this.views = views;
    this.listing = new Listing(views);
    this.commands = commands;
  }

  @Override
  public void configure(JavalinConfig config) {
    config.routes.get(PATH, this::list, Role.VIEWER);
    config.routes.get(PATH + "/{id}", this::one, Role.VIEWER);
    // Orders need an operator, which the commands check: only they can put into the audit that
    // somebody else tried.
    config.routes.post(PATH + "/{id}/approve", this::approve, Role.VIEWER);
    config.routes.post(PATH + "/{id}/reject", this::reject, Role.VIEWER);
    config.routes.post(PATH + "/{id}/undo", this::undo, Role.VIEWER);
  }

  private void list(Context context) {
    Params params = new Params(context, "state", "incident", "limit", "offset");
    Optional<RemediationState> state = params.constant("state", RemediationState.class);
    String incident = params.text("incident");
    listing.answer(
        context,
        params,
        View.REMEDIATIONS,
        remediation ->
            (state.isEmpty() || remediation.getState() == state.get())
                && (incident.isEmpty() || remediation.getIncidentId().equals(incident)),
        EventJson::of);
  }

  private void one(Context context) {
    new Params(context);
    String id = context.pathParam("id");
    context.json(
        EventJson.of(
            views
                .one(View.REMEDIATIONS, id)
                .orElseThrow(() -> Problem.notFound("there is no remediation " + id))));
  }

  private void approve(Context context) {
    Body body = new Body(context, "diff_hash", "reason");
    String hash = body.required("diff_hash", "the diff_hash of the remediation whose diff you saw");
    CommandRoutes.accepted(
        context,
        commands.approve(
            context.pathParam("id"), hash, body.text("reason"), HttpServer.principal(context)));
  }

  private void reject(Context context) {
    Body body = new Body(context, "reason");
    CommandRoutes.accepted(
        context,
        commands.reject(
            context.pathParam("id"), body.text("reason"), HttpServer.principal(context)));
  }

  private void undo(Context context) {
    Body body = new Body(context, "reason");
    CommandRoutes.accepted(
        context,
        commands.undo(context.pathParam("id"), body.text("reason"), HttpServer.principal(context)));
  }
}
