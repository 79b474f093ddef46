package io.aicloudops.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BoundedClientTest {

  private static final long LARGEST = 1000;

  private final CountDownLatch over = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  BoundedClientTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void serve() {
    server.setExecutor(threads);
    server.createContext(
        "/sized/",
        exchange -> {
          int size = Integer.parseInt(exchange.getRequestURI().getPath().substring(7));
          exchange.sendResponseHeaders(200, size);
          exchange.getResponseBody().write("x".repeat(size).getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.createContext(
        "/endless",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
    threads.shutdown();
  }

  private HttpRequest.Builder at(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path));
  }

  private static BoundedClient within(Duration timeout) {
    return new BoundedClient(timeout, LARGEST);
  }

  @Test
  void takesAnswersUpToASize() throws Exception {
    BoundedClient client = within(Duration.ofSeconds(30));
    assertThat(client.send(at("/sized/1000")).body()).hasSize(1000);
    assertThatThrownBy(() -> client.send(at("/sized/1001")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("larger than 1000 bytes");
  }

  @Test
  void anAnswerWhoseBodyDoesNotEndIsLate() {
    assertThatThrownBy(() -> within(Duration.ofMillis(500)).send(at("/endless")))
        .isInstanceOf(HttpTimeoutException.class)
        .hasMessageContaining("within 500 ms");
  }

  @Test
  void nobodyThereIsAFailureAtOnce() {
    server.stop(0);
    assertThatThrownBy(() -> within(Duration.ofSeconds(30)).send(at("/sized/1")))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(HttpTimeoutException.class);
  }
}
