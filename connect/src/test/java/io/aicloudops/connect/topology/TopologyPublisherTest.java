package io.aicloudops.connect.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.connect.identity.Call;
import io.aicloudops.connect.identity.CallGraph;
import io.aicloudops.connect.identity.Workloads;
import io.aicloudops.connect.log.RecordingLog;
import io.aicloudops.schemas.event.Edge;
import io.aicloudops.schemas.event.EdgeType;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.identity.EntityId;
import io.aicloudops.schemas.topics.Topics;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TopologyPublisherTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final EntityId CART = EntityId.parse("c/shop/Deployment/cart");
  private static final EntityId STOCK = EntityId.parse("c/shop/Deployment/stock");

  private final RecordingLog log = new RecordingLog();
  private final CallGraph calls = new CallGraph(new Workloads("c"), Duration.ofHours(1), 1000);
  private final TopologyPublisher publisher =
      new TopologyPublisher(calls, log, Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofSeconds(1));

  private static TopologyEntity entity(EntityId id, String source, String label, Edge... edges) {
    return TopologyEntity.newBuilder()
        .setEntity(id.toString())
        .setLabels(Map.of(label, source))
        .setEdges(List.of(edges))
        .setTime(NOW)
        .setSource(source)
        .build();
  }

  @Test
  void writesOnlyWhatHasChanged() {
    publisher.put(entity(CART, "kubernetes", "a"));
    publisher.flush();
    publisher.put(entity(CART, "kubernetes", "a"));
    publisher.flush();
    assertThat(log.of(Topics.TOPOLOGY)).hasSize(1);
  }

  @Test
  void putsTogetherWhatSourcesSay() {
    Edge mount = new Edge(EdgeType.MOUNTS, "c/shop/ConfigMap/x");
    Edge call = new Edge(EdgeType.CALLS, "c/shop/Deployment/bank");
    publisher.put(entity(CART, "kubernetes", "k", mount));
    publisher.put(entity(CART, "cdc", "d", call));
    calls.remember(CART, STOCK);
    publisher.flush();

    TopologyEntity cart = log.of(Topics.TOPOLOGY).get(0);
    assertThat(cart.getLabels()).containsOnlyKeys("k", "d");
    assertThat(cart.getEdges())
        .containsExactlyInAnyOrder(mount, call, new Edge(EdgeType.CALLS, STOCK.toString()));
    assertThat(cart.getSource()).isEqualTo("kubernetes");

    publisher.gone(CART, "cdc");
    publisher.flush();
    assertThat(log.of(Topics.TOPOLOGY).get(1).getLabels()).containsOnlyKeys("k");

    publisher.gone(CART, "kubernetes");
    publisher.flush();
    assertThat(log.of(Topics.TOPOLOGY).get(2).getGone()).isTrue();
    assertThat(log.sent().get(3).event()).isNull();
    publisher.flush();
    assertThat(log.sent()).hasSize(4);
  }

  @Test
  void knowsCallersThatNoClusterTells() {
    calls.remember(EntityId.parse("c/_/Service/api"), STOCK);
    publisher.flush();
    assertThat(log.of(Topics.TOPOLOGY))
        .singleElement()
        .satisfies(e -> assertThat(e.getSource()).isEqualTo("calls"));
  }

  @Test
  void endsAnEntityThatWasKnownByItsCallsAloneAndCallsNobodyAnyMore() {
    EntityId api = EntityId.parse("c/_/Service/api");
    calls.seen(new Call(api, STOCK), NOW.toEpochMilli());
    publisher.put(entity(CART, "kubernetes", "k"));
    calls.seen(new Call(CART, STOCK), NOW.toEpochMilli());
    publisher.flush();
    assertThat(log.of(Topics.TOPOLOGY)).hasSize(2);
    log.clear();

    Instant later = NOW.plus(Duration.ofHours(2));
    calls.seen(new Call(EntityId.parse("c/_/Service/web"), STOCK), later.toEpochMilli());
    publisher.flush();

    TopologyEntity cart = last(CART);
    assertThat(cart.getGone()).isFalse();
    assertThat(cart.getEdges()).isEmpty();
    assertThat(last(api).getGone()).isTrue();
    assertThat(log.sent())
        .anyMatch(sent -> sent.key().equals(api.toString()) && sent.event() == null);
  }

  private TopologyEntity last(EntityId entity) {
    return log.of(Topics.TOPOLOGY).stream()
        .filter(e -> e.getEntity().equals(entity.toString()))
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  @Test
  void keepsWhatTheLogDidNotTake() {
    log.fail(new IOException("no broker"));
    publisher.put(entity(CART, "kubernetes", "a"));
    assertThat(publisher.flush()).isFalse();
    assertThat(publisher.health().message()).contains("1 events wait");
    log.recover();
    assertThat(publisher.flush()).isTrue();
    assertThat(log.of(Topics.TOPOLOGY)).hasSize(1);
  }

  @Test
  void endsWhatHasGoneSinceAnEarlierRun() {
    Edge call = new Edge(EdgeType.CALLS, STOCK.toString());
    publisher.remember(
        List.of(entity(CART, "kubernetes", "a", call), entity(STOCK, "kubernetes", "a")));
    assertThat(publisher.lastWritten(CART)).isPresent();
    publisher.put(entity(CART, "kubernetes", "a"));
    publisher.complete("kubernetes");
    publisher.flush();

    assertThat(log.of(Topics.TOPOLOGY))
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.getEntity()).isEqualTo(STOCK.toString());
              assertThat(e.getGone()).isTrue();
            });
  }

  @Test
  void readsTheTopicToItsEnd() {
    MockConsumer<String, TopologyEntity> consumer = new MockConsumer<>("earliest");
    String topic = Topics.TOPOLOGY.name();
    TopicPartition partition = new TopicPartition(topic, 0);
    consumer.updatePartitions(
        topic, List.of(new PartitionInfo(topic, 0, Node.noNode(), new Node[0], new Node[0])));
    consumer.updateBeginningOffsets(Map.of(partition, 0L));
    consumer.updateEndOffsets(Map.of(partition, 4L));
    TopologyEntity gone =
        TopologyEntity.newBuilder(entity(STOCK, "kubernetes", "a")).setGone(true).build();
    consumer.schedulePollTask(
        () -> {
          consumer.addRecord(
              new ConsumerRecord<>(topic, 0, 0, CART.toString(), entity(CART, "k", "old")));
          consumer.addRecord(
              new ConsumerRecord<>(topic, 0, 1, CART.toString(), entity(CART, "k", "new")));
          consumer.addRecord(new ConsumerRecord<>(topic, 0, 2, STOCK.toString(), gone));
          consumer.addRecord(new ConsumerRecord<>(topic, 0, 3, "x", null));
        });

    assertThat(TopologyHistory.read(() -> consumer, Duration.ofSeconds(10)))
        .singleElement()
        .satisfies(e -> assertThat(e.getLabels()).containsKey("new"));
    assertThat(
            TopologyHistory.read(
                () -> {
                  throw new KafkaException("no broker");
                },
                Duration.ofSeconds(1)))
        .isEmpty();
    assertThat(Optional.of(consumer.closed())).contains(true);
  }
}
