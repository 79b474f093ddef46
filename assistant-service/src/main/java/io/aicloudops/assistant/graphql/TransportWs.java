package io.aicloudops.assistant.graphql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import graphql.ExecutionResult;
import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.http.Principal;
import io.aicloudops.runtime.http.Problem;
import io.javalin.http.Context;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import io.javalin.websocket.WsMessageContext;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The graphql-transport-ws protocol (enisdenjo/graphql-ws, PROTOCOL.md): connection_init,
 * subscribe, next, error, complete, ping.
 */
final class TransportWs {

  private static final String PROTOCOL = "graphql-transport-ws";
  private static final String PROTOCOL_HEADER = "Sec-WebSocket-Protocol";
  private static final String ASKER = "graphql.asker";
  private static final int MOST_OPERATIONS = 20;
  private static final ObjectMapper JSON = HttpServer.json();

  private final GraphQlApi api;
  private final Map<String, Connection> connections = new ConcurrentHashMap<>();

  TransportWs(GraphQlApi api) {
    this.api = api;
  }

  /**
   * Runs before the upgrade, where the asker is known and the protocol is chosen: the web server by
   * itself confirms the first that the client offers, whether it is spoken here or not.
   *
   * @throws Problem 400 if only other protocols are offered; a client that offers none is taken at
   *     its word
   */
  static void beforeUpgrade(Context context) {
    context.attribute(ASKER, HttpServer.principal(context));
    Set<String> offered =
        Collections.list(context.req().getHeaders(PROTOCOL_HEADER)).stream()
            .flatMap(header -> Stream.of(header.split(",", -1)))
            .map(String::trim)
            .filter(protocol -> !protocol.isEmpty())
            .collect(Collectors.toSet());
    if (offered.contains(PROTOCOL)) {
      context.header(PROTOCOL_HEADER, PROTOCOL);
    } else if (!offered.isEmpty()) {
      throw Problem.badRequest("offer the protocol " + PROTOCOL + ", not only others");
    }
  }

  void configure(WsConfig socket) {
    socket.onConnect(
        context -> {
          context.enableAutomaticPings(15, TimeUnit.SECONDS);
          connections.put(context.sessionId(), new Connection(context));
        });
    socket.onMessage(
        context -> {
          Connection connection = connections.get(context.sessionId());
          if (connection != null) {
            connection.hear(context);
          }
        });
    socket.onClose(
        context -> {
          Connection connection = connections.remove(context.sessionId());
          if (connection != null) {
            connection.cancelAll();
          }
        });
  }

  private final class Connection {
    private final WsContext context;
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private boolean acknowledged;

    Connection(WsContext context) {
      this.context = context;
    }

    void hear(WsMessageContext received) {
      JsonNode message;
      try {
        message = JSON.readTree(received.message());
      } catch (JsonProcessingException e) {
        context.closeSession(4400, "the message is not JSON");
        return;
      }
      switch (message.path("type").asText()) {
        case "connection_init" -> init();
        case "ping" -> send("pong", "", null);
        case "pong" -> {}
        case "subscribe" -> subscribe(message);
        case "complete" -> cancel(message.path("id").asText());
        default -> context.closeSession(4400, "unknown type of message");
      }
    }

    private void init() {
      if (acknowledged) {
        context.closeSession(4429, "Too many initialisation requests");
        return;
      }
      acknowledged = true;
      send("connection_ack", "", null);
    }

    private void subscribe(JsonNode message) {
      if (!acknowledged) {
        context.closeSession(4401, "Unauthorized");
        return;
      }
      String id = message.path("id").asText();
      Operation operation;
      try {
        operation = Operation.of(message.path("payload"));
      } catch (Problem problem) {
        context.closeSession(4400, String.valueOf(problem.getMessage()));
        return;
      }
      if (id.isEmpty() || running.size() >= MOST_OPERATIONS) {
        context.closeSession(4400, "an id is needed, and not too many at a time");
        return;
      }
      Running started = new Running(this, id);
      if (running.putIfAbsent(id, started) != null) {
        context.closeSession(4409, "Subscriber for " + id + " already exists");
        return;
      }
      Principal asker =
          Optional.ofNullable(context.<Principal>attribute(ASKER)).orElse(Principal.ANONYMOUS);
      var unused =
          api.execute(operation.query(), operation.name(), operation.variables(), asker)
              .thenAccept(started::result);
    }

    void send(String type, String id, @Nullable Object payload) {
      ObjectNode message = JSON.createObjectNode();
      if (!id.isEmpty()) {
        message.put("id", id);
      }
      message.put("type", type);
      if (payload != null) {
        message.set("payload", JSON.valueToTree(payload));
      }
      if (context.session.isOpen()) {
        context.send(message.toString());
      }
    }

    private void cancel(String id) {
      Running one = running.remove(id);
      if (one != null) {
        one.cancel();
      }
    }

    void cancelAll() {
      running.keySet().forEach(this::cancel);
    }
  }

  /** One operation of a connection. */
  private static final class Running implements Subscriber<ExecutionResult> {
    private final Connection connection;
    private final String id;
    private volatile @Nullable Subscription subscription;
    private volatile boolean cancelled;

    Running(Connection connection, String id) {
      this.connection = connection;
      this.id = id;
    }

    void result(ExecutionResult result) {
      if (result.getData() instanceof Publisher<?>) {
        Publisher<ExecutionResult> events = result.getData();
        events.subscribe(this);
      } else if (!result.isDataPresent()) {
        connection.running.remove(id);
        connection.send("error", id, result.toSpecification().get("errors"));
      } else {
        connection.send("next", id, result.toSpecification());
        onComplete();
      }
    }

    void cancel() {
      cancelled = true;
      Subscription events = subscription;
      if (events != null) {
        events.cancel();
      }
    }

    @Override
    public void onSubscribe(Subscription events) {
      subscription = events;
      if (cancelled) {
        events.cancel();
      } else {
        events.request(1);
      }
    }

    @Override
    public void onNext(ExecutionResult result) {
      connection.send("next", id, result.toSpecification());
      Subscription events = subscription;
      if (events != null) {
        events.request(1);
      }
    }

    @Override
    public void onError(Throwable error) {
      connection.running.remove(id);
      connection.send(
          "error", id, java.util.List.of(Map.of("message", String.valueOf(error.getMessage()))));
    }

    @Override
    public void onComplete() {
      if (connection.running.remove(id) != null) {
        connection.send("complete", id, null);
      }
    }
  }
}
