package io.aicloudops.assistant.api;

import io.aicloudops.assistant.commands.Commands;
import io.aicloudops.assistant.json.EventJson;
import io.aicloudops.assistant.views.View;
import io.aicloudops.assistant.views.Views;
import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.http.Principal;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.runtime.time.Moments;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.identity.EntityId;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /api/v1/commands}: what was asked by whom, and asking. */
public final class CommandRoutes implements HttpModule {

  private static final String PATH = "/api/v1/commands";

  /**
   * Those with a route of their own, where they are checked against what they are about, and the
   * policy, which comes from the cluster's ConfigMap alone.
   */
  private static final Set<CommandType> ELSEWHERE =
      EnumSet.of(
          CommandType.APPROVE,
          CommandType.REJECT,
          CommandType.REQUEST,
          CommandType.POLICY,
          CommandType.INSPECT);

  private final Views views;
  private final Listing listing;
  private final Commands commands;
  private final Clock clock;

  public CommandRoutes(Views views, Commands commands, Clock clock) {
    this.views = views;
    this.listing = new Listing(views);
    this.commands = commands;
    this.clock = clock;
  }

  @Override
  public void configure(JavalinConfig config) {
    config.routes.get(PATH, this::list, Role.VIEWER);
    config.routes.get(PATH + "/{id}", this::one, Role.VIEWER);
    config.routes.post(PATH, this::send, Role.OPERATOR);
  }

  /** 202: the log has the command; what comes of it shows in the views. */
  static void accepted(Context context, Command command) {
    context.status(202).json(Map.of("command_id", command.getId(), "status", "accepted"));
  }

  private void list(Context context) {
    Params params = new Params(context, "type", "target", "limit", "offset");
    Optional<CommandType> type = params.constant("type", CommandType.class);
    String target = params.text("target");
    listing.answer(
        context,
        params,
        View.COMMANDS,
        command ->
            (type.isEmpty() || command.getType() == type.get())
                && (target.isEmpty() || command.getTarget().equals(target)),
        EventJson::of);
  }

  private void one(Context context) {
    new Params(context);
    String id = context.pathParam("id");
    Views.Found<Command> found = views.all(View.COMMANDS);
    Optional<Command> command = found.rows().stream().filter(c -> c.getId().equals(id)).findFirst();
    if (command.isEmpty() && !found.complete()) {
      throw Problem.unavailable("not known here, and these replicas are away: " + found.missing());
    }
    context.json(
        EventJson.of(command.orElseThrow(() -> Problem.notFound("there is no command " + id))));
  }

  private void send(Context context) {
    Body body = new Body(context, "type", "target", "reason", "params");
    CommandType type =
        Constants.read("type", body.required("type", "silence, maintenance, …"), CommandType.class);
    if (ELSEWHERE.contains(type)) {
      throw Problem.badField(
          "type",
          "approve and reject have routes of their own under /api/v1/remediations, request is"
              + " POST /api/v1/autofix, inspect is POST /api/v1/inspections; a policy is changed in its ConfigMap");
    }
    Principal who = HttpServer.principal(context);
    String target = body.required("target", "an incident, a remediation, an entity, or *");
    String reason = body.text("reason");
    Map<String, String> params = body.texts("params");
    accepted(
        context,
        switch (type) {
          case UNDO -> commands.undo(target, reason, who);
          case FEEDBACK -> commands.feedback(target, params, reason, who);
          case SILENCE, MAINTENANCE -> {
            checkTarget(target);
            checkWindow(params);
            yield commands.other(type, target, reason, params, who);
          }
          default -> {
            checkTarget(target);
            yield commands.other(type, target, reason, params, who);
          }
        });
  }

  private void checkTarget(String target) {
    boolean known =
        target.equals("*")
            || EntityId.tryParse(target).isPresent()
            || target.matches("[^/]+/[^/]+")
            || views.one(View.INCIDENTS, target).isPresent();
    if (!known) {
      throw Problem.badField(
          "target",
          "is *, cluster/namespace, cluster/namespace/kind/name or the id of an incident, not "
              + target);
    }
  }

  private void checkWindow(Map<String, String> params) {
    Instant now = clock.instant();
    Instant until =
        moment(params, "until")
            .filter(now::isBefore)
            .orElseThrow(
                () ->
                    Problem.badField(
                        "params.until",
                        "is when it ends, a time to come such as 2026-01-31T08:00:00Z, not "
                            + params.getOrDefault("until", "nothing")));
    if (params.containsKey("from") && moment(params, "from").filter(until::isAfter).isEmpty()) {
      throw Problem.badField(
          "params.from",
          "is when it begins, a time before params.until, not " + params.get("from"));
    }
  }

  private static Optional<Instant> moment(Map<String, String> params, String name) {
    try {
      return Optional.of(Moments.parse(params.getOrDefault(name, "")));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
