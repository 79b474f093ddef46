package io.aicloudops.assistant.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.assistant.commands.Commands;
import io.aicloudops.assistant.insight.Diagnosis;
import io.aicloudops.assistant.json.EventJson;
import io.aicloudops.assistant.views.View;
import io.aicloudops.assistant.views.Views;
import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.http.Principal;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.Remediation;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * {@code POST /api/v1/autofix}: says what is wrong with a workload and what would mend it; for an
 * operator it also asks the remediator for it, which plans, guards and waits for approval as ever.
 */
public final class AutofixRoutes implements HttpModule {

  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  /** A name, a kind and a name, or a whole entity. */
  private static final Pattern RESOURCE =
      Pattern.compile("([A-Za-z0-9_][A-Za-z0-9._-]*/){0,3}[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

  private final Views views;
  private final EntityLookup entities;
  private final Commands commands;

  public AutofixRoutes(Views views, Commands commands) {
    this.views = views;
    this.entities = new EntityLookup(views);
    this.commands = commands;
  }

  @Override
  public void configure(JavalinConfig config) {
    config.routes.post("/api/v1/autofix", this::autofix, Role.VIEWER);
  }

  private void autofix(Context context) {
    Body body = new Body(context, "namespace", "resource", "problem", "dry_run");
    String namespace = body.required("namespace", "where the workload is");
    String resource = body.required("resource", "the workload, e.g. cart or deployment/cart");
    String problem = body.text("problem");
    boolean dryRun = body.flag("dry_run", false);
    checkName("namespace", namespace, NAMESPACE);
    checkName("resource", resource, RESOURCE);
    String entity = entities.existing("resource", resource, namespace);
    Views.Found<Incident> incidents = views.all(View.INCIDENTS);
    Views.Found<Remediation> remediations = views.all(View.REMEDIATIONS);
    Diagnosis diagnosis = Diagnosis.of(entity, incidents.rows(), remediations.rows());
    ObjectNode answer = shown(diagnosis);
    Principal who = HttpServer.principal(context);
    boolean asks = diagnosis.next() == Diagnosis.Next.REQUEST && !dryRun;
    if (asks && who.role().covers(Role.OPERATOR)) {
      Command command = request(diagnosis, problem, who);
      answer.put("requested", true).put("command_id", command.getId());
      context.status(202);
    } else if (asks) {
      answer.put("note", "nothing was asked for: that needs the role operator");
    }
    context.json(answer);
  }

  private static void checkName(String field, String text, Pattern pattern) {
    if (!pattern.matcher(text).matches()) {
      throw Problem.unprocessable(
          field, "is not a name of Kubernetes, e.g. shop, cart or deployment/cart: " + text);
    }
  }

  private Command request(Diagnosis diagnosis, String problem, Principal who) {
    Cause cause = diagnosis.cause().orElseThrow();
    Map<String, String> params = new LinkedHashMap<>(cause.getFacts());
    params.put("action", EventJson.text(diagnosis.fault().action()));
    params.put("fault", cause.getFault());
    diagnosis.incident().ifPresent(incident -> params.put("incident", incident.getId()));
    return commands.other(CommandType.REQUEST, cause.getEntity(), problem, params, who);
  }

  private static ObjectNode shown(Diagnosis diagnosis) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("entity", diagnosis.entity());
    answer.put("explanation", diagnosis.explanation());
    answer.put("next", EventJson.text(diagnosis.next()));
    answer.put("fault", diagnosis.fault().id());
    answer.put("action", EventJson.text(diagnosis.fault().action()));
    answer.put("level", EventJson.text(diagnosis.fault().level()));
    diagnosis.incident().ifPresent(incident -> answer.put("incident_id", incident.getId()));
    diagnosis.cause().ifPresent(cause -> answer.set("cause", EventJson.of(cause)));
    var underWay = answer.putArray("remediations");
    diagnosis.underWay().stream().map(EventJson::of).forEach(underWay::add);
    answer.put("requested", false);
    return answer;
  }
}
