package io.aicloudops.remediator.streams;

import static io.aicloudops.remediator.Given.CART;
import static io.aicloudops.remediator.Given.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.remediator.Given;
import io.aicloudops.remediator.guard.Mode;
import io.aicloudops.runtime.kafka.StreamsService;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.Outcome;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.event.RemediationStep;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topic;
import io.aicloudops.schemas.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemediationTopologyTest {

  private final EventSerdes serdes = new EventSerdes(new InMemorySchemaRegistry());
  private final Topology topology =
      new RemediationTopology(serdes, Given.fold(Mode.ASK), "demo")
          .build(StreamsService.strictBuilder());
  private final TopologyTestDriver driver;
  private final TestOutputTopic<String, Remediation> remediations;
  private final TestOutputTopic<String, Remediation> audit;
  private final TestOutputTopic<String, Intent> intents;
  private final Map<String, Remediation> states = new HashMap<>();
  private final Map<IntentKind, Intent> tries = new HashMap<>();
  private Instant now = T0;

  RemediationTopologyTest(@TempDir Path state) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    driver = new TopologyTestDriver(topology, properties, T0);
    remediations = output(Topics.REMEDIATIONS);
    audit = output(Topics.REMEDIATION_AUDIT);
    intents = output(Topics.INTENTS);
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private <V extends SpecificRecord> TestOutputTopic<String, V> output(Topic<V> topic) {
    return driver.createOutputTopic(
        topic.name(), Serdes.String().deserializer(), serdes.of(topic).deserializer());
  }

  private Instant later(long seconds) {
    now = now.plusSeconds(seconds);
    return now;
  }

  private <V extends SpecificRecord> void send(Topic<V> topic, String key, V value) {
    driver
        .createInputTopic(topic.name(), Serdes.String().serializer(), serdes.of(topic).serializer())
        .pipeInput(key, value, now);
    remediations.readValuesToList().forEach(r -> states.put(r.getId(), r));
    intents.readValuesToList().forEach(i -> tries.put(i.getKind(), i));
  }

  private void crash(String id, IncidentStatus status) {
    Incident incident =
        Given.incident(id, later(1), Given.cause(CART, FaultKind.CRASH_AFTER_ROLLOUT, 0.9));
    incident.setStatus(status);
    send(Topics.INCIDENTS, id, incident);
  }

  private void answer(IntentKind kind) {
    Outcome outcome =
        Given.outcome(Objects.requireNonNull(tries.get(kind)), OutcomeStatus.DONE, later(1));
    send(Topics.OUTCOMES, outcome.getRemediationId(), outcome);
  }

  /** The dry run succeeds and the cause holds until it has settled. */
  private void settle() {
    answer(IntentKind.DRY_RUN);
    later(10);
    answer(IntentKind.WAIT);
  }

  private void order(Command command) {
    send(Topics.COMMANDS, command.getTarget(), command);
  }

  private Remediation only() {
    assertThat(states).hasSize(1);
    return states.values().iterator().next();
  }

  /**
   * Before changing the golden file: node and store names are part of the running application's
   * identity. Renaming a store loses the memory of budgets, attempts and what is under way; a
   * changed source loses the order of inputs. Drain (pause, wait until nothing is under way), then
   * reset the application, if it cannot be avoided.
   */
  @Test
  void hasTheGoldenTopology() throws IOException {
    try (var golden = RemediationTopologyTest.class.getResourceAsStream("/topology.txt")) {
      String expected =
          new String(Objects.requireNonNull(golden).readAllBytes(), StandardCharsets.UTF_8);
      assertThat(topology.describe().toString().strip()).isEqualTo(expected.strip());
    }
  }

  @Test
  void goesFromAnIncidentToAVerifiedFix() {
    crash("i1", IncidentStatus.OPEN);
    assertThat(only().getState()).isEqualTo(RemediationState.PROPOSED);
    settle();
    assertThat(only().getState()).isEqualTo(RemediationState.AWAITING_APPROVAL);
    Command stale = Given.approve(only(), later(1));
    stale.setDiffHash("of yesterday");
    order(stale);
    assertThat(only().getState()).isEqualTo(RemediationState.AWAITING_APPROVAL);
    order(Given.approve(only(), later(1)));
    assertThat(only().getState()).isEqualTo(RemediationState.EXECUTING);
    answer(IntentKind.EXECUTE);
    answer(IntentKind.CHECK);
    crash("i1", IncidentStatus.RESOLVED);
    assertThat(only().getState()).isEqualTo(RemediationState.VERIFIED);
    assertThat(audit.readValuesToList())
        .extracting(Remediation::getState)
        .startsWith(
            RemediationState.PROPOSED,
            RemediationState.PROPOSED,
            RemediationState.AWAITING_APPROVAL,
            RemediationState.AWAITING_APPROVAL,
            RemediationState.APPROVED,
            RemediationState.EXECUTING)
        .endsWith(RemediationState.VERIFIED);
  }

  @Test
  void undoesByTheTimerWhatDidNotHelp() {
    crash("i1", IncidentStatus.OPEN);
    settle();
    order(Given.approve(only(), later(1)));
    answer(IntentKind.EXECUTE);
    answer(IntentKind.CHECK);
    later(300);
    answer(IntentKind.WAIT);
    assertThat(only().getState()).isEqualTo(RemediationState.UNDOING);
    answer(IntentKind.UNDO);
    assertThat(only().getState()).isEqualTo(RemediationState.UNDONE);
  }

  @Test
  void rejectsAndExpires() {
    crash("i1", IncidentStatus.OPEN);
    answer(IntentKind.DRY_RUN);
    order(Given.command(CommandType.REJECT, only().getId(), "operator", later(1)));
    assertThat(only().getState()).isEqualTo(RemediationState.REJECTED);
    states.clear();
    crash("i2", IncidentStatus.OPEN);
    settle();
    later(1800);
    answer(IntentKind.WAIT);
    assertThat(only().getState()).isEqualTo(RemediationState.EXPIRED);
  }

  @Test
  void proposesNothingWhilePausedUntilResumed() {
    order(Given.command(CommandType.PAUSE, "*", "viewer", later(1)));
    order(Given.command(CommandType.PAUSE, "*", "admin", later(1)));
    crash("i1", IncidentStatus.OPEN);
    assertThat(note(only())).startsWith("paused");
    order(Given.command(CommandType.RESUME, "*", "admin", later(1)));
    crash("i1", IncidentStatus.OPEN);
    assertThat(states.values())
        .extracting(Remediation::getState)
        .contains(RemediationState.PROPOSED);
  }

  @Test
  void keepsToMaintenanceWindows() {
    Command window = Given.command(CommandType.MAINTENANCE, "demo/shop", "operator", later(1));
    window.getParams().put("cluster", "demo");
    window.getParams().put("until", now.plusSeconds(60).toString());
    order(window);
    crash("i1", IncidentStatus.OPEN);
    assertThat(note(only())).startsWith("maintenance");
    states.clear();
    later(60);
    crash("i1", IncidentStatus.OPEN);
    assertThat(only().getState()).isEqualTo(RemediationState.PROPOSED);
    window.setTime(later(1));
    window.getParams().put("until", "soon");
    order(window);
  }

  private void state(String text, String role) {
    Command policy = Given.command(CommandType.POLICY, "*", role, later(1));
    policy.getParams().put("policy", text);
    order(policy);
  }

  @Test
  void takesThePolicyFromItsConfigMapAloneAndKeepsTheLastGoodOne() {
    state("default-mode = off", "admin");
    state("default-mode = observe", "policy-map");
    state("default-mode = auto, rules = [{ mode = aut }]", "policy-map");
    crash("i1", IncidentStatus.OPEN);
    assertThat(only().getMode()).isEqualTo("observe");
    state("", "policy-map");
    crash("i1", IncidentStatus.RESOLVED);
    states.clear();
    crash("i2", IncidentStatus.OPEN);
    assertThat(only().getMode()).as("the settings again").isEqualTo("ask");
  }

  @Test
  void knowsWhatTheTopologySaysAndForgetsWhatIsGone() {
    TopologyEntity cart = Given.workload(CART, Map.of("aiops.io/opt-out", "true"));
    send(Topics.TOPOLOGY, CART, cart);
    send(Topics.TOPOLOGY, "demo/_/Node/n1", Given.workload("demo/_/Node/n1", Map.of()));
    crash("i1", IncidentStatus.OPEN);
    assertThat(note(only())).startsWith("opt-out");
    cart.setGone(true);
    send(Topics.TOPOLOGY, CART, cart);
    states.clear();
    crash("i1", IncidentStatus.OPEN);
    assertThat(only().getState()).isEqualTo(RemediationState.PROPOSED);
  }

  @Test
  void forgetsAfterADayByTheExecutorsClockAlone() {
    crash("i1", IncidentStatus.OPEN);
    answer(IntentKind.DRY_RUN);
    order(Given.command(CommandType.REJECT, only().getId(), "operator", later(1)));
    send(Topics.SCALING, Given.PAY, Given.scaling(Given.PAY, 2, 2, now.plus(Duration.ofDays(9))));
    send(Topics.SCALING, Given.PAY, Given.scaling(Given.PAY, 2, 3, later(1)));
    assertThat(states).hasSize(2);
    crash("i1", IncidentStatus.OPEN);
    assertThat(states).as("the answer still stands").hasSize(2);
    later(Duration.ofDays(2).toSeconds());
    answer(IntentKind.DRY_RUN);
    crash("i1", IncidentStatus.OPEN);
    assertThat(states).hasSize(3);
  }

  @Test
  void readsACommandInTheOrderOfTheClusterItIsFor() {
    Command everything = Given.command(CommandType.PAUSE, "*", "admin", T0);
    assertThat(Clusters.ofCommand(everything, "demo")).isEqualTo("demo");
    everything.getParams().put("cluster", "prod");
    assertThat(Clusters.ofCommand(everything, "demo")).isEqualTo("prod");
    assertThat(Clusters.ofCommand(Given.command(CommandType.REQUEST, CART, "admin", T0), "x"))
        .isEqualTo("demo");
    assertThat(Clusters.ofRemediation("a:b:123")).isEqualTo("a:b");
    assertThat(Clusters.ofRemediation("strange")).isEqualTo("strange");
    assertThat(Clusters.ofEntity("strange")).isEqualTo("strange");
  }

  private static String note(Remediation r) {
    List<RemediationStep> steps = r.getSteps();
    return steps.get(steps.size() - 1).getNote();
  }
}
