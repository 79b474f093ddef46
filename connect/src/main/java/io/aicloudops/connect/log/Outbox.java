package io.aicloudops.connect.log;

import io.aicloudops.runtime.kafka.LogUnavailableException;
import io.aicloudops.schemas.topics.Topic;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What nobody would send again: kept in order until the log has it. After a failure all of it is
 * sent again, so that some records may be in the log twice, but none is missing. Used by one
 * thread.
 */
public final class Outbox {

  private static final int MOST = 50_000;
  private static final int AT_ONCE = 2_000;

  private final EventLog log;
  private final Deque<Supplier<CompletableFuture<Void>>> waiting = new ArrayDeque<>();
  private volatile String trouble = "";
  private long dropped;

  /** An empty outbox before the log. */
  public Outbox(EventLog log) {
    this.log = log;
  }

  /** Puts one event in; the oldest falls out when there are very many. */
  public <V extends SpecificRecord> void add(
      Topic<V> topic, String key, @Nullable V event, Instant time) {
    if (waiting.size() >= MOST) {
      waiting.poll();
      dropped++;
    }
    waiting.add(() -> log.send(topic, key, event, time));
  }

  /** Sends what waits; what the log does not take stays for the next time. */
  public void flush() {
    while (!waiting.isEmpty()) {
      List<CompletableFuture<Void>> sends = new ArrayList<>();
      waiting.stream().limit(AT_ONCE).forEach(send -> sends.add(send.get()));
      try {
        log.await(sends);
      } catch (LogUnavailableException e) {
        trouble =
            waiting.size() + " events wait for the log, " + dropped + " lost: " + e.getMessage();
        return;
      }
      sends.forEach(sent -> waiting.poll());
    }
    trouble = "";
  }

  /** Why events wait; empty if none does. */
  public String trouble() {
    return trouble;
  }
}
