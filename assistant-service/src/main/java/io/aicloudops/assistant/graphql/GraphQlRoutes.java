package io.aicloudops.assistant.graphql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.assistant.commands.Commands;
import io.aicloudops.assistant.live.LiveFeed;
import io.aicloudops.assistant.views.Views;
import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.http.Role;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;

/** {@code /graphql}: operations over POST, and all of them over graphql-transport-ws. */
public final class GraphQlRoutes implements HttpModule {

  private static final String PATH = "/graphql";
  private static final ObjectMapper JSON = HttpServer.json();

  private final GraphQlApi api;

  public GraphQlRoutes(Views views, Commands commands, LiveFeed feed, Clock clock) {
    this.api = new GraphQlApi(new Fetchers(views, commands, feed, clock));
  }

  @Override
  public void configure(JavalinConfig config) {
    TransportWs sockets = new TransportWs(api);
    config.routes.post(PATH, this::post, Role.VIEWER);
    config.routes.wsBeforeUpgrade(PATH, TransportWs::beforeUpgrade);
    config.routes.ws(PATH, sockets::configure, Role.VIEWER);
  }

  private void post(Context context) {
    String type = String.valueOf(context.contentType()).toLowerCase(Locale.ROOT);
    if (!type.startsWith("application/json")) {
      throw Problem.unsupportedMedia("the body is to be application/json, not " + type);
    }
    Operation operation;
    try {
      operation = Operation.of(JSON.readTree(context.body()));
    } catch (IOException e) {
      throw Problem.badRequest("the body is not JSON: " + e.getMessage());
    }
    var asker = HttpServer.principal(context);
    context.future(
        () ->
            api.execute(operation.query(), operation.name(), operation.variables(), asker)
                .thenAccept(
                    result -> {
                      if (result.getData() instanceof org.reactivestreams.Publisher<?>) {
                        throw Problem.badRequest(
                            "subscriptions need a WebSocket: graphql-transport-ws on " + PATH);
                      }
                      JsonNode answer = JSON.valueToTree(result.toSpecification());
                      context.json(answer);
                    }));
  }
}
