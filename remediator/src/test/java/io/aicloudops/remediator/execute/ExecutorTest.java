package io.aicloudops.remediator.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aicloudops.runtime.kafka.EventProducer;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.Outcome;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RecordDeserializationException.DeserializationExceptionOrigin;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExecutorTest {

  private static final TopicPartition P0 = new TopicPartition(Topics.INTENTS.name(), 0);

  private final EventSerdes serdes = new EventSerdes(new InMemorySchemaRegistry());
  private final MockProducer<byte[], byte[]> log =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final MockConsumer<String, Intent> consumer = new MockConsumer<>("earliest");
  private final Scripted cluster = new Scripted();
  private final Executor executor =
      new Executor(
          () -> consumer,
          () -> new EventProducer(log, serdes, Duration.ofSeconds(5), new SimpleMeterRegistry()),
          Map.of("demo", cluster),
          Clock.systemUTC());
  private long offset;

  @BeforeEach
  void start() {
    consumer.schedulePollTask(
        () -> {
          consumer.rebalance(List.of(P0));
          consumer.updateBeginningOffsets(Map.of(P0, 0L));
        });
    executor.start();
    await().until(() -> !consumer.assignment().isEmpty());
  }

  @AfterEach
  void stop() {
    executor.close();
  }

  private Intent intent(IntentKind kind, String where, Duration within) {
    Instant now = Instant.now();
    return Intent.newBuilder()
        .setId("demo:r/" + kind)
        .setRemediationId("demo:r")
        .setKind(kind)
        .setCluster(where)
        .setEntity("demo/shop/Deployment/cart")
        .setAction(ActionKind.RESTART)
        .setTime(now)
        .setDeadline(now.plus(within))
        .build();
  }

  private void read(Intent intent) {
    long at = offset++;
    consumer.schedulePollTask(
        () -> consumer.addRecord(new ConsumerRecord<>(P0.topic(), 0, at, "demo:r", intent)));
  }

  private List<Outcome> outcomes() {
    return log.history().stream()
        .map(r -> serdes.of(Topics.OUTCOMES).deserializer().deserialize(r.topic(), r.value()))
        .toList();
  }

  private Outcome outcome(int count) {
    await().atMost(Duration.ofSeconds(30)).until(() -> outcomes().size() >= count);
    return outcomes().get(count - 1);
  }

  @Test
  void tellsWhatBecameOfEachKindAndCommitsAfterwards() {
    int count = 0;
    for (IntentKind kind :
        List.of(IntentKind.DRY_RUN, IntentKind.EXECUTE, IntentKind.CHECK, IntentKind.UNDO)) {
      read(intent(kind, "demo", Duration.ofMinutes(1)));
      assertThat(outcome(++count).getMessage()).isEqualTo(kind.name());
    }
    await().until(() -> new OffsetAndMetadata(4).equals(consumer.committed(Set.of(P0)).get(P0)));
    assertThat(executor.health()).isEqualTo(Health.healthy());
  }

  @Test
  void triesAgainUntilTheDeadline() {
    cluster.answers.add(() -> Attempt.failed("conflict"));
    cluster.answers.add(
        () -> {
          throw new IllegalStateException("network");
        });
    cluster.answers.add(
        () -> {
          throw new NoClassDefFoundError("of a library");
        });
    read(intent(IntentKind.EXECUTE, "demo", Duration.ofMinutes(1)));
    assertThat(outcome(1).getStatus()).isEqualTo(OutcomeStatus.DONE);
    cluster.answers.add(() -> Attempt.pending("1 of 2"));
    cluster.answers.add(() -> Attempt.pending("1 of 2"));
    cluster.answers.add(() -> Attempt.pending("1 of 2"));
    read(intent(IntentKind.CHECK, "demo", Duration.ofMillis(900)));
    assertThat(outcome(2).getStatus()).isEqualTo(OutcomeStatus.FAILED);
    assertThat(outcome(2).getMessage()).contains("not within the time");
  }

  @Test
  void writesNothingAfterTheDeadline() {
    read(intent(IntentKind.EXECUTE, "demo", Duration.ofSeconds(-5)));
    assertThat(outcome(1).getMessage()).isEqualTo("recognised");
    read(intent(IntentKind.UNDO, "demo", Duration.ofSeconds(-5)));
    assertThat(outcome(2).getMessage()).isEqualTo("recognised");
    assertThat(cluster.tried).isEmpty();
  }

  @Test
  void whatCannotBeReadHoldsUpNothing() {
    consumer.schedulePollTask(
        () ->
            consumer.setPollException(
                new RecordDeserializationException(
                    DeserializationExceptionOrigin.VALUE,
                    P0,
                    0,
                    0,
                    TimestampType.CREATE_TIME,
                    null,
                    ByteBuffer.wrap(new byte[] {7}),
                    new RecordHeaders(),
                    "not an intent",
                    null)));
    await()
        .untilAsserted(
            () ->
                assertThat(log.history())
                    .singleElement()
                    .satisfies(
                        letter -> {
                          assertThat(letter.topic()).isEqualTo(Topics.DEAD_LETTERS.name());
                          assertThat(letter.value()).containsExactly(7);
                        }));
    await().until(() -> new OffsetAndMetadata(1).equals(consumer.committed(Set.of(P0)).get(P0)));
    log.clear();
    offset = 1;
    read(intent(IntentKind.EXECUTE, "demo", Duration.ofMinutes(1)));
    assertThat(outcome(1).getStatus()).isEqualTo(OutcomeStatus.DONE);
    assertThat(executor.health()).isEqualTo(Health.healthy());
  }

  @Test
  void refusesClustersAndKindsItDoesNotKnow() {
    read(intent(IntentKind.EXECUTE, "other", Duration.ofMinutes(1)));
    assertThat(outcome(1).getMessage()).contains("no connection to the cluster other");
    read(intent(IntentKind.UNKNOWN, "demo", Duration.ofMinutes(1)));
    assertThat(outcome(2).getStatus()).isEqualTo(OutcomeStatus.REFUSED);
  }

  @Test
  void aTimerHoldsBackOnlyItsOwnOffset() {
    read(intent(IntentKind.WAIT, "demo", Duration.ofSeconds(5)));
    read(intent(IntentKind.DRY_RUN, "demo", Duration.ofMinutes(1)));
    assertThat(outcome(1).getKind()).isEqualTo(IntentKind.DRY_RUN);
    assertThat(consumer.committed(Set.of(P0)).get(P0)).isIn(null, new OffsetAndMetadata(0));
    assertThat(outcome(2).getKind()).isEqualTo(IntentKind.WAIT);
    assertThat(outcome(2).getStatus()).isEqualTo(OutcomeStatus.DONE);
  }

  @Test
  void tellsLaterWhatTheLogDidNotTake() {
    log.sendException = new KafkaException("no broker");
    read(intent(IntentKind.EXECUTE, "demo", Duration.ofMinutes(1)));
    await().until(() -> !cluster.tried.isEmpty());
    assertThat(outcomes()).isEmpty();
    log.sendException = null;
    assertThat(outcome(1).getStatus()).isEqualTo(OutcomeStatus.DONE);
  }

  /** A cluster that answers by a script, and then that all is done. */
  private static final class Scripted implements Cluster {

    final Deque<Supplier<Attempt>> answers = new ArrayDeque<>();
    final ConcurrentLinkedQueue<String> tried = new ConcurrentLinkedQueue<>();

    private Attempt next(Intent intent) {
      tried.add(intent.getId());
      Supplier<Attempt> answer = answers.poll();
      return answer == null ? Attempt.done(intent.getKind().name()) : answer.get();
    }

    @Override
    public Attempt dryRun(Intent intent) {
      return next(intent);
    }

    @Override
    public Attempt execute(Intent intent) {
      return next(intent);
    }

    @Override
    public Attempt recognise(Intent intent) {
      return Attempt.refused("recognised");
    }

    @Override
    public Attempt check(Intent intent) {
      return next(intent);
    }

    @Override
    public Attempt undo(Intent intent) {
      return next(intent);
    }

    @Override
    public void close() {
      tried.clear();
    }
  }
}
