package io.aicloudops.assistant.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.assistant.insight.ServiceMap;
import io.aicloudops.assistant.insight.SignalCourse;
import io.aicloudops.assistant.json.EventJson;
import io.aicloudops.assistant.views.View;
import io.aicloudops.assistant.views.Views;
import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.event.TopologyEntity;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** {@code /api/v1/topology} and {@code /api/v1/signals}: what the map and the charts show. */
public final class MapRoutes implements HttpModule {

  private static final Duration USUAL_SPAN = Duration.ofMinutes(30);
  private static final int USUAL_POINTS = 600;

  private final Views views;
  private final EntityLookup entities;
  private final Clock clock;

  public MapRoutes(Views views, Clock clock) {
    this.views = views;
    this.entities = new EntityLookup(views);
    this.clock = clock;
  }

  @Override
  public void configure(JavalinConfig config) {
    config.routes.get("/api/v1/topology", this::topology, Role.VIEWER);
    config.routes.get("/api/v1/signals", this::signals, Role.VIEWER);
  }

  private void topology(Context context) {
    Params params = new Params(context, "namespace", "kind");
    String namespace = params.text("namespace");
    String kind = params.text("kind");
    Views.Found<TopologyEntity> topology = views.all(View.TOPOLOGY);
    Views.Found<Incident> incidents = views.all(View.INCIDENTS);
    Views.Found<Anomaly> anomalies = views.all(View.ANOMALIES);
    ServiceMap map = ServiceMap.of(topology.rows(), incidents.rows(), anomalies.rows());
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode nodes = answer.putArray("nodes");
    Set<String> shown = new TreeSet<>();
    for (ServiceMap.Node node : map.nodes()) {
      boolean wanted =
          (namespace.isEmpty() || node.entity().namespace().equals(namespace))
              && (kind.isEmpty() || node.entity().kind().equalsIgnoreCase(kind));
      if (wanted) {
        shown.add(node.entity().toString());
        nodes.add(shown(node));
      }
    }
    ArrayNode edges = answer.putArray("edges");
    for (ServiceMap.Link link : map.links()) {
      if (shown.contains(link.from()) && shown.contains(link.to())) {
        edges
            .addObject()
            .put("from", link.from())
            .put("to", link.to())
            .put("type", EventJson.text(link.type()));
      }
    }
    Set<String> missing = new TreeSet<>(topology.missing());
    missing.addAll(incidents.missing());
    missing.addAll(anomalies.missing());
    if (!missing.isEmpty()) {
      Listing.note(answer, List.copyOf(missing));
    }
    context.json(answer);
  }

  private static ObjectNode shown(ServiceMap.Node node) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    shown.put("entity", node.entity().toString());
    shown.put("cluster", node.entity().cluster());
    shown.put("namespace", node.entity().namespace());
    shown.put("kind", node.entity().kind());
    shown.put("name", node.entity().name());
    shown.put("state", EventJson.text(node.state()));
    node.incidents().forEach(shown.putArray("incidents")::add);
    shown.put("anomalies", node.anomalies());
    ObjectNode labels = shown.putObject("labels");
    node.labels().forEach(labels::put);
    ObjectNode attributes = shown.putObject("attributes");
    node.attributes().forEach(attributes::put);
    return shown;
  }

  private void signals(Context context) {
    Params params = new Params(context, "entity", "signal", "from", "to", "points");
    String name = params.required("entity", "cluster/namespace/Deployment/name");
    Instant to = params.time("to", clock.instant());
    Instant from = params.time("from", to.minus(USUAL_SPAN));
    if (!from.isBefore(to)) {
      throw Problem.badField("from", "is to be before to (" + to + ")");
    }
    int points = params.number("points", USUAL_POINTS, 1, 5000);
    List<SignalBatch> batches = views.signals(name, from, to);
    String entity = name;
    if (batches.isEmpty()) {
      entity = entities.named("entity", name, "");
      batches = entity.equals(name) ? batches : views.signals(entity, from, to);
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("entity", entity).put("from", from.toString()).put("to", to.toString());
    ArrayNode courses = answer.putArray("signals");
    SignalCourse.of(batches, params.texts("signal"), points)
        .forEach(course -> courses.add(shown(course)));
    context.json(answer);
  }

  private static ObjectNode shown(SignalCourse course) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("signal", course.signal()).put("role", EventJson.text(course.role()));
    ArrayNode points = node.putArray("points");
    for (SignalCourse.Point point : course.points()) {
      ObjectNode one = points.addObject().put("time", point.time().toString());
      one.set("value", EventJson.number(point.value()));
      one.set("expected", EventJson.number(point.expected()));
      one.set("lower", EventJson.number(point.lower()));
      one.set("upper", EventJson.number(point.upper()));
      one.set("score", EventJson.number(point.score()));
    }
    return node;
  }
}
