package io.aicloudops.assistant.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.assistant.answer.Answer;
import io.aicloudops.assistant.answer.Assistant;
import io.aicloudops.assistant.answer.Question;
import io.aicloudops.assistant.answer.TokenListener;
import io.aicloudops.assistant.views.ViewsUnavailableException;
import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.http.Role;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import io.javalin.websocket.WsMessageContext;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/v1/assistant}: questions over HTTP, or over a WebSocket with the answer as it grows.
 */
public final class AssistantRoutes implements HttpModule, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AssistantRoutes.class);
  private static final String STREAM = "/api/v1/assistant/stream";
  private static final String ASKER = "assistant.asker";
  private static final ObjectMapper JSON = HttpServer.json();

  private final Assistant assistant;
  private final Places places;
  private final ExecutorService threads;
  private final Set<String> busy = ConcurrentHashMap.newKeySet();

  /**
   * @param places for questions over HTTP
   * @param most questions that are answered at a time over WebSockets
   */
  public AssistantRoutes(Assistant assistant, Places places, int most) {
    this.assistant = assistant;
    this.places = places;
    this.threads =
        new ThreadPoolExecutor(
            0,
            most,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "assistant-answer");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public void configure(JavalinConfig config) {
    config.routes.post("/api/v1/assistant/query", this::query, Role.VIEWER);
    config.routes.wsBeforeUpgrade(
        STREAM, context -> context.attribute(ASKER, HttpServer.principal(context).name()));
    config.routes.ws(STREAM, this::socket, Role.VIEWER);
  }

  private void query(Context context) {
    Body body = new Body(context, "query", "context", "session_id");
    Question question =
        question(
            body.required("query", "the question"),
            body.text("context"),
            body.text("session_id"),
            HttpServer.principal(context).name());
    context.json(AnswerJson.of(places.answer(question)));
  }

  private static Question question(String query, String about, String session, String who) {
    try {
      return new Question(query, about, session, who);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      String field = message.contains(" ") ? message.substring(0, message.indexOf(' ')) : "query";
      throw Problem.badField(field, message);
    }
  }

  private void socket(WsConfig socket) {
    socket.onConnect(context -> context.enableAutomaticPings(15, TimeUnit.SECONDS));
    socket.onMessage(this::asked);
    socket.onClose(context -> busy.remove(context.sessionId()));
  }

  private void asked(WsMessageContext context) {
    Question question;
    try {
      question = read(context);
    } catch (Problem problem) {
      send(context, "error", Map.of("message", String.valueOf(problem.getMessage())));
      return;
    }
    if (!busy.add(context.sessionId())) {
      send(context, "error", Map.of("message", "one question at a time; wait for done"));
      return;
    }
    try {
      threads.execute(() -> answer(context, question));
    } catch (RejectedExecutionException full) {
      busy.remove(context.sessionId());
      send(
          context,
          "error",
          Map.of("message", "too many questions are being answered; try again in a moment"));
    }
  }

  private static Question read(WsMessageContext context) {
    JsonNode message;
    try {
      message = JSON.readTree(context.message());
    } catch (JsonProcessingException e) {
      throw Problem.badRequest("the message is not JSON: " + e.getOriginalMessage());
    }
    if (!message.path("type").asText().equals("query")) {
      throw Problem.badField("type", "type is to be query");
    }
    JsonNode data = message.path("data");
    String who = String.valueOf(context.<String>attribute(ASKER));
    return question(
        data.path("query").asText(""),
        data.path("context").asText(""),
        data.path("session_id").asText(""),
        who);
  }

  private void answer(WsContext context, Question question) {
    // The next question may come as soon as this one's last message was sent, so the place is free
    // before that.
    Runnable free = () -> busy.remove(context.sessionId());
    try {
      assistant.stream(question, new Stream(context, free));
    } catch (ViewsUnavailableException e) {
      free.run();
      send(context, "error", Map.of("message", String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      LOG.error("a question could not be answered", e);
      free.run();
      send(
          context,
          "error",
          Map.of("message", "the server failed on this question; its log says why"));
    }
  }

  private static void send(WsContext context, String type, Object data) {
    ObjectNode message = JSON.createObjectNode().put("type", type);
    message.set("data", JSON.valueToTree(data));
    if (context.session.isOpen()) {
      context.send(message.toString());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** Passes an answer on as it grows. */
  private record Stream(WsContext context, Runnable free) implements TokenListener {

    @Override
    public void token(String text) {
      send(context, "token", Map.of("text", text));
    }

    @Override
    public void done(Answer answer) {
      send(context, "sources", Map.of("sources", AnswerJson.sources(answer)));
      send(context, "suggestions", Map.of("suggestions", AnswerJson.suggestions(answer)));
      free.run();
      send(context, "done", AnswerJson.of(answer));
    }
  }
}
