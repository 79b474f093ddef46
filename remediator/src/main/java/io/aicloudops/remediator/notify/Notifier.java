package io.aicloudops.remediator.notify;

import io.aicloudops.remediator.notify.message.Item;
import io.aicloudops.remediator.notify.message.Message;
import io.aicloudops.remediator.notify.message.News;
import io.aicloudops.remediator.reading.OpenOffsets;
import io.aicloudops.remediator.reading.ReadingLoop;
import io.aicloudops.runtime.kafka.EventProducer;
import io.aicloudops.runtime.kafka.LogUnavailableException;
import io.aicloudops.runtime.kafka.Polling;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.service.Service;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.Notification;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads incidents and remediations and tells people what is news. An offset is committed when all
 * outlets have taken or refused what the record had to say; what was told is known from the topic
 * of notifications, so that a restart tells nothing twice.
 */
public final class Notifier implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final NotifierClients clients;
  private final NotifySettings settings;
  private final News news;
  private final Routing routing;
  private final Clock clock;
  private final List<Outbox> outboxes;
  private final Told told = new Told();
  private final EntityLabels labels = new EntityLabels();
  private final ReadingLoop loop = new ReadingLoop("notifier", this::read);
  private @Nullable EventProducer producer;

  /**
   * @param outlets at least one
   */
  public Notifier(
      NotifierClients clients, NotifySettings settings, List<Outlet> outlets, Clock clock) {
    this.clients = clients;
    this.settings = settings;
    this.news = new News(settings.dashboard(), settings.minSeverity());
    this.routing = new Routing(settings.routes());
    this.clock = clock;
    this.outboxes =
        outlets.stream().map(o -> new Outbox(o, settings, this::record, clock)).toList();
  }

  @Override
  public String name() {
    return "notifier";
  }

  @Override
  public void start() {
    producer = clients.producer().get();
    loop.start();
  }

  private void read() {
    try (Following<Notification> past = past();
        Consumer<String, Incident> incidents = clients.incidents().get();
        Consumer<String, Remediation> remediations = clients.remediations().get()) {
      past.catchUp(loop::stopping);
      incidents.subscribe(List.of(Topics.INCIDENTS.name()));
      remediations.subscribe(List.of(Topics.REMEDIATIONS.name()));
      if (settings.routes().isEmpty()) {
        read(past::take, incidents, remediations);
      } else {
        readWithLabels(past, incidents, remediations);
      }
    }
  }

  private Following<Notification> past() {
    return new Following<>(
        clients.notifications().get(),
        Topics.NOTIFICATIONS.name(),
        record -> told.learn(record.value()));
  }

  private void readWithLabels(
      Following<Notification> past,
      Consumer<String, Incident> incidents,
      Consumer<String, Remediation> remediations) {
    try (Following<TopologyEntity> topology =
        new Following<>(clients.topology().get(), Topics.TOPOLOGY.name(), labels::learn)) {
      topology.catchUp(loop::stopping);
      Runnable learning =
          () -> {
            past.take();
            topology.take();
          };
      read(learning, incidents, remediations);
    }
  }

  private void read(
      Runnable learning,
      Consumer<String, Incident> incidents,
      Consumer<String, Remediation> remediations) {
    OpenOffsets openIncidents = new OpenOffsets();
    OpenOffsets openRemediations = new OpenOffsets();
    while (!loop.stopping()) {
      learning.run();
      tell(incidents, openIncidents, i -> news.of(i, told.about(i.getId())));
      tell(remediations, openRemediations, news::of);
      loop.well();
    }
  }

  private <V> void tell(
      Consumer<String, V> consumer, OpenOffsets open, Function<V, Optional<Item>> toItem) {
    Polling.Unreadable letters =
        Polling.deadLetters(Objects.requireNonNull(producer), name(), clock);
    for (ConsumerRecord<String, V> record : open.poll(consumer, POLL, letters)) {
      Optional<Item> item =
          record.value() == null
              ? Optional.empty()
              : toItem.apply(record.value()).filter(this::fresh);
      item.ifPresentOrElse(i -> offer(i, () -> open.end(record)), () -> open.end(record));
    }
    open.commit(consumer);
  }

  private boolean fresh(Item item) {
    return item.time().isAfter(clock.instant().minus(settings.maxAge()));
  }

  private void offer(Item item, Runnable ended) {
    List<Outbox> listening = listening(item);
    if (listening.isEmpty()) {
      ended.run();
      return;
    }
    AtomicInteger open = new AtomicInteger(listening.size());
    Runnable one =
        () -> {
          if (open.decrementAndGet() == 0) {
            ended.run();
          }
        };
    for (Outbox outbox : listening) {
      if (told.begin(item.in(outbox.outlet().lang()), outbox.outlet())) {
        outbox.offer(item, one);
      } else {
        // Read a second time after a failure, it may still be on its way from the first.
        outbox.whenEnded(item, one);
      }
    }
  }

  /**
   * Whom the routes name, and whoever was told of it before: they hear how it goes on, even if it
   * is another's now. That it is over is told to those alone.
   */
  private List<Outbox> listening(Item item) {
    Set<String> routed =
        item.kind() == Message.Kind.RESOLVED
            ? Set.of()
            : routing.receivers(item.attributes(labels.of(item.entity())), item.time());
    return outboxes.stream()
        .filter(
            o -> routed.contains(o.outlet().receiver()) || told.hears(item.subject(), o.outlet()))
        .toList();
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
      LOG.atWarn()
          .addKeyValue("incident", notification.getIncidentId())
          .addKeyValue("remediation", notification.getRemediationId())
          .log("what became of {} is written down later: {}", notification.getId(), e.getMessage());
      return false;
    }
  }

  @Override
  public Health health() {
    return loop.health();
  }

  @Override
  public void close() {
    loop.close();
    outboxes.forEach(Outbox::close);
    if (producer != null) {
      producer.close();
    }
  }
}
