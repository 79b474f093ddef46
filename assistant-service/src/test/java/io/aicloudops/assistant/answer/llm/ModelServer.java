package io.aicloudops.assistant.answer.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Speaks the streaming wire formats of OpenAI and Ollama, and fails as told. */
final class ModelServer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  final List<String> bodies = new CopyOnWriteArrayList<>();
  final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  volatile List<String> pieces = List.of("Payment ", "needs ", "more memory.");
  final AtomicInteger failures = new AtomicInteger();
  volatile int failureStatus = 503;
  volatile boolean breakOff;
  volatile boolean hang;

  ModelServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/chat/completions", exchange -> handle(exchange, this::openAi));
    server.createContext("/api/chat", exchange -> handle(exchange, this::ollama));
    server.setExecutor(threads);
    server.start();
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private interface Format {
    String piece(String text, boolean last) throws JsonProcessingException;
  }

  private String openAi(String text, boolean last) throws JsonProcessingException {
    Map<String, Object> choice =
        last
            ? Map.of("index", 0, "delta", Map.of(), "finish_reason", "stop")
            : Map.of("index", 0, "delta", Map.of("role", "assistant", "content", text));
    String event =
        JSON.writeValueAsString(
            Map.of(
                "id", "c1",
                "object", "chat.completion.chunk",
                "created", 1,
                "model", "m",
                "choices", List.of(choice)));
    return "data: " + event + "\n\n" + (last ? "data: [DONE]\n\n" : "");
  }

  private String ollama(String text, boolean last) throws JsonProcessingException {
    return JSON.writeValueAsString(
            Map.of(
                "model",
                "m",
                "created_at",
                "2026-03-01T10:00:00Z",
                "message",
                Map.of("role", "assistant", "content", text),
                "done",
                last))
        + "\n";
  }

  private void handle(HttpExchange exchange, Format format) throws IOException {
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      byte[] error = "{\"error\":{\"message\":\"busy\"}}".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(failureStatus, error.length);
      exchange.getResponseBody().write(error);
      exchange.close();
      return;
    }
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    for (String piece : pieces) {
      out.write(format.piece(piece, false).getBytes(StandardCharsets.UTF_8));
      out.flush();
      if (breakOff) {
        // Only when the piece was heard: a closed connection may swallow what was not read yet.
        await();
        out.write("data: {\"choi".getBytes(StandardCharsets.UTF_8));
        out.flush();
        throw new IOException("told to break off");
      }
      if (hang) {
        await();
      }
    }
    out.write(format.piece("", true).getBytes(StandardCharsets.UTF_8));
    exchange.close();
  }

  /** Lets go of whoever hangs or waits to break off. */
  void release() {
    release.countDown();
  }

  private void await() throws IOException {
    try {
      release.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    release.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
