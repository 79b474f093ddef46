package io.aicloudops.launcher.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A query service in a state that a real one is hard to bring into: it says what it was told to,
 * and keeps what it was sent. What the real one says is in {@code ClientCommandsTest}.
 */
final class CannedService implements AutoCloseable {

  /** Bodies of POST, each after its path. */
  final List<String> posted = new CopyOnWriteArrayList<>();

  /** Authorization headers, without "Bearer ". */
  final List<String> tokens = new CopyOnWriteArrayList<>();

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final HttpServer server;

  private record Answer(int status, String json) {}

  CannedService() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  /** What a path below /api/v1 answers from now on; every other is not found. */
  CannedService says(String path, int status, String json) {
    answers.put("/api/v1" + path, new Answer(status, json));
    return this;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (exchange.getRequestMethod().equals("POST")) {
        posted.add(path + " " + body);
      }
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      tokens.add(authorization == null ? "" : authorization.replace("Bearer ", ""));
      Answer answer = answers.getOrDefault(path, new Answer(404, "{\"detail\":\"not here\"}"));
      byte[] bytes = answer.json().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
