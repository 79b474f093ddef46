package io.aicloudops.remediator.fold;

import io.aicloudops.remediator.execute.Attempt;
import io.aicloudops.remediator.execute.Cluster;
import io.aicloudops.remediator.execute.edit.Diff;
import io.aicloudops.remediator.guard.Surroundings;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.OutcomeStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A cluster in memory that keeps to the protocol of the real one (a diff bound to the object's
 * state, marks on the object), fails as API servers do (before or after it has written, with errors
 * that pass and errors that do not), has other people who change things, and writes down who wrote
 * what: the oracle of the safety test.
 */
final class ModelCluster implements Cluster {

  /** One change of an object by us. */
  record Write(Instant at, Intent intent, String before, String after) {}

  /** What a dry run answered. */
  record Shown(Instant at, String remediation, String hash) {}

  private static final class Thing {
    String value = "2";
    String mark = "";
  }

  private static final Set<ActionKind> FOR_GOOD =
      EnumSet.of(
          ActionKind.RESTART,
          ActionKind.DELETE_EVICTED_PODS,
          ActionKind.EXPAND_VOLUME,
          ActionKind.DRAIN);

  /** Pods are meant by uid: those that were taken away are not there to be taken away again. */
  private static final Set<ActionKind> TAKE_AWAY =
      EnumSet.of(ActionKind.DELETE_EVICTED_PODS, ActionKind.DELETE_POD, ActionKind.DRAIN);

  final List<Write> writes = new ArrayList<>();
  final List<Shown> shown = new ArrayList<>();
  private final Map<String, Thing> things = new HashMap<>();

  /** Remediations whose pods are gone. */
  private final Set<String> takenAway = new HashSet<>();

  private final Random random;
  private final Clock clock;
  private final boolean careful;
  private boolean calm;

  /**
   * @param careful false for one that forgets its marks and compares no hashes
   */
  ModelCluster(Random random, Clock clock, boolean careful) {
    this.random = random;
    this.clock = clock;
    this.careful = careful;
  }

  /** From now on nothing fails any more. */
  void calmDown() {
    calm = true;
  }

  private boolean chance(int in) {
    return !calm && random.nextInt(in) == 0;
  }

  private Thing thing(Intent intent) {
    return things.computeIfAbsent(intent.getEntity(), e -> new Thing());
  }

  /** Somebody else changes an object, now and then back to what it was. */
  void meddle(String entity) {
    things.computeIfAbsent(entity, e -> new Thing()).value = Integer.toString(random.nextInt(4));
  }

  private static String after(Intent intent) {
    return switch (intent.getAction()) {
      case SCALE -> intent.getParams().getOrDefault("replicas", "2");
      case ROLLBACK -> "revision of " + intent.getEntity();
      default -> intent.getAction() + " " + intent.getParams().getOrDefault("restartedAt", "");
    };
  }

  private static Diff diff(Intent intent, Thing thing) {
    String text = intent.getEntity() + ": " + thing.value + " -> " + after(intent);
    return new Diff(text, Integer.toHexString(text.hashCode()) + text.length());
  }

  private static Attempt attempt(OutcomeStatus status, String message) {
    return new Attempt(status, message, new Diff("", ""), Map.of());
  }

  @Override
  public Attempt dryRun(Intent intent) {
    if (chance(6)) {
      return attempt(OutcomeStatus.FAILED, "503");
    }
    Thing thing = thing(intent);
    if (chance(25) || after(intent).equals(thing.value)) {
      return attempt(OutcomeStatus.REFUSED, "nothing would change, or 403");
    }
    Diff diff = diff(intent, thing);
    shown.add(new Shown(clock.instant(), intent.getRemediationId(), diff.hash()));
    Map<String, String> facts = new HashMap<>();
    if (!FOR_GOOD.contains(intent.getAction())) {
      facts.put("undo.path", "/value");
      facts.put("undo.value", thing.value);
    }
    if (chance(2)) {
      facts.putAll(
          new Surroundings(
                  chance(8) ? "flux" : "",
                  chance(20),
                  chance(4),
                  4,
                  random.nextInt(5),
                  random.nextInt(2),
                  chance(3) ? "pdb" : "",
                  random.nextInt(2),
                  chance(8) ? "quota q is full" : "")
              .toFacts());
    }
    return new Attempt(OutcomeStatus.DONE, "the server accepts it", diff, facts);
  }

  private boolean carriedOut(Intent intent) {
    String mark = thing(intent).mark;
    return careful
        && (takenAway.contains(intent.getRemediationId())
            || mark.equals(intent.getId())
            || (intent.getKind() == IntentKind.EXECUTE
                && mark.startsWith(intent.getRemediationId() + "/")));
  }

  private Attempt write(Intent intent, String value, Map<String, String> facts) {
    Thing thing = thing(intent);
    writes.add(new Write(clock.instant(), intent, thing.value, value));
    thing.value = value;
    thing.mark = intent.getId();
    if (TAKE_AWAY.contains(intent.getAction())) {
      takenAway.add(intent.getRemediationId());
    }
    if (chance(8)) {
      return attempt(OutcomeStatus.FAILED, "the connection broke after the write");
    }
    return new Attempt(OutcomeStatus.DONE, "written", new Diff("", ""), facts);
  }

  @Override
  public Attempt execute(Intent intent) {
    if (chance(6)) {
      return attempt(OutcomeStatus.FAILED, "429");
    }
    if (carriedOut(intent)) {
      return attempt(OutcomeStatus.DONE, "was carried out before");
    }
    Thing thing = thing(intent);
    if (careful && !diff(intent, thing).hash().equals(intent.getDiffHash())) {
      return attempt(OutcomeStatus.REFUSED, "the object has changed");
    }
    return write(intent, after(intent), Map.of());
  }

  @Override
  public Attempt recognise(Intent intent) {
    return carriedOut(intent)
        ? attempt(OutcomeStatus.DONE, "was carried out before")
        : attempt(OutcomeStatus.REFUSED, "too late");
  }

  @Override
  public Attempt check(Intent intent) {
    return switch (calm ? 0 : random.nextInt(5)) {
      case 0, 1 -> attempt(OutcomeStatus.DONE, "complete");
      case 2 -> attempt(OutcomeStatus.FAILED, "500");
      default -> attempt(OutcomeStatus.PENDING, "1 of 2");
    };
  }

  @Override
  public Attempt undo(Intent intent) {
    if (chance(6)) {
      return attempt(OutcomeStatus.FAILED, "500");
    }
    if (carriedOut(intent)) {
      return attempt(OutcomeStatus.DONE, "was undone before");
    }
    String value = intent.getParams().getOrDefault("undo.value", "");
    return value.isEmpty()
        ? attempt(OutcomeStatus.REFUSED, "nothing to undo")
        : write(intent, value, Map.of());
  }

  @Override
  public void close() {
    things.clear();
    takenAway.clear();
  }
}
