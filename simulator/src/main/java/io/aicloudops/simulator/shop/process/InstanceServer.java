package io.aicloudops.simulator.shop.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.util.thread.ThreadPool;

/**
 * The HTTP server of an instance, on a loopback port of its own; all of them share one thread pool.
 * (The JDK's server sends head and body of an answer in two packets, which costs 40 ms on a
 * kept-alive connection.)
 */
final class InstanceServer {

  private static final int MAX_BODY_BYTES = 64 << 10;

  private final Server server;
  private final ServerConnector connector;

  InstanceServer(
      Instance instance, ThreadPool threads, Scheduler scheduler, ByteBufferPool buffers) {
    server = new Server(threads, scheduler, buffers);
    connector = new ServerConnector(server, 0, 1);
    connector.setHost("127.0.0.1");
    connector.setPort(0);
    server.addConnector(connector);
    server.setHandler(new ToInstance(instance));
    server.setStopTimeout(0);
  }

  /** Binds, and gives the port. */
  int start() throws Exception {
    server.start();
    return connector.getLocalPort();
  }

  void stop() throws Exception {
    server.stop();
  }

  private static final class ToInstance extends Handler.Abstract.NonBlocking {

    private final Instance instance;

    ToInstance(Instance instance) {
      this.instance = instance;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback)
        throws IOException {
      String path = Request.getPathInContext(request);
      switch (path) {
        case "/metrics" -> {
          String accept = request.getHeaders().get(HttpHeader.ACCEPT);
          ServiceMetrics.Page page = instance.metricsPage(accept == null ? "" : accept);
          write(response, 200, page.contentType(), page.body(), callback);
        }
        case "/healthz" -> writeJson(response, 200, "{\"status\":\"ok\"}", callback);
        default -> forward(request, path, response, callback);
      }
      return true;
    }

    private void forward(Request request, String path, Response response, Callback callback) {
      if (request.getLength() > MAX_BODY_BYTES) {
        // Who is hung up on while still sending may lose the answer with the connection.
        Content.Source.consumeAll(
            request,
            Callback.from(
                () -> writeJson(response, 413, "{\"error\":\"body too large\"}", callback),
                callback::failed));
        return;
      }
      Promise.Completable<String> content = new Promise.Completable<>();
      Content.Source.asString(request, StandardCharsets.UTF_8, content);
      var unused =
          content
              .thenCompose(body -> instance.serve(request.getMethod(), path, body))
              .whenComplete(
                  (reply, error) -> {
                    if (error == null) {
                      writeJson(response, reply.status(), reply.body(), callback);
                    } else {
                      callback.failed(error);
                    }
                  });
    }

    private static void writeJson(Response response, int status, String body, Callback callback) {
      write(response, status, "application/json", body.getBytes(StandardCharsets.UTF_8), callback);
    }

    private static void write(
        Response response, int status, String contentType, byte[] body, Callback callback) {
      response.setStatus(status);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
      response.write(true, ByteBuffer.wrap(body), callback);
    }
  }
}
