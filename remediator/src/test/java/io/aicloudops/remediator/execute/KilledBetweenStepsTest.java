package io.aicloudops.remediator.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aicloudops.remediator.Given;
import io.aicloudops.remediator.guard.Mode;
import io.aicloudops.remediator.streams.RemediationTopology;
import io.aicloudops.runtime.kafka.StreamsService;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.Outcome;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topic;
import io.aicloudops.schemas.topics.Topics;
import io.fabric8.kubernetes.api.model.Quantity;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The real topology, executor's step and API adapter, killed once at each place between two steps
 * of a remediation that is carried out, verified and undone. Whatever was lost: each write happens
 * once, and the remediation comes to its end.
 */
class KilledBetweenStepsTest extends ClusterFixture {

  /** What dies, and what it had done of the step by then. */
  private enum Kill {
    /** The executor has read the intent and done nothing. */
    BEFORE_THE_TRY,
    /** The executor has tried the intent, and nobody knows. */
    BEFORE_THE_OUTCOME,
    /** The executor has told the outcome, but not committed that it did: it tells it again. */
    BEFORE_THE_COMMIT,
    /** The stream dies with the outcome in the log, and restores its state from there. */
    THE_STREAM
  }

  private static final List<IntentKind> STEPS =
      List.of(
          IntentKind.DRY_RUN,
          IntentKind.WAIT,
          IntentKind.EXECUTE,
          IntentKind.CHECK,
          IntentKind.UNDO);

  @TempDir Path state;
  private final EventSerdes serdes = new EventSerdes(new InMemorySchemaRegistry());
  private final List<Logged<?>> log = new ArrayList<>();
  private final List<Remediation> states = new ArrayList<>();
  private final List<Intent> intents = new ArrayList<>();
  private Instant now = Given.T0;
  private int lives;
  private TopologyTestDriver stream;

  private final Trying executor =
      new Trying(
          Map.of("demo", cluster),
          new Clock() {
            @Override
            public Instant instant() {
              return now;
            }

            @Override
            public ZoneId getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              return this;
            }
          });

  /** A record in one of the topics that the remediator reads. */
  private record Logged<V extends SpecificRecord>(
      Topic<V> topic, String key, V value, Instant time) {}

  @BeforeEach
  void begin() {
    deploy(1);
    stream = revived();
  }

  static Stream<Arguments> places() {
    return STEPS.stream()
        .flatMap(step -> Stream.of(Kill.values()).map(kill -> Arguments.of(step, kill)));
  }

  @ParameterizedTest(name = "{1} of {0}")
  @MethodSource("places")
  void nothingIsDoneTwiceAndNothingIsForgotten(IntentKind where, Kill kill) {
    try {
      Cause cause = Given.cause("demo/shop/Deployment/" + name, FaultKind.OOM_LIMIT_TOO_LOW, 0.9);
      read(Topics.INCIDENTS, "i-" + name, Given.incident("i-" + name, later(1), cause));
      step(IntentKind.DRY_RUN, where, kill);
      now = last(IntentKind.WAIT).getDeadline();
      step(IntentKind.WAIT, where, kill);
      assertThat(remediation().getState()).isEqualTo(RemediationState.AWAITING_APPROVAL);
      read(Topics.COMMANDS, remediation().getId(), Given.approve(remediation(), later(1)));
      step(IntentKind.EXECUTE, where, kill);
      step(IntentKind.CHECK, where, kill);
      read(
          Topics.COMMANDS,
          remediation().getId(),
          Given.command(CommandType.UNDO, remediation().getId(), "operator", later(1)));
      step(IntentKind.UNDO, where, kill);
    } finally {
      stream.close();
    }
    assertThat(remediation().getState()).isEqualTo(RemediationState.UNDONE);
    assertThat(writes()).as("the action once and its undo once").hasSize(2);
    assertThat(memory()).isEqualTo(new Quantity("128Mi"));
  }

  private @Nullable Quantity memory() {
    return root.apps()
        .deployments()
        .inNamespace("shop")
        .withName(name)
        .get()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .get(0)
        .getResources()
        .getLimits()
        .get("memory");
  }

  /** The executor's step for the intent of a kind, with a kill if it is the place for it. */
  private void step(IntentKind kind, IntentKind where, Kill kill) {
    Intent intent = last(kind);
    boolean here = kind == where;
    if (here && kill == Kill.BEFORE_THE_OUTCOME) {
      carriedOut(intent);
    }
    // A new executor reads the intent again from where the last one had committed.
    Outcome outcome = carriedOut(intent);
    read(Topics.OUTCOMES, intent.getRemediationId(), outcome);
    if (here && kill == Kill.BEFORE_THE_COMMIT) {
      read(Topics.OUTCOMES, intent.getRemediationId(), carriedOut(intent));
    }
    if (here && kill == Kill.THE_STREAM) {
      List<Remediation> before = List.copyOf(states);
      List<Intent> asked = List.copyOf(intents);
      stream.close();
      stream = revived();
      assertThat(states).as("remembers the same").isEqualTo(before);
      assertThat(intents).as("asks for nothing new").isEqualTo(asked);
    }
  }

  private Outcome carriedOut(Intent intent) {
    Attempt attempt =
        await()
            .atMost(SOON)
            .until(() -> executor.once(intent), answer -> !executor.again(intent, answer));
    assertThat(attempt.status()).as(attempt.message()).isEqualTo(OutcomeStatus.DONE);
    return Outcome.newBuilder()
        .setIntentId(intent.getId())
        .setRemediationId(intent.getRemediationId())
        .setKind(intent.getKind())
        .setStatus(attempt.status())
        .setTime(later(1))
        .setMessage(attempt.message())
        .setDiff(attempt.diff().text())
        .setDiffHash(attempt.diff().hash())
        .setFacts(new HashMap<>(attempt.facts()))
        .build();
  }

  /** A stream that has read the log from its beginning. */
  private TopologyTestDriver revived() {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "killed");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, state.resolve("life" + lives++).toString());
    TopologyTestDriver driver =
        new TopologyTestDriver(
            new RemediationTopology(serdes, Given.fold(Mode.ASK), "demo")
                .build(StreamsService.strictBuilder()),
            properties,
            Given.T0);
    states.clear();
    intents.clear();
    log.forEach(record -> pipe(driver, record));
    return driver;
  }

  private <V extends SpecificRecord> void read(Topic<V> topic, String key, V value) {
    Logged<V> record = new Logged<>(topic, key, value, now);
    log.add(record);
    pipe(stream, record);
  }

  private <V extends SpecificRecord> void pipe(TopologyTestDriver driver, Logged<V> record) {
    driver
        .createInputTopic(
            record.topic().name(),
            Serdes.String().serializer(),
            serdes.of(record.topic()).serializer())
        .pipeInput(record.key(), record.value(), record.time());
    states.addAll(out(driver, Topics.REMEDIATIONS));
    intents.addAll(out(driver, Topics.INTENTS));
  }

  private <V extends SpecificRecord> List<V> out(TopologyTestDriver driver, Topic<V> topic) {
    return driver
        .createOutputTopic(
            topic.name(), Serdes.String().deserializer(), serdes.of(topic).deserializer())
        .readValuesToList();
  }

  private Remediation remediation() {
    return states.get(states.size() - 1);
  }

  private Intent last(IntentKind kind) {
    return intents.stream()
        .filter(intent -> intent.getKind() == kind)
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("no " + kind + " was asked for; " + remediation()));
  }

  private Instant later(long seconds) {
    now = now.plus(Duration.ofSeconds(seconds));
    return now;
  }
}
