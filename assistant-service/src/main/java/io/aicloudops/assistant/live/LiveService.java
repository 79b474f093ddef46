package io.aicloudops.assistant.live;

import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.service.Service;
import io.aicloudops.runtime.service.ServiceContext;
import io.aicloudops.schemas.topics.Topic;
import io.aicloudops.schemas.topics.Topics;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;

/** Follows the topics and serves the live feed. */
public final class LiveService implements Service {

  private static final int REMEMBERED = 2_000;
  private static final int KEEP_ALIVE_SECONDS = 15;

  private final LiveFeed feed;
  private final KeepAlive keepAlive = new KeepAlive(KEEP_ALIVE_SECONDS);
  private final List<TopicTail<?>> tails;

  /**
   * Makes it; {@link #routes()} are to be added to the server.
   *
   * @param listeners most at a time
   */
  public LiveService(ServiceContext context, int listeners) {
    feed = new LiveFeed(REMEMBERED, listeners);
    tails =
        List.of(
            tail(context, "incident", Topics.INCIDENTS),
            tail(context, "remediation", Topics.REMEDIATIONS),
            tail(context, "anomaly", Topics.ANOMALIES),
            tail(context, "notification", Topics.NOTIFICATIONS));
  }

  private <V extends SpecificRecord> TopicTail<V> tail(
      ServiceContext context, String type, Topic<V> topic) {
    Supplier<Consumer<String, V>> consumers =
        () -> context.kafka().consumer("assistant-live-" + type, topic);
    return new TopicTail<>(type, topic, consumers, feed::publish);
  }

  /** WebSocket and server-sent events. */
  public HttpModule routes() {
    return new LiveRoutes(feed, keepAlive);
  }

  /** The feed, for those who listen in other ways. */
  public LiveFeed feed() {
    return feed;
  }

  @Override
  public String name() {
    return "assistant-live";
  }

  @Override
  public void start() {
    tails.forEach(TopicTail::start);
  }

  @Override
  public Health health() {
    return Health.healthy();
  }

  @Override
  public void close() {
    tails.forEach(TopicTail::close);
    feed.close();
    keepAlive.close();
  }
}
