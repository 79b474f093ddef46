package io.aicloudops.connect.log;

import io.aicloudops.runtime.kafka.LogUnavailableException;
import io.aicloudops.schemas.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What nobody would send again: kept in order until the log has it. After a failure all from the
 * first that failed on is sent again, so that some records may be in the log twice, but none is
 * missing. What the log never takes, because it is too large or cannot be written, goes to the dead
 * letters. Used by one thread.
 */
public final class Outbox {

  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final int MOST = 50_000;
  private static final int AT_ONCE = 2_000;

  private final EventLog log;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private volatile String trouble = "";
  private long dropped;

  /**
   * One that waits.
   *
   * @param letter what is sent in its place if the log never takes it, by the reason
   */
  private record Waiting(
      Supplier<CompletableFuture<Void>> send, Function<Throwable, Optional<Waiting>> letter)
      implements Supplier<CompletableFuture<Void>> {

    @Override
    public CompletableFuture<Void> get() {
      return send.get();
    }
  }

  /** An empty outbox before the log. */
  public Outbox(EventLog log) {
    this.log = log;
  }

  /** Puts one event in; the oldest falls out when there are very many. */
  public <V extends SpecificRecord> void add(
      Topic<V> topic, String key, @Nullable V event, Instant time) {
    add(
        new Waiting(
            () -> log.send(topic, key, event, time),
            why -> Optional.of(letter(topic.name(), key + ": " + event, reason(why), time))));
  }

  /** Puts in what could not be read; see {@link EventLog#deadLetter}. */
  public void addLetter(String source, String content, String reason, Instant time) {
    add(letter(source, content, reason, time));
  }

  private void add(Waiting next) {
    if (waiting.size() >= MOST) {
      waiting.poll();
      dropped++;
    }
    waiting.add(next);
  }

  private Waiting letter(String source, String content, String reason, Instant time) {
    return new Waiting(
        () -> log.deadLetter(source, content.getBytes(StandardCharsets.UTF_8), reason, time),
        why -> {
          LOG.warn("A dead letter of {} is lost: {}", source, why.toString());
          return Optional.empty();
        });
  }

  private static String reason(Throwable why) {
    return "the log never takes it: " + why.getMessage();
  }

  /** Sends what waits; what the log does not take stays for the next time. */
  public void flush() {
    while (!waiting.isEmpty()) {
      List<CompletableFuture<Void>> sends = Sends.begin(waiting.stream().limit(AT_ONCE).toList());
      String failure = "";
      try {
        log.await(sends);
      } catch (LogUnavailableException e) {
        failure = String.valueOf(e.getMessage());
      }
      if (!settled(sends)) {
        trouble = waiting.size() + " events wait for the log, " + dropped + " lost: " + failure;
        return;
      }
    }
    trouble = "";
  }

  /**
   * Takes out what the log has or never takes, up to the first that has to be tried again. True if
   * there is none.
   */
  private boolean settled(List<CompletableFuture<Void>> sends) {
    List<Waiting> letters = new ArrayList<>();
    boolean all = true;
    for (CompletableFuture<Void> sent : sends) {
      Optional<Throwable> why = Sends.failure(sent);
      if (!sent.isDone() || why.filter(w -> !Sends.never(w)).isPresent()) {
        all = false;
        break;
      }
      Waiting done = waiting.remove();
      why.flatMap(done.letter()).ifPresent(letters::add);
    }
    for (int i = letters.size() - 1; i >= 0; i--) {
      waiting.addFirst(letters.get(i));
    }
    return all;
  }

  /** Why events wait; empty if none does. */
  public String trouble() {
    return trouble;
  }
}
