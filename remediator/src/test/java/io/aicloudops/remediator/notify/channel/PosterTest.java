package io.aicloudops.remediator.notify.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpServer;
import io.aicloudops.remediator.notify.channel.Channel.Delivery;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PosterTest {

  @Test
  @Timeout(60)
  void anAnswerThatDoesNotEndHoldsUpNoOtherMessage() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('o');
          exchange.getResponseBody().flush();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
      Delivery delivery =
          new Poster(url, Duration.ofMillis(500))
              .post(JsonNodeFactory.instance.objectNode(), Map.of(), body -> new Delivery.Sent());
      assertThat(delivery).isEqualTo(new Delivery.Later(Duration.ZERO, "HttpTimeoutException"));
    } finally {
      over.countDown();
      server.stop(0);
    }
  }
}
