package io.aicloudops.remediator.notify;

import io.aicloudops.remediator.notify.channel.Channel;
import io.aicloudops.remediator.notify.message.Item;
import io.aicloudops.remediator.notify.message.Message;
import io.aicloudops.schemas.event.Notification;
import io.aicloudops.schemas.event.NotificationStatus;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** What is under way on one outlet: in order, not too fast, tried again when that may help. */
final class Outbox implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /** More at once are no news but a flood. */
  private static final int MOST_WAITING = 200;

  private final Outlet outlet;
  private final NotifySettings settings;
  private final Predicate<Notification> record;
  private final Clock clock;
  private final Bucket bucket;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Map<String, List<Runnable>> underWay = new HashMap<>();
  private final ScheduledThreadPoolExecutor worker;

  /**
   * @param record writes down what became of a message; false if that has to be tried again
   */
  Outbox(Outlet outlet, NotifySettings settings, Predicate<Notification> record, Clock clock) {
    this.outlet = outlet;
    this.settings = settings;
    this.record = record;
    this.clock = clock;
    this.bucket =
        Bucket.builder()
            .addLimit(
                limit ->
                    limit
                        .capacity(settings.perMinute())
                        .refillGreedy(settings.perMinute(), Duration.ofMinutes(1)))
            .build();
    this.worker =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "notify-" + outlet.name());
              thread.setDaemon(true);
              return thread;
            });
    worker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  Outlet outlet() {
    return outlet;
  }

  /**
   * Tells news as soon as may be, in the outlet's language.
   *
   * @param ended called when it was told, given up or suppressed, and written down
   */
  void offer(Item item, Runnable ended) {
    Message message = item.in(outlet.lang());
    begin(message, ended);
    Notification pending = notification(message, NotificationStatus.PENDING, 1, "");
    if (waiting.incrementAndGet() > MOST_WAITING) {
      later(Duration.ZERO, () -> end(suppressed(pending)));
      return;
    }
    later(
        Duration.ZERO,
        () -> {
          if (!record.test(pending)) {
            LOG.debug("{} is tried without a note of it", message.id());
          }
          attempt(message, 1);
        });
  }

  private void begin(Message message, Runnable ended) {
    synchronized (underWay) {
      underWay.computeIfAbsent(Told.idOf(message, outlet), id -> new ArrayList<>()).add(ended);
    }
  }

  /**
   * For news that was offered before.
   *
   * @param ended called when that has ended; at once if it has
   */
  void whenEnded(Item item, Runnable ended) {
    synchronized (underWay) {
      List<Runnable> others = underWay.get(Told.idOf(item.in(outlet.lang()), outlet));
      if (others != null) {
        others.add(ended);
        return;
      }
    }
    ended.run();
  }

  private static Notification suppressed(Notification pending) {
    Notification suppressed = Notification.newBuilder(pending).build();
    suppressed.setStatus(NotificationStatus.SUPPRESSED);
    suppressed.setError("more than " + MOST_WAITING + " messages wait for this channel");
    return suppressed;
  }

  private static LoggingEventBuilder told(LoggingEventBuilder line, Message message) {
    return line.addKeyValue("incident", message.incidentId())
        .addKeyValue("remediation", message.remediationId());
  }

  private void attempt(Message message, int attempt) {
    ConsumptionProbe token = bucket.tryConsumeAndReturnRemaining(1);
    if (!token.isConsumed()) {
      Duration wait = Duration.ofNanos(token.getNanosToWaitForRefill());
      later(wait, () -> attempt(message, attempt));
      return;
    }
    Channel.Delivery delivery = deliver(message);
    if (delivery instanceof Channel.Delivery.Later later && attempt < settings.attempts()) {
      Duration backOff = settings.backOff().multipliedBy(1L << Math.min(10, attempt - 1));
      Duration wait = backOff.compareTo(later.after()) > 0 ? backOff : later.after();
      told(LOG.atInfo(), message)
          .log("{} is tried again on {}: {}", message.id(), outlet.name(), later.why());
      later(wait, () -> attempt(message, attempt + 1));
      return;
    }
    String error =
        delivery instanceof Channel.Delivery.Never never
            ? never.why()
            : delivery instanceof Channel.Delivery.Later later ? later.why() : "";
    boolean sent = delivery instanceof Channel.Delivery.Sent;
    if (!sent) {
      told(LOG.atWarn(), message)
          .log("{} could not be told on {}: {}", message.id(), outlet.name(), error);
    }
    NotificationStatus status = sent ? NotificationStatus.SENT : NotificationStatus.FAILED;
    end(notification(message, status, attempt, error));
  }

  /** Its message may hold a channel's URL, which is a secret, so that only its kind is told. */
  private Channel.Delivery deliver(Message message) {
    try {
      return outlet.channel().deliver(message);
    } catch (RuntimeException e) {
      return new Channel.Delivery.Never("the channel failed: " + e.getClass().getSimpleName());
    }
  }

  private void end(Notification result) {
    if (!record.test(result)) {
      later(settings.backOff(), () -> end(result));
      return;
    }
    waiting.decrementAndGet();
    List<Runnable> ended;
    synchronized (underWay) {
      ended = Objects.requireNonNullElse(underWay.remove(result.getId()), List.of());
    }
    ended.forEach(Runnable::run);
  }

  private void later(Duration delay, Runnable task) {
    try {
      var unused = worker.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("{} stops; what waits is told after the next start", outlet.name());
    }
  }

  private Notification notification(
      Message message, NotificationStatus status, int attempt, String error) {
    return Notification.newBuilder()
        .setId(Told.idOf(message, outlet))
        .setIncidentId(message.incidentId())
        .setRemediationId(message.remediationId())
        .setChannel(outlet.name())
        .setStatus(status)
        .setTime(clock.instant())
        .setSubject(message.title())
        .setBody(String.join("\n", message.lines()))
        .setAttempt(attempt)
        .setError(error)
        .build();
  }

  @Override
  public void close() {
    worker.shutdown();
    try {
      if (!worker.awaitTermination(10, TimeUnit.SECONDS)) {
        worker.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
