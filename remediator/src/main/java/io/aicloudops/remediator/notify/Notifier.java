package io.aicloudops.remediator.notify;

import io.aicloudops.remediator.offsets.OpenOffsets;
import io.aicloudops.runtime.kafka.EventProducer;
import io.aicloudops.runtime.kafka.LogUnavailableException;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.service.Service;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.Notification;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads incidents and remediations and tells people what is news. An offset is committed when all
 * channels have taken or refused what the record had to say; what was told is known from the topic
 * of notifications, so that a restart tells nothing twice.
 */
public final class Notifier implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final NotifierClients clients;
  private final NotifySettings settings;
  private final News news;
  private final Clock clock;
  private final List<Outbox> outboxes;
  private final Told told = new Told();
  private @Nullable Thread loop;
  private @Nullable EventProducer producer;
  private volatile boolean stopping;
  private volatile @Nullable String trouble;

  /**
   * @param channels at least one
   */
  public Notifier(
      NotifierClients clients, NotifySettings settings, List<Channel> channels, Clock clock) {
    this.clients = clients;
    this.settings = settings;
    this.news = new News(settings);
    this.clock = clock;
    this.outboxes =
        channels.stream().map(c -> new Outbox(c, settings, this::record, clock)).toList();
  }

  @Override
  public String name() {
    return "notifier";
  }

  @Override
  public void start() {
    producer = clients.producer().get();
    Thread created = new Thread(this::run, name());
    loop = created;
    created.start();
  }

  private void run() {
    while (!stopping) {
      try (Consumer<String, Notification> past = clients.notifications().get();
          Consumer<String, Incident> incidents = clients.incidents().get();
          Consumer<String, Remediation> remediations = clients.remediations().get()) {
        learnFromTheBeginning(past);
        incidents.subscribe(List.of(Topics.INCIDENTS.name()));
        remediations.subscribe(List.of(Topics.REMEDIATIONS.name()));
        read(past, incidents, remediations);
      } catch (RuntimeException e) {
        trouble = "reading failed: " + e.getMessage();
        LOG.warn("{} begins again after: {}", name(), e.toString());
        pause();
      }
    }
  }

  private void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }

  private void learnFromTheBeginning(Consumer<String, Notification> past) {
    List<TopicPartition> all =
        past.partitionsFor(Topics.NOTIFICATIONS.name()).stream()
            .map(p -> new TopicPartition(p.topic(), p.partition()))
            .toList();
    past.assign(all);
    past.seekToBeginning(all);
    var ends = past.endOffsets(all);
    while (!stopping && all.stream().anyMatch(p -> past.position(p) < ends.getOrDefault(p, 0L))) {
      learn(past, POLL);
    }
  }

  private void learn(Consumer<String, Notification> past, Duration wait) {
    for (ConsumerRecord<String, Notification> record : past.poll(wait)) {
      told.learn(record.value());
    }
  }

  private void read(
      Consumer<String, Notification> past,
      Consumer<String, Incident> incidents,
      Consumer<String, Remediation> remediations) {
    OpenOffsets openIncidents = new OpenOffsets();
    OpenOffsets openRemediations = new OpenOffsets();
    while (!stopping) {
      learn(past, Duration.ZERO);
      tell(incidents, openIncidents, i -> news.of(i, told.about(i.getId())));
      tell(remediations, openRemediations, news::of);
      trouble = null;
    }
  }

  private <V> void tell(
      Consumer<String, V> consumer, OpenOffsets open, Function<V, Optional<Message>> toMessage) {
    for (ConsumerRecord<String, V> record : consumer.poll(POLL)) {
      open.begin(record);
      Optional<Message> message =
          record.value() == null
              ? Optional.empty()
              : toMessage.apply(record.value()).filter(this::fresh);
      message.ifPresentOrElse(m -> offer(m, () -> open.end(record)), () -> open.end(record));
    }
    open.commit(consumer);
  }

  private boolean fresh(Message message) {
    return message.time().isAfter(clock.instant().minus(settings.maxAge()));
  }

  private void offer(Message message, Runnable ended) {
    List<Outbox> untold = outboxes.stream().filter(o -> told.begin(message, o.channel())).toList();
    if (untold.isEmpty()) {
      ended.run();
      return;
    }
    AtomicInteger open = new AtomicInteger(untold.size());
    for (Outbox outbox : untold) {
      outbox.offer(
          message,
          () -> {
            if (open.decrementAndGet() == 0) {
              ended.run();
            }
          });
    }
  }

  private boolean record(Notification notification) {
    String key =
        notification.getIncidentId().isEmpty()
            ? notification.getRemediationId()
            : notification.getIncidentId();
    try {
      Objects.requireNonNull(producer)
          .sendAndAwait(Topics.NOTIFICATIONS, key, notification, notification.getTime());
      return true;
    } catch (LogUnavailableException e) {
      LOG.warn("what became of {} is written down later: {}", notification.getId(), e.getMessage());
      return false;
    }
  }

  @Override
  public Health health() {
    String what = trouble;
    return what == null ? Health.healthy() : Health.degraded(what);
  }

  @Override
  public void close() {
    stopping = true;
    try {
      if (loop != null) {
        loop.join(TimeUnit.SECONDS.toMillis(10));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    outboxes.forEach(Outbox::close);
    if (producer != null) {
      producer.close();
    }
  }
}
