package io.aicloudops.assistant.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aicloudops.assistant.Events;
import io.aicloudops.schemas.event.IncidentStatus;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveFeedTest {

  private final LiveFeed feed = new LiveFeed(5, 3);
  private final List<String> heard = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    feed.close();
  }

  private static LiveEvent event(String type, int offset) {
    return new LiveEvent(
        type + "-0-" + offset,
        type,
        Events.incident("i" + offset, IncidentStatus.OPEN, Events.NOW));
  }

  @Test
  void tellsEachListenerInOrderWhatItWants() {
    feed.listen(Set.of("incident"), e -> heard.add(e.id()), () -> {});

    for (int i = 0; i < 100; i++) {
      feed.publish(event("incident", i));
      feed.publish(event("anomaly", i));
    }

    await().until(() -> heard.size() == 100);
    assertThat(heard).startsWith("incident-0-0", "incident-0-1").endsWith("incident-0-99");
  }

  @Test
  void aListenerThatComesBackHearsWhatItMissed() {
    for (int i = 0; i < 4; i++) {
      feed.publish(event("incident", i));
    }
    AtomicInteger resets = new AtomicInteger();

    feed.resume(
        "incident-0-1", Set.of(), e -> heard.add(e.id()), resets::incrementAndGet, () -> {});
    feed.publish(event("incident", 4));

    await().until(() -> heard.size() == 3);
    assertThat(heard).containsExactly("incident-0-2", "incident-0-3", "incident-0-4");
    assertThat(resets).hasValue(0);
  }

  @Test
  void aListenerHearsAllThatIsRememberedHoweverSlowItIs() {
    CompletableFuture<Void> go = new CompletableFuture<>();
    AtomicInteger gone = new AtomicInteger();
    try (LiveFeed large = new LiveFeed(2_000, 3)) {
      for (int i = 0; i < 2_000; i++) {
        large.publish(event("incident", i));
      }
      large.resume(
          "incident-0-0",
          Set.of(),
          e -> {
            go.join();
            heard.add(e.id());
          },
          () -> {},
          gone::incrementAndGet);
      go.complete(null);
      await().atMost(Duration.ofSeconds(60)).until(() -> heard.size() == 1_999);
      assertThat(gone).hasValue(0);
    }
  }

  @Test
  void aListenerThatWasAwayTooLongIsToldToReload() {
    for (int i = 0; i < 10; i++) {
      feed.publish(event("incident", i));
    }
    AtomicInteger resets = new AtomicInteger();

    feed.resume(
        "incident-0-1", Set.of(), e -> heard.add(e.id()), resets::incrementAndGet, () -> {});

    assertThat(resets).hasValue(1);
  }

  @Test
  void aSlowListenerHoldsNobodyUpAndIsLetGo() {
    CountDownLatch stuck = new CountDownLatch(1);
    AtomicInteger gone = new AtomicInteger();
    feed.listen(
        Set.of(),
        e -> {
          try {
            stuck.await();
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
        },
        gone::incrementAndGet);
    feed.listen(Set.of(), e -> heard.add(e.id()), () -> {});

    // In portions, so that the healthy one can keep up whatever the machine's speed is.
    for (int portion = 0; portion < 12; portion++) {
      int upTo = (portion + 1) * 100;
      for (int i = portion * 100; i < upTo; i++) {
        feed.publish(event("incident", i));
      }
      await().until(() -> heard.size() == upTo);
    }

    assertThat(gone).hasValue(1);
    assertThat(feed.listeners()).isEqualTo(1);
    stuck.countDown();
  }

  @Test
  void aListenerThatFailsIsLetGo() {
    AtomicInteger gone = new AtomicInteger();
    feed.listen(
        Set.of(),
        e -> {
          throw new IllegalStateException("the connection is closed");
        },
        gone::incrementAndGet);

    feed.publish(event("incident", 1));

    await().until(() -> gone.get() == 1);
    assertThat(feed.listeners()).isZero();
  }

  @Test
  void thereIsALimitOfListeners() {
    for (int i = 0; i < 3; i++) {
      assertThat(feed.listen(Set.of(), e -> {}, () -> {})).isPresent();
    }
    assertThat(feed.listen(Set.of(), e -> {}, () -> {})).isEmpty();
  }
}
