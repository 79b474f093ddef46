package io.aicloudops.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.aicloudops.schemas.event.Alert;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpSchemaRegistryTest {

  private HttpServer server;
  private volatile int status = 200;
  private volatile String body = "{\"id\":7}";
  private final AtomicInteger calls = new AtomicInteger();
  private volatile String authorization = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          calls.incrementAndGet();
          authorization = exchange.getRequestHeaders().getFirst("Authorization");
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private URI url(String userInfo) {
    return URI.create("http://" + userInfo + "localhost:" + server.getAddress().getPort());
  }

  @Test
  void asksOnceForEachSchema() {
    HttpSchemaRegistry registry = new HttpSchemaRegistry(List.of(url("")));

    registry.register("s", Alert.getClassSchema());
    registry.register("s", Alert.getClassSchema());

    assertThat(calls).hasValue(1);
    assertThat(registry.byId(7)).isEqualTo(Alert.getClassSchema());
    assertThat(calls).hasValue(1);
  }

  @Test
  void turnsToTheNextWhenOneIsAway() {
    HttpSchemaRegistry registry =
        new HttpSchemaRegistry(List.of(URI.create("http://localhost:1"), url("")));

    assertThat(registry.register("s", Alert.getClassSchema())).isEqualTo(7);
  }

  @Test
  void logsInWithTheUserOfTheUrl() {
    new HttpSchemaRegistry(List.of(url("me:secret@"))).register("s", Alert.getClassSchema());

    assertThat(authorization).isEqualTo("Basic bWU6c2VjcmV0");
  }

  @Test
  void tellsARefusalFromBeingAway() {
    HttpSchemaRegistry registry = new HttpSchemaRegistry(List.of(url("")));
    status = 409;
    body = "{\"error_code\":409,\"message\":\"incompatible\"}";
    assertThatThrownBy(() -> registry.register("s", Alert.getClassSchema()))
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.retriable()).isFalse())
        .hasMessageContaining("incompatible");

    status = 500;
    body = "{\"error_code\":50001,\"message\":\"store\"}";
    assertThatThrownBy(() -> registry.byId(3))
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.retriable()).isTrue());

    status = 404;
    body = "{\"error_code\":40403,\"message\":\"Schema not found\"}";
    assertThatThrownBy(() -> registry.byId(3))
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.notFound()).isTrue());

    body = "<html>";
    assertThatThrownBy(() -> registry.byId(3)).hasMessageContaining("without JSON");
    assertThatThrownBy(() -> new HttpSchemaRegistry(List.of()))
        .hasMessageContaining("schema.registry.url");
  }
}
