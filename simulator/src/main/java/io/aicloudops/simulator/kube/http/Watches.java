package io.aicloudops.simulator.kube.http;

import io.aicloudops.simulator.kube.store.ObjectStore;
import io.javalin.http.Context;
import io.javalin.websocket.WsConnectContext;
import io.javalin.websocket.WsContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watches that clients have open, by chunks of an answer or by WebSocket. Thread-safe. */
final class Watches implements AutoCloseable {

  /** What authorisation and the query parameter call it. */
  static final String VERB = "watch";

  private static final Logger LOG = LoggerFactory.getLogger(Watches.class);
  private static final int NORMAL_CLOSURE = 1000;

  private final ObjectStore store;
  private final Duration bookmarkPeriod;
  private final Set<WatchStream> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService watchers =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "kube-watch");
            thread.setDaemon(true);
            return thread;
          });

  Watches(ObjectStore store, Duration bookmarkPeriod) {
    this.store = store;
    this.bookmarkPeriod = bookmarkPeriod;
  }

  /** Writes events into the answer until the watch or its client ends. */
  void byChunks(Context context, Target target, Query query)
      throws IOException, InterruptedException {
    WatchStream stream = new WatchStream(store, target, query, bookmarkPeriod);
    context.res().setContentType(Body.JSON);
    var out = context.res().getOutputStream();
    out.flush();
    try {
      run(
          stream,
          event -> {
            out.write((event + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
          });
    } catch (IOException e) {
      LOG.debug("the client of a watch of {} left: {}", target, e.getMessage());
    }
  }

  /** Sends events over the socket from a thread of its own. */
  void bySocket(WsConnectContext context) {
    Target target = Target.of(context.session.getUpgradeRequest().getRequestURI().getPath());
    WatchStream stream =
        new WatchStream(store, target, new Query(context.queryParamMap()), bookmarkPeriod);
    context.attribute(VERB, stream);
    watchers.execute(
        () -> {
          try {
            run(stream, event -> context.send(event.toString()));
            context.closeSession(NORMAL_CLOSURE, "");
          } catch (IOException | RuntimeException e) {
            LOG.debug("the client of a watch of {} left: {}", target, e.getMessage());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Ends the watch of a socket. */
  static void close(WsContext context) {
    WatchStream stream = context.attribute(VERB);
    if (stream != null) {
      stream.close();
    }
  }

  /** Ends all watches; clients may open new ones. */
  void drop() {
    List.copyOf(open).forEach(WatchStream::close);
  }

  @Override
  public void close() {
    drop();
    watchers.shutdownNow();
  }

  private void run(WatchStream stream, WatchStream.Sink sink)
      throws IOException, InterruptedException {
    open.add(stream);
    try {
      stream.run(sink);
    } finally {
      open.remove(stream);
    }
  }
}
