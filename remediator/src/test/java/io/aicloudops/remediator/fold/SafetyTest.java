package io.aicloudops.remediator.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.remediator.Given;
import io.aicloudops.remediator.fold.ModelCluster.Write;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.identity.EntityId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What the cluster's own record of writes says after random worlds: budgets were kept, nothing was
 * done twice, and nothing was written that had not been shown and, where asked for, approved.
 *
 * <p>{@code -Dsafety.worlds=10000 -Dsafety.seed=1}: how many worlds, and the first one's seed.
 */
class SafetyTest {

  private static final int STEPS = 300;

  /** What the executor may take from the decision to the write. */
  private static Duration actWithin(ActionKind action) {
    return Duration.ofMinutes(action == ActionKind.DRAIN ? 15 : 1);
  }

  @Test
  void keepsItsPromisesInWorldsWhereNothingIsReliable() {
    int worlds = Integer.getInteger("safety.worlds", 200);
    long first = Long.getLong("safety.seed", new Random().nextLong(1L << 40));
    long writes = 0;
    long undone = 0;
    long unasked = 0;
    long crashes = 0;
    long remediations = 0;
    for (long seed = first; seed < first + worlds; seed++) {
      UnreliableWorld run = new UnreliableWorld(seed, true);
      String where = "world of seed " + seed + ": ";
      try {
        run.run(STEPS);
        check(run);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(where + e.getMessage(), e);
      }
      writes += executed(run).size();
      undone += run.cluster.writes.size() - executed(run).size();
      unasked += executed(run).stream().filter(w -> isUnasked(run, w)).count();
      crashes += run.crashes;
      remediations += run.world.remediations().size();
    }
    System.out.printf(
        "%nsafety: %d worlds from seed %d, %d remediations, %d executed (%d unasked), %d undone, %d crashes, 0 promises broken%n",
        worlds, first, remediations, writes, unasked, undone, crashes);
    assertThat(writes).as("worlds in which nothing happens prove nothing").isGreaterThan(worlds);
    assertThat(unasked).isPositive();
    assertThat(undone).isPositive();
  }

  @Test
  void noticesAClusterThatForgetsWhatItDid() {
    boolean noticed = false;
    for (long seed = 1; seed <= 200 && !noticed; seed++) {
      UnreliableWorld run = new UnreliableWorld(seed, false);
      run.run(STEPS);
      try {
        nothingTwice(run);
      } catch (AssertionError e) {
        noticed = true;
      }
    }
    assertThat(noticed).as("a check that cannot fail proves nothing").isTrue();
  }

  private static void check(UnreliableWorld run) {
    nothingTwice(run);
    onlyWhatWasShown(run);
    onlyWhatWasApproved(run);
    budgets(run);
    nothingAgainstTheRules(run);
    nothingForgotten(run);
  }

  private static List<Write> executed(UnreliableWorld run) {
    return run.cluster.writes.stream()
        .filter(w -> w.intent().getKind() == IntentKind.EXECUTE)
        .toList();
  }

  private static Remediation executing(UnreliableWorld run, Write write) {
    return run.world.states.stream()
        .filter(r -> r.getId().equals(write.intent().getRemediationId()))
        .filter(r -> r.getState() == RemediationState.EXECUTING)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isUnasked(UnreliableWorld run, Write write) {
    return executing(run, write).getApprovedBy().equals(Life.POLICY);
  }

  private static void nothingTwice(UnreliableWorld run) {
    Set<String> done = new HashSet<>();
    for (Write write : run.cluster.writes) {
      assertThat(done.add(write.intent().getRemediationId() + write.intent().getKind()))
          .as("written once: %s", write)
          .isTrue();
    }
  }

  private static void onlyWhatWasShown(UnreliableWorld run) {
    for (Write write : executed(run)) {
      assertThat(run.cluster.shown)
          .as("a dry run before %s", write)
          .anyMatch(
              s ->
                  s.remediation().equals(write.intent().getRemediationId())
                      && s.hash().equals(write.intent().getDiffHash())
                      && !s.at().isAfter(write.at()));
    }
  }

  private static void onlyWhatWasApproved(UnreliableWorld run) {
    for (Write write : executed(run)) {
      Remediation r = executing(run, write);
      if (r.getApprovedBy().equals(Life.POLICY)) {
        assertThat(FaultKind.ofId(r.getFault()).map(FaultKind::level))
            .as("unasked only by the catalogue: %s", write)
            .contains(FaultKind.Level.AUTO);
        assertThat(r.getMode()).isEqualTo("auto");
        continue;
      }
      assertThat(run.inputs)
          .as("an approval of %s", write)
          .anyMatch(
              input ->
                  input instanceof Command c
                      && c.getType() == CommandType.APPROVE
                      && c.getRefused().isEmpty()
                      && c.getTarget().equals(r.getId())
                      && c.getDiffHash().equals(write.intent().getDiffHash())
                      && Set.of("operator", "admin").contains(c.getRole())
                      && !c.getTime().isAfter(write.at())
                      && c.getTime()
                          .isAfter(write.at().minus(actWithin(r.getAction()).plusSeconds(1))));
    }
  }

  private static void budgets(UnreliableWorld run) {
    List<Write> all = executed(run);
    for (Write write : all) {
      List<Write> before = all.stream().filter(w -> decided(w).isBefore(decided(write))).toList();
      Instant at = decided(write);
      String entity = write.intent().getEntity();
      if (isUnasked(run, write)) {
        assertThat(since(before, at, run.policy.coolDown()))
            .as("cool-down before %s", write)
            .noneMatch(w -> w.intent().getEntity().equals(entity));
        List<Write> hour = since(before, at, Duration.ofHours(1));
        assertThat(hour).hasSizeLessThan(run.policy.clusterBudget());
        assertThat(hour.stream().filter(w -> w.intent().getEntity().equals(entity)))
            .hasSizeLessThan(run.policy.objectBudget());
        assertThat(hour.stream().filter(w -> namespace(w).equals(namespace(write))))
            .hasSizeLessThan(run.policy.namespaceBudget());
      }
      int most =
          write.intent().getAction() == ActionKind.SCALE
              ? 4 * run.policy.attemptsPerDay()
              : run.policy.attemptsPerDay();
      assertThat(
              since(before, at, Duration.ofDays(1)).stream()
                  .filter(w -> w.intent().getEntity().equals(entity))
                  .filter(w -> w.intent().getAction() == write.intent().getAction()))
          .as("attempts before %s", write)
          .hasSizeLessThan(most);
      assertThat(write.at()).isBefore(at.plus(actWithin(write.intent().getAction())));
    }
  }

  private static Instant decided(Write write) {
    return write.intent().getTime();
  }

  private static List<Write> since(List<Write> writes, Instant at, Duration time) {
    return writes.stream().filter(w -> decided(w).isAfter(at.minus(time))).toList();
  }

  private static String namespace(Write write) {
    return EntityId.parse(write.intent().getEntity()).namespace();
  }

  private static void nothingAgainstTheRules(UnreliableWorld run) {
    for (Write write : run.cluster.writes) {
      assertThat(write.intent().getEntity()).isNotEqualTo(UnreliableWorld.FROZEN);
      Remediation r = run.world.remediation(write.intent().getRemediationId()).orElseThrow();
      assertThat(FaultKind.ofId(r.getFault()).orElseThrow())
          .isNotIn(FaultKind.NOTHING_WRONG, FaultKind.DATABASE_TROUBLE);
    }
  }

  /** After two quiet hours everything has come to an end that people are told of. */
  private static void nothingForgotten(UnreliableWorld run) {
    assertThat(run.world.remediations()).noneMatch(Life::active);
    for (Write write : executed(run)) {
      Remediation r = run.world.remediation(write.intent().getRemediationId()).orElseThrow();
      assertThat(Life.executedAt(r)).as("remembered: %s", write).isPresent();
    }
    assertThat(run.now).isAfter(Given.T0);
  }
}
