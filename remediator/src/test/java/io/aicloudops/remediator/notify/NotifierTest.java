package io.aicloudops.remediator.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aicloudops.remediator.Given;
import io.aicloudops.remediator.RemediatorSettings;
import io.aicloudops.remediator.notify.Channel.Delivery;
import io.aicloudops.runtime.kafka.EventProducer;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Notification;
import io.aicloudops.schemas.event.NotificationStatus;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NotifierTest {

  private static final TopicPartition TOLD = new TopicPartition(Topics.NOTIFICATIONS.name(), 0);
  private static final TopicPartition INCIDENTS = new TopicPartition(Topics.INCIDENTS.name(), 0);
  private static final TopicPartition REMEDIATIONS =
      new TopicPartition(Topics.REMEDIATIONS.name(), 0);

  private final EventSerdes serdes = new EventSerdes(new InMemorySchemaRegistry());
  private final MockProducer<byte[], byte[]> log =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final MockConsumer<String, Notification> told = new MockConsumer<>("earliest");
  private final MockConsumer<String, Incident> incidents = new MockConsumer<>("earliest");
  private final MockConsumer<String, Remediation> remediations = new MockConsumer<>("earliest");
  private final Recording channel = new Recording();
  private final NotifySettings settings =
      Settings.of(
              Map.of(
                  "remediator.notifications.back-off",
                  "10ms",
                  "remediator.notifications.attempts",
                  3))
          .read(RemediatorSettings.SECTION)
          .notifications();
  private final Notifier notifier =
      new Notifier(
          new NotifierClients(
              () -> incidents,
              () -> remediations,
              () -> told,
              () ->
                  new EventProducer(log, serdes, Duration.ofSeconds(5), new SimpleMeterRegistry())),
          settings,
          List.of(channel),
          Clock.systemUTC());
  private long offset;

  private void start(Notification... past) {
    told.updatePartitions(
        TOLD.topic(), List.of(new PartitionInfo(TOLD.topic(), 0, null, null, null)));
    told.updateBeginningOffsets(Map.of(TOLD, 0L));
    told.updateEndOffsets(Map.of(TOLD, (long) past.length));
    told.schedulePollTask(
        () -> {
          for (int i = 0; i < past.length; i++) {
            told.addRecord(new ConsumerRecord<>(TOLD.topic(), 0, i, "k", past[i]));
          }
        });
    incidents.schedulePollTask(
        () -> {
          incidents.rebalance(List.of(INCIDENTS));
          incidents.updateBeginningOffsets(Map.of(INCIDENTS, 0L));
        });
    remediations.schedulePollTask(
        () -> {
          remediations.rebalance(List.of(REMEDIATIONS));
          remediations.updateBeginningOffsets(Map.of(REMEDIATIONS, 0L));
        });
    notifier.start();
  }

  @AfterEach
  void stop() {
    notifier.close();
  }

  private Incident incident(FaultKind fault) {
    return Given.incident("i1", Instant.now(), Given.cause(Given.CART, fault, 0.9));
  }

  private void read(Incident incident) {
    long at = offset++;
    incidents.schedulePollTask(
        () -> incidents.addRecord(new ConsumerRecord<>(INCIDENTS.topic(), 0, at, "i1", incident)));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                new OffsetAndMetadata(at + 1)
                    .equals(incidents.committed(Set.of(INCIDENTS)).get(INCIDENTS)));
  }

  private List<Notification> written() {
    return log.history().stream()
        .map(r -> serdes.of(Topics.NOTIFICATIONS).deserializer().deserialize(r.topic(), r.value()))
        .toList();
  }

  @Test
  void tellsEachChangeOfStateOnce() {
    start();
    read(incident(FaultKind.ERROR_BURST));
    read(incident(FaultKind.ERROR_BURST));
    read(incident(FaultKind.MEMORY_LEAK));
    read(incident(FaultKind.ERROR_BURST));
    read(incident(FaultKind.MEMORY_LEAK));
    read(Given.ended(incident(FaultKind.MEMORY_LEAK), IncidentStatus.RESOLVED, Instant.now()));
    assertThat(channel.kinds())
        .containsExactly(Message.Kind.OPENED, Message.Kind.CAUSE, Message.Kind.RESOLVED);
    assertThat(written())
        .extracting(Notification::getStatus)
        .containsExactly(
            NotificationStatus.PENDING,
            NotificationStatus.SENT,
            NotificationStatus.PENDING,
            NotificationStatus.SENT,
            NotificationStatus.PENDING,
            NotificationStatus.SENT);
  }

  @Test
  void tellsNothingAgainAfterARestart() {
    Notification before =
        Notification.newBuilder()
            .setId("i1/opened/" + Given.CART + "~error-burst@test")
            .setIncidentId("i1")
            .setChannel("test")
            .setStatus(NotificationStatus.SENT)
            .setTime(Instant.now())
            .setSubject("")
            .setBody("")
            .build();
    Notification begun =
        Notification.newBuilder(before)
            .setStatus(NotificationStatus.PENDING)
            .setId("i1/cause/" + Given.CART + "~memory-leak@test")
            .build();
    start(before, begun);
    read(incident(FaultKind.ERROR_BURST));
    assertThat(channel.messages).isEmpty();
    read(incident(FaultKind.MEMORY_LEAK));
    assertThat(channel.kinds())
        .as("what was only begun is told")
        .containsExactly(Message.Kind.CAUSE);
  }

  @Test
  void triesAgainAndGivesUpInTheEnd() {
    start();
    channel.answers.add(new Delivery.Later(Duration.ZERO, "HTTP 503"));
    read(incident(FaultKind.ERROR_BURST));
    assertThat(written().get(1))
        .satisfies(
            n -> {
              assertThat(n.getStatus()).isEqualTo(NotificationStatus.SENT);
              assertThat(n.getAttempt()).isEqualTo(2);
            });
    for (int i = 0; i < 3; i++) {
      channel.answers.add(new Delivery.Later(Duration.ZERO, "HTTP 503"));
    }
    read(incident(FaultKind.MEMORY_LEAK));
    assertThat(written().get(3).getStatus()).isEqualTo(NotificationStatus.FAILED);
    assertThat(written().get(3).getError()).isEqualTo("HTTP 503");
    channel.answers.add(new Delivery.Never("HTTP 404"));
    read(incident(FaultKind.CRASH_AFTER_ROLLOUT));
    assertThat(written().get(5).getAttempt()).isEqualTo(1);
    assertThat(written().get(5).getStatus()).isEqualTo(NotificationStatus.FAILED);
  }

  @Test
  void tellsNothingOldSilencedOrMinor() {
    start();
    read(Given.incident("old", Instant.now().minus(Duration.ofHours(2))));
    Incident silenced = incident(FaultKind.ERROR_BURST);
    silenced.setSilenced(true);
    read(silenced);
    Incident minor = incident(FaultKind.ERROR_BURST);
    minor.setSeverity("info");
    read(minor);
    read(Given.ended(incident(FaultKind.ERROR_BURST), IncidentStatus.RESOLVED, Instant.now()));
    assertThat(channel.messages).isEmpty();
    assertThat(written()).isEmpty();
  }

  @Test
  void asksForApprovals() {
    start();
    Remediation waiting = NewsTest.remediation("i1");
    waiting.setUpdatedAt(Instant.now());
    remediations.schedulePollTask(
        () ->
            remediations.addRecord(new ConsumerRecord<>(REMEDIATIONS.topic(), 0, 0, "r", waiting)));
    await().atMost(Duration.ofSeconds(30)).until(() -> !channel.messages.isEmpty());
    assertThat(channel.kinds()).containsExactly(Message.Kind.APPROVAL);
    assertThat(notifier.health().alive()).isTrue();
    assertThat(notifier.name()).isEqualTo("notifier");
  }

  @Test
  void aFloodIsSuppressedAndWrittenDown() {
    List<Notification> results = new CopyOnWriteArrayList<>();
    try (Outbox outbox = new Outbox(channel, settings, n -> results.add(n), Clock.systemUTC())) {
      for (int i = 0; i < 300; i++) {
        Message message =
            new Message(
                "m" + i, "i" + i, "", Message.Kind.OPENED, "t", List.of(), "", Instant.now());
        outbox.offer(message, () -> {});
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  results.stream()
                          .filter(n -> n.getStatus() == NotificationStatus.SUPPRESSED)
                          .count()
                      >= 80);
      assertThat(channel.messages).as("the rate limit").hasSizeLessThanOrEqualTo(30);
    }
  }

  /** A channel that keeps what it takes and answers by a script, then that all is well. */
  private static final class Recording implements Channel {

    final List<Message> messages = new CopyOnWriteArrayList<>();
    final Deque<Delivery> answers = new ArrayDeque<>();

    List<Message.Kind> kinds() {
      return messages.stream().map(Message::kind).toList();
    }

    @Override
    public String name() {
      return "test";
    }

    @Override
    public Delivery deliver(Message message) {
      Delivery answer = answers.poll();
      if (answer != null) {
        return answer;
      }
      messages.add(message);
      return new Delivery.Sent();
    }
  }
}
