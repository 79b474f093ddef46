package io.aicloudops.assistant.graphql;

import io.aicloudops.assistant.live.LiveEvent;
import io.aicloudops.assistant.live.LiveFeed;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;

/**
 * The live feed as a publisher. Each subscriber is a listener of its own, whose thread waits while
 * the subscriber wants no more; one that never does is let go by the feed.
 */
final class LivePublisher implements Flow.Publisher<SpecificRecord> {

  private final LiveFeed feed;
  private final String type;

  LivePublisher(LiveFeed feed, String type) {
    this.feed = feed;
    this.type = type;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super SpecificRecord> subscriber) {
    Demand demand = new Demand();
    subscriber.onSubscribe(demand);
    Optional<LiveFeed.Subscription> subscription =
        feed.listen(
            Set.of(type),
            event -> pass(event, demand, subscriber),
            () -> subscriber.onError(new IllegalStateException("too slow; subscribe again")));
    if (subscription.isEmpty()) {
      subscriber.onError(new IllegalStateException("too many listeners; try again later"));
      return;
    }
    demand.is(subscription.get());
  }

  private static void pass(
      LiveEvent event, Demand demand, Flow.Subscriber<? super SpecificRecord> subscriber) {
    try {
      demand.wanted.acquire();
      subscriber.onNext(event.record());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Demand implements Flow.Subscription {
    private final Semaphore wanted = new Semaphore(0);
    private final AtomicReference<LiveFeed.Subscription> subscription = new AtomicReference<>();
    private volatile boolean cancelled;

    void is(LiveFeed.Subscription listening) {
      subscription.set(listening);
      if (cancelled) {
        listening.close();
      }
    }

    @Override
    public void request(long n) {
      wanted.release((int) Math.min(n, 1_000_000));
    }

    @Override
    public void cancel() {
      cancelled = true;
      LiveFeed.Subscription listening = subscription.get();
      if (listening != null) {
        listening.close();
      }
    }
  }
}
