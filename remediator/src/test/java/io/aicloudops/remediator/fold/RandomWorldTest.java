package io.aicloudops.remediator.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.remediator.Given;
import io.aicloudops.remediator.guard.Mode;
import io.aicloudops.remediator.guard.Policy;
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
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.identity.EntityId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.avro.specific.SpecificRecord;

/**
 * Random incidents, recommendations and orders; outcomes that get lost, come twice or in another
 * order; an executor that forgets what it was doing. Whatever happens, the promises hold.
 */
class RandomWorldTest {

  private static final List<String> ENTITIES =
      List.of(
          "demo/shop/Deployment/cart",
          "demo/shop/Deployment/front",
          "demo/shop/StatefulSet/store",
          "demo/pay/Deployment/payment");
  private static final List<FaultKind> FAULTS =
      List.of(
          FaultKind.CRASH_AFTER_ROLLOUT,
          FaultKind.OOM_LIMIT_TOO_LOW,
          FaultKind.MEMORY_LEAK,
          FaultKind.LOAD_ABOVE_CAPACITY,
          FaultKind.ERROR_BURST,
          FaultKind.DATABASE_TROUBLE);
  private static final int STEPS = 300;

  /** One run: the inputs in their order, and what came of them. */
  private static final class Run {
    final Random random;
    final Policy policy;
    final MapWorld world;
    final List<SpecificRecord> inputs = new ArrayList<>();
    final List<Intent> open = new ArrayList<>();
    final List<Command> approvals = new ArrayList<>();
    Instant now = Given.T0;

    Run(long seed) {
      random = new Random(seed);
      Mode mode = random.nextBoolean() ? Mode.AUTO : Mode.ASK;
      policy = Given.policy(mode, List.of(), 2, 2, 3, 4, 2);
      world = new MapWorld(Given.fold(policy));
    }

    <T> T any(List<T> list) {
      return list.get(random.nextInt(list.size()));
    }

    void feed(SpecificRecord input) {
      inputs.add(input);
      open.addAll(world.feed(input).intents());
    }

    void step() {
      now = now.plusSeconds(random.nextInt(40));
      switch (random.nextInt(10)) {
        case 0, 1 -> incident();
        case 2 ->
            feed(Given.scaling(any(ENTITIES), 1 + random.nextInt(5), random.nextInt(12), now));
        case 3 -> order();
        case 4 -> approve();
        default -> outcome();
      }
    }

    private void incident() {
      String id = "i" + random.nextInt(5);
      Incident incident =
          Given.incident(
              id, now, Given.cause(any(ENTITIES), any(FAULTS), 0.4 + 0.6 * random.nextDouble()));
      int kind = random.nextInt(6);
      if (kind == 0) {
        incident.setStatus(IncidentStatus.RESOLVED);
      } else if (kind == 1) {
        incident.setStatus(IncidentStatus.MERGED);
        incident.setMergedInto("i" + random.nextInt(5));
      } else if (kind == 2) {
        incident.setEvidence(List.of());
      }
      feed(incident);
    }

    private void order() {
      List<Remediation> all = world.remediations();
      CommandType type =
          any(
              List.of(
                  CommandType.REJECT,
                  CommandType.UNDO,
                  CommandType.PAUSE,
                  CommandType.RESUME,
                  CommandType.RESUME,
                  CommandType.REQUEST));
      String target =
          all.isEmpty() || type == CommandType.REQUEST ? any(ENTITIES) : any(all).getId();
      Command command = Given.command(type, target, any(List.of("viewer", "operator")), now);
      command.getParams().put("action", any(List.of("restart", "scale")));
      command.getParams().put("replicas", "3");
      feed(command);
    }

    private void approve() {
      List<Remediation> all = world.remediations();
      if (!all.isEmpty()) {
        Command command = Given.approve(any(all), now);
        command.setRole(any(List.of("viewer", "operator", "operator", "admin")));
        if (random.nextInt(4) == 0) {
          command.setDiffHash("stale");
        }
        approvals.add(command);
        feed(command);
      }
    }

    /** Mostly the oldest that is open; now and then another, twice, or never. */
    private void outcome() {
      if (open.isEmpty()) {
        return;
      }
      int which = random.nextInt(5) == 0 ? random.nextInt(open.size()) : 0;
      Intent intent = random.nextInt(8) == 0 ? open.get(which) : open.remove(which);
      if (random.nextInt(15) == 0) {
        return;
      }
      if (intent.getKind() == IntentKind.WAIT && intent.getDeadline().isAfter(now)) {
        now = random.nextInt(4) == 0 ? intent.getDeadline() : now;
        if (intent.getDeadline().isAfter(now)) {
          open.add(intent);
          return;
        }
      }
      OutcomeStatus status =
          any(
              List.of(
                  OutcomeStatus.DONE,
                  OutcomeStatus.DONE,
                  OutcomeStatus.DONE,
                  OutcomeStatus.FAILED,
                  OutcomeStatus.REFUSED));
      Outcome outcome = Given.outcome(intent, status, now);
      feed(outcome);
    }

    void run() {
      for (int i = 0; i < STEPS; i++) {
        step();
      }
    }

    List<Intent> of(IntentKind kind) {
      return world.intents.stream().filter(i -> i.getKind() == kind).toList();
    }
  }

  @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
  void keepsItsPromises(@ForAll long seed) {
    Run run = new Run(seed);
    run.run();
    executesNothingTwice(run);
    executesOnlyWhatWasShownAndApproved(run);
    keepsTheBudgets(run);
    writesNothingWhilePaused(run);
  }

  @Property(tries = 50, shrinking = ShrinkingMode.OFF)
  void aReplayGivesTheSame(@ForAll long seed) {
    Run run = new Run(seed);
    run.run();
    MapWorld again = new MapWorld(Given.fold(run.policy));
    run.inputs.forEach(again::feed);
    assertThat(again.states).isEqualTo(run.world.states);
    assertThat(again.intents).isEqualTo(run.world.intents);
  }

  private static void executesNothingTwice(Run run) {
    Set<String> ids = new HashSet<>();
    for (Intent intent : run.of(IntentKind.EXECUTE)) {
      assertThat(ids.add(intent.getRemediationId())).as("executed once: %s", intent).isTrue();
    }
  }

  private static void executesOnlyWhatWasShownAndApproved(Run run) {
    for (Intent intent : run.of(IntentKind.EXECUTE)) {
      String id = intent.getRemediationId();
      assertThat(
              run.inputs.stream()
                  .filter(Outcome.class::isInstance)
                  .map(Outcome.class::cast)
                  .filter(o -> o.getKind() == IntentKind.DRY_RUN)
                  .filter(o -> o.getStatus() == OutcomeStatus.DONE)
                  .filter(o -> o.getRemediationId().equals(id))
                  .map(Outcome::getDiffHash))
          .as("a dry run before %s", intent)
          .contains(intent.getDiffHash());
      Remediation executing =
          run.world.states.stream()
              .filter(r -> r.getId().equals(id))
              .filter(r -> r.getState() == RemediationState.EXECUTING)
              .findFirst()
              .orElseThrow();
      if (!executing.getApprovedBy().equals("policy")) {
        assertThat(run.approvals)
            .as("an approval of %s", intent)
            .anyMatch(
                c ->
                    c.getTarget().equals(id)
                        && c.getDiffHash().equals(intent.getDiffHash())
                        && !c.getRole().equals("viewer")
                        && c.getTime().equals(intent.getTime()));
      } else {
        assertThat(run.policy.defaultMode()).isEqualTo(Mode.AUTO);
        assertThat(FaultKind.ofId(executing.getFault()).map(FaultKind::level))
            .contains(FaultKind.Level.AUTO);
      }
    }
  }

  private static void keepsTheBudgets(Run run) {
    List<Intent> executed = run.of(IntentKind.EXECUTE);
    for (Intent intent : executed) {
      Instant at = intent.getTime();
      List<Intent> before = executed.subList(0, executed.indexOf(intent));
      boolean unasked =
          run.world.states.stream()
              .filter(r -> r.getId().equals(intent.getRemediationId()))
              .anyMatch(r -> r.getApprovedBy().equals("policy"));
      if (unasked) {
        assertThat(within(before, at, run.policy.coolDown()))
            .as("cool-down before %s", intent)
            .noneMatch(i -> i.getEntity().equals(intent.getEntity()));
        List<Intent> hour = within(before, at, Duration.ofHours(1));
        assertThat(hour).hasSizeLessThan(run.policy.clusterBudget());
        assertThat(hour.stream().filter(i -> i.getEntity().equals(intent.getEntity())))
            .hasSizeLessThan(run.policy.objectBudget());
        assertThat(hour.stream().filter(i -> namespace(i).equals(namespace(intent))))
            .hasSizeLessThan(run.policy.namespaceBudget());
      }
      assertThat(
              within(before, at, Duration.ofDays(1)).stream()
                  .filter(i -> i.getEntity().equals(intent.getEntity()))
                  .filter(i -> i.getAction() == intent.getAction()))
          .hasSizeLessThan(4 * run.policy.attemptsPerDay());
    }
    assertThat(mostAtOnce(run)).isLessThanOrEqualTo(run.policy.concurrent());
  }

  private static List<Intent> within(List<Intent> intents, Instant at, Duration time) {
    return intents.stream().filter(i -> i.getTime().isAfter(at.minus(time))).toList();
  }

  private static String namespace(Intent intent) {
    return EntityId.parse(intent.getEntity()).namespace();
  }

  private static int mostAtOnce(Run run) {
    Map<String, RemediationState> states = new HashMap<>();
    int most = 0;
    for (Remediation r : run.world.states) {
      states.put(r.getId(), r.getState());
      // An undo that a person orders begins again what had ended.
      int running =
          (int)
              states.values().stream()
                  .filter(s -> s != RemediationState.UNDOING && Life.RUNNING.contains(s))
                  .count();
      most = Math.max(most, running);
    }
    return most;
  }

  private static void writesNothingWhilePaused(Run run) {
    Optional<Instant> since = Optional.empty();
    Map<Instant, Instant> pauses = new HashMap<>();
    for (SpecificRecord input : run.inputs) {
      if (input instanceof Command c && c.getType() == CommandType.PAUSE && since.isEmpty()) {
        since = Optional.of(c.getTime());
      } else if (input instanceof Command c
          && c.getType() == CommandType.RESUME
          && since.isPresent()) {
        pauses.put(since.get(), c.getTime());
        since = Optional.empty();
      }
    }
    for (Intent intent : run.world.intents) {
      if (intent.getKind() == IntentKind.EXECUTE || intent.getKind() == IntentKind.UNDO) {
        assertThat(pauses.entrySet())
            .as("no pause over %s", intent)
            .noneMatch(
                p ->
                    intent.getTime().isAfter(p.getKey())
                        && intent.getTime().isBefore(p.getValue()));
      }
    }
  }
}
