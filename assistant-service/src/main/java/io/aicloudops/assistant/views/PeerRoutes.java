package io.aicloudops.assistant.views;

import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.runtime.time.Moments;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topics;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Answers other replicas from this replica's own stores, never by asking on. A key that is not here
 * is refused (421) rather than said to be unknown.
 */
final class PeerRoutes implements HttpModule {

  static final String PATH = "/internal/views/";

  private final LocalViews local;
  private final Directory directory;
  private final EventSerdes serdes;

  PeerRoutes(LocalViews local, Directory directory, EventSerdes serdes) {
    this.local = local;
    this.directory = directory;
    this.serdes = serdes;
  }

  @Override
  public void configure(JavalinConfig config) {
    // The role is that of machines, whose rate is not limited; readers is what they must be.
    config.routes.get(PATH + "{view}", this::answer, Role.INGEST);
  }

  private void answer(Context context) {
    if (!HttpServer.principal(context).role().covers(Role.VIEWER)) {
      throw Problem.forbidden("replicas ask here, with a token of this installation");
    }
    String name = context.pathParam("view");
    String key = context.queryParam("key");
    context.contentType(Frames.TYPE);
    if (name.equals(SignalKeeper.STORE) && key != null) {
      int partition = partition(name, key);
      List<io.aicloudops.schemas.event.SignalBatch> batches =
          local.signals(key, time(context, "from"), time(context, "to"), partition);
      context.result(Frames.write(batches, serdes.of(Topics.SIGNALS), Topics.SIGNALS.name()));
      return;
    }
    View<?> view =
        View.ofName(name).orElseThrow(() -> Problem.notFound("there is no view " + name));
    context.result(rows(view, key));
  }

  private <V extends SpecificRecord> byte[] rows(View<V> view, @Nullable String key) {
    List<V> rows = key == null ? local.all(view) : local.of(view, key, partition(view.name(), key));
    return Frames.write(rows, serdes.of(view.topic()), view.topic().name());
  }

  private int partition(String store, String key) {
    Directory.Holder holder = directory.holder(store, key);
    if (!holder.here()) {
      throw Problem.of(421, "Misdirected request", "replica " + holder.host() + " holds this key");
    }
    return holder.partition();
  }

  private static Instant time(Context context, String field) {
    String text = String.valueOf(context.queryParam(field));
    try {
      return Moments.parse(text);
    } catch (DateTimeException e) {
      throw Problem.badField(field, "is a time such as 2026-01-31T08:00:00Z, not " + text);
    }
  }
}
