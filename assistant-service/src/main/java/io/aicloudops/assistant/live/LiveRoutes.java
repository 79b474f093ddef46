package io.aicloudops.assistant.live;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.assistant.json.IncidentJson;
import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.http.Role;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import io.javalin.http.sse.SseHandler;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsConnectContext;
import io.javalin.websocket.WsContext;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The live feed as WebSocket ({@code /api/v1/live}) and as server-sent events ({@code
 * /api/v1/events}). Both send {@code {id, type, data}}; a listener that has to reload what it
 * shows, because updates may be missing, hears {@code reset}.
 */
public final class LiveRoutes implements HttpModule {

  private static final Set<String> TYPES =
      Set.of("incident", "remediation", "anomaly", "notification");
  private static final int PING_SECONDS = 15;
  private static final int TRY_AGAIN_LATER = 1013;

  private final LiveFeed feed;
  private final KeepAlive keepAlive;
  private final Map<String, LiveFeed.Subscription> sockets = new ConcurrentHashMap<>();

  LiveRoutes(LiveFeed feed, KeepAlive keepAlive) {
    this.feed = feed;
    this.keepAlive = keepAlive;
  }

  @Override
  public void configure(JavalinConfig config) {
    config.routes.ws("/api/v1/live", this::socket, Role.VIEWER);
    SseHandler events = new SseHandler(this::events);
    config.routes.get("/api/v1/events", context -> events(context, events), Role.VIEWER);
  }

  private void socket(WsConfig socket) {
    socket.onConnect(this::connected);
    socket.onClose(closed -> forget(closed.sessionId()));
    socket.onError(failed -> forget(failed.sessionId()));
  }

  private void connected(WsConnectContext context) {
    Set<String> types;
    try {
      types = types(context.queryParam("types"));
    } catch (Problem problem) {
      context.closeSession(1008, String.valueOf(problem.getMessage()));
      return;
    }
    context.enableAutomaticPings(PING_SECONDS, TimeUnit.SECONDS);
    Runnable gone = () -> context.closeSession(TRY_AGAIN_LATER, "too slow; reload and come again");
    Optional<LiveFeed.Subscription> subscription = subscribe(context, types, gone);
    if (subscription.isEmpty()) {
      context.closeSession(TRY_AGAIN_LATER, "too many listeners; try again later");
      return;
    }
    sockets.put(context.sessionId(), subscription.get());
    if (!context.session.isOpen()) { // closed before it was put there: nobody else takes it out
      forget(context.sessionId());
      return;
    }
    context.send(message("hello", ""));
  }

  private Optional<LiveFeed.Subscription> subscribe(
      WsContext context, Set<String> types, Runnable gone) {
    String last = context.queryParam("last_event_id");
    return last == null
        ? feed.listen(types, event -> context.send(message(event)), gone)
        : feed.resume(
            last,
            types,
            event -> context.send(message(event)),
            () -> context.send(message("reset", "")),
            gone);
  }

  private void forget(String session) {
    LiveFeed.Subscription subscription = sockets.remove(session);
    if (subscription != null) {
      subscription.close();
    }
  }

  /** The handler leaves who does not ask for events by name with an empty answer. */
  private static void events(Context context, SseHandler events) throws Exception {
    String accept = Objects.requireNonNullElse(context.header("Accept"), "");
    if (!accept.contains("text/event-stream")) {
      throw Problem.of(406, "Not acceptable", "send Accept: text/event-stream");
    }
    events.handle(context);
  }

  private void events(SseClient client) {
    Set<String> types = types(client.ctx().queryParam("types"));
    String last = client.ctx().header("Last-Event-ID");
    client.keepAlive();
    // Before the feed's thread writes too: two at once end the stream.
    client.sendComment("listening");
    Runnable gone = client::close;
    Optional<LiveFeed.Subscription> subscription =
        last == null
            ? feed.listen(types, event -> send(client, event), gone)
            : feed.resume(
                last,
                types,
                event -> send(client, event),
                () -> {
                  synchronized (client) {
                    client.sendEvent("reset", "{}");
                  }
                },
                gone);
    if (subscription.isEmpty()) {
      client.sendEvent("error", "too many listeners; try again later");
      client.close();
      return;
    }
    Runnable unpinned = keepAlive.add(() -> stillHere(client), client::close);
    client.onClose(
        () -> {
          unpinned.run();
          subscription.get().close();
        });
  }

  private static void stillHere(SseClient client) {
    synchronized (client) {
      client.sendComment("still here");
    }
  }

  private static void send(SseClient client, LiveEvent event) {
    String data = IncidentJson.brief(event.record()).toString();
    synchronized (client) {
      client.sendEvent(event.type(), data, event.id());
    }
  }

  private static String message(LiveEvent event) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("id", event.id()).put("type", event.type());
    message.set("data", IncidentJson.brief(event.record()));
    return message.toString();
  }

  private static String message(String type, String id) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    return message.put("id", id).put("type", type).toString();
  }

  private static Set<String> types(@Nullable String wanted) {
    Set<String> types = new LinkedHashSet<>();
    if (wanted != null) {
      types.addAll(java.util.Arrays.asList(wanted.split(",", -1)));
      if (!TYPES.containsAll(types)) {
        throw Problem.badField(
            "types", "is a list of incident, remediation, anomaly, notification, not " + wanted);
      }
    }
    return types;
  }
}
