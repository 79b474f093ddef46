package io.aicloudops.assistant.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.assistant.json.EventJson;
import io.aicloudops.assistant.views.View;
import io.aicloudops.assistant.views.Views;
import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.ChangeKind;
import io.aicloudops.schemas.event.Forecast;
import io.aicloudops.schemas.event.NotificationStatus;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/**
 * The lists of what is only read: anomalies, alerts, changes, forecasts, scaling, notifications.
 */
public final class RecordRoutes implements HttpModule {

  private final Listing listing;

  public RecordRoutes(Views views) {
    this.listing = new Listing(views);
  }

  @Override
  public void configure(JavalinConfig config) {
    config.routes.get("/api/v1/anomalies", this::anomalies, Role.VIEWER);
    config.routes.get("/api/v1/alerts", this::alerts, Role.VIEWER);
    config.routes.get("/api/v1/changes", this::changes, Role.VIEWER);
    config.routes.get("/api/v1/forecasts", this::forecasts, Role.VIEWER);
    config.routes.get("/api/v1/scaling", this::scaling, Role.VIEWER);
    config.routes.get("/api/v1/notifications", this::notifications, Role.VIEWER);
  }

  private void anomalies(Context context) {
    Params params = new Params(context, "status", "severity", "entity", "limit", "offset");
    Optional<AnomalyStatus> status = params.constant("status", AnomalyStatus.class);
    Optional<String> severity = params.oneOf("severity", "critical", "warning", "info");
    String entity = params.text("entity");
    listing.answer(
        context,
        params,
        View.ANOMALIES,
        a ->
            same(status, a.getStatus())
                && same(severity, a.getSeverity())
                && same(entity, a.getEntity()),
        EventJson::of);
  }

  private void alerts(Context context) {
    Params params = new Params(context, "status", "entity", "limit", "offset");
    Optional<AlertStatus> status = params.constant("status", AlertStatus.class);
    String entity = params.text("entity");
    listing.answer(
        context,
        params,
        View.ALERTS,
        a -> same(status, a.getStatus()) && same(entity, a.getEntity()),
        EventJson::of);
  }

  private void changes(Context context) {
    Params params = new Params(context, "kind", "entity", "limit", "offset");
    Optional<ChangeKind> kind = params.constant("kind", ChangeKind.class);
    String entity = params.text("entity");
    listing.answer(
        context,
        params,
        View.CHANGES,
        c -> same(kind, c.getKind()) && same(entity, c.getEntity()),
        EventJson::of);
  }

  private void forecasts(Context context) {
    Params params = new Params(context, "entity", "signal", "limit", "offset");
    String entity = params.text("entity");
    String signal = params.text("signal");
    boolean whole = !entity.isEmpty();
    listing.answer(
        context,
        params,
        View.FORECASTS,
        f -> same(entity, f.getEntity()) && same(signal, f.getSignal()),
        forecast -> whole ? EventJson.of(forecast) : withoutPoints(forecast));
  }

  /** Forecasts are long: a list of all of them names them only. */
  private static ObjectNode withoutPoints(Forecast forecast) {
    ObjectNode node = EventJson.of(forecast);
    node.remove(List.of("points"));
    return node.put("point_count", forecast.getPoints().size());
  }

  private void scaling(Context context) {
    Params params = new Params(context, "entity", "limit", "offset");
    String entity = params.text("entity");
    listing.answer(context, params, View.SCALING, s -> same(entity, s.getEntity()), EventJson::of);
  }

  private void notifications(Context context) {
    Params params = new Params(context, "status", "incident", "limit", "offset");
    Optional<NotificationStatus> status = params.constant("status", NotificationStatus.class);
    String incident = params.text("incident");
    listing.answer(
        context,
        params,
        View.NOTIFICATIONS,
        n -> same(status, n.getStatus()) && same(incident, n.getIncidentId()),
        EventJson::of);
  }

  private static boolean same(String wanted, String is) {
    return wanted.isEmpty() || wanted.equals(is);
  }

  private static <E> boolean same(Optional<E> wanted, E is) {
    return wanted.isEmpty() || wanted.get().equals(is);
  }
}
