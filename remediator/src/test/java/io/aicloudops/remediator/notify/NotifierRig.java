package io.aicloudops.remediator.notify;

import static org.awaitility.Awaitility.await;

import io.aicloudops.remediator.notify.channel.Channel;
import io.aicloudops.remediator.notify.channel.Channel.Delivery;
import io.aicloudops.remediator.notify.message.Message;
import io.aicloudops.runtime.kafka.EventProducer;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.Notification;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topic;
import io.aicloudops.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A notifier between topics of one partition each. */
final class NotifierRig implements AutoCloseable {

  private static final TopicPartition INCIDENTS = new TopicPartition(Topics.INCIDENTS.name(), 0);
  private static final TopicPartition REMEDIATIONS =
      new TopicPartition(Topics.REMEDIATIONS.name(), 0);

  final Notifier notifier;
  private final EventSerdes serdes = new EventSerdes(new InMemorySchemaRegistry());
  private final MockProducer<byte[], byte[]> log =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private volatile MockConsumer<String, Notification> told = new MockConsumer<>("earliest");
  private volatile MockConsumer<String, TopologyEntity> topology = new MockConsumer<>("earliest");
  private volatile MockConsumer<String, Incident> incidents = new MockConsumer<>("earliest");
  private volatile MockConsumer<String, Remediation> remediations = new MockConsumer<>("earliest");
  private long incidentOffset;
  private long remediationOffset;

  NotifierRig(NotifySettings settings, List<Outlet> outlets) {
    notifier =
        new Notifier(
            new NotifierClients(
                () -> incidents,
                () -> remediations,
                () -> told,
                () -> topology,
                () ->
                    new EventProducer(
                        log, serdes, Duration.ofSeconds(5), new SimpleMeterRegistry())),
            settings,
            outlets,
            Clock.systemUTC());
  }

  /** Begins with what was told and what is known of entities before. */
  void start(List<Notification> past, List<TopologyEntity> entities) {
    prepare(past, entities);
    notifier.start();
  }

  private void prepare(List<Notification> past, List<TopologyEntity> entities) {
    fill(told, Topics.NOTIFICATIONS, past, n -> "k");
    fill(topology, Topics.TOPOLOGY, entities, TopologyEntity::getEntity);
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
  }

  /** Reading fails and begins again at the first offset, with incidents that were read before. */
  void readAgain(List<Incident> again) {
    MockConsumer<String, Incident> failing = incidents;
    told = new MockConsumer<>("earliest");
    topology = new MockConsumer<>("earliest");
    incidents = new MockConsumer<>("earliest");
    remediations = new MockConsumer<>("earliest");
    prepare(List.of(), List.of());
    for (int i = 0; i < again.size(); i++) {
      give(incidents, INCIDENTS, i, again.get(i).getId(), again.get(i));
    }
    failing.setPollException(new KafkaException("the broker went away"));
    MockConsumer<String, Incident> next = incidents;
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                next.assignment().contains(INCIDENTS) && next.position(INCIDENTS) >= again.size());
  }

  /** Gives an incident's state and goes on. */
  void give(Incident incident) {
    long at = incidentOffset++;
    give(incidents, INCIDENTS, at, incident.getId(), incident);
  }

  /** The offset from which incidents would be read after a restart. */
  long committed() {
    OffsetAndMetadata committed = incidents.committed(Set.of(INCIDENTS)).get(INCIDENTS);
    return committed == null ? 0 : committed.offset();
  }

  private static <V extends SpecificRecord> void fill(
      MockConsumer<String, V> consumer,
      Topic<V> topic,
      List<V> values,
      java.util.function.Function<V, String> key) {
    TopicPartition partition = new TopicPartition(topic.name(), 0);
    consumer.updatePartitions(
        topic.name(), List.of(new PartitionInfo(topic.name(), 0, null, null, null)));
    consumer.updateBeginningOffsets(Map.of(partition, 0L));
    consumer.updateEndOffsets(Map.of(partition, (long) values.size()));
    consumer.schedulePollTask(
        () -> {
          for (int i = 0; i < values.size(); i++) {
            V value = values.get(i);
            consumer.addRecord(new ConsumerRecord<>(topic.name(), 0, i, key.apply(value), value));
          }
        });
  }

  /** Gives an incident's state and waits until it is done with. */
  void read(Incident incident) {
    long at = incidentOffset++;
    read(incidents, INCIDENTS, at, incident.getId(), incident);
  }

  /** Gives a remediation's state and waits until it is done with. */
  void read(Remediation remediation) {
    long at = remediationOffset++;
    read(remediations, REMEDIATIONS, at, remediation.getId(), remediation);
  }

  private static <V> void give(
      MockConsumer<String, V> consumer, TopicPartition partition, long at, String key, V value) {
    consumer.schedulePollTask(
        () -> consumer.addRecord(new ConsumerRecord<>(partition.topic(), 0, at, key, value)));
  }

  private static <V> void read(
      MockConsumer<String, V> consumer, TopicPartition partition, long at, String key, V value) {
    give(consumer, partition, at, key, value);
    OffsetAndMetadata done = new OffsetAndMetadata(at + 1);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> done.equals(consumer.committed(Set.of(partition)).get(partition)));
  }

  /** What was written down. */
  List<Notification> written() {
    return log.history().stream()
        .map(r -> serdes.of(Topics.NOTIFICATIONS).deserializer().deserialize(r.topic(), r.value()))
        .toList();
  }

  @Override
  public void close() {
    notifier.close();
  }

  /** A channel that keeps what it takes and answers by a script, then that all is well. */
  static final class Recording implements Channel {

    final List<Message> messages = new CopyOnWriteArrayList<>();
    final Deque<Delivery> answers = new ArrayDeque<>();

    List<Message.Kind> kinds() {
      return messages.stream().map(Message::kind).toList();
    }

    List<String> titles() {
      return messages.stream().map(Message::title).toList();
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
