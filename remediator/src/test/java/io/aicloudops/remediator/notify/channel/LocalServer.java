package io.aicloudops.remediator.notify.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A server of a channel: keeps what is posted and answers by a script, then by its rules. */
final class LocalServer implements AutoCloseable {

  record Request(String authorization, String query, JsonNode body) {}

  record Answer(int code, String body, String retryAfter) {}

  final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final HttpServer server;
  private volatile Function<Request, Answer> rules = request -> new Answer(200, "ok", "");

  LocalServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          String authorization = exchange.getRequestHeaders().getFirst("Authorization");
          Request request =
              new Request(
                  authorization == null ? "" : authorization,
                  String.valueOf(exchange.getRequestURI().getQuery()),
                  new ObjectMapper().readTree(body));
          requests.add(request);
          Answer answer = answerTo(request);
          if (!answer.retryAfter().isEmpty()) {
            exchange.getResponseHeaders().add("Retry-After", answer.retryAfter());
          }
          byte[] text = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.code(), text.length == 0 ? -1 : text.length);
          exchange.getResponseBody().write(text);
          exchange.close();
        });
    server.start();
  }

  private synchronized Answer answerTo(Request request) {
    Answer next = answers.poll();
    return next == null ? rules.apply(request) : next;
  }

  /** Answers the next request so, whatever it is. */
  synchronized void answers(int code, String body, String retryAfter) {
    answers.add(new Answer(code, body, retryAfter));
  }

  /** Judges requests from now on. */
  void judges(Function<Request, Answer> rules) {
    this.rules = rules;
  }

  JsonNode last() {
    return requests.get(requests.size() - 1).body();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
