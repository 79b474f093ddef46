package io.aicloudops.remediator.guard;

import io.aicloudops.remediator.guard.GuardFacts.Execution;
import io.aicloudops.remediator.guard.Verdict.Refused;
import io.aicloudops.remediator.plan.Origin;
import io.aicloudops.remediator.plan.Plan;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.identity.EntityId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Holds every plan against the policy, the budgets and the state of the cluster.
 *
 * <p>Rules come in two kinds. A <em>ban</em> refuses a plan, approved or not. A <em>brake</em>
 * keeps a plan from running unasked: a person may still approve it. A recommendation of instances
 * is refused by a brake too, as it comes again by itself.
 */
public final class Guard {

  /** Annotation or label on an object that keeps us from touching it. */
  public static final String OPT_OUT = "aiops.io/opt-out";

  /** The rule that counts repetitions of an action on an object. */
  public static final String ATTEMPTS = "attempts";

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);

  /** Scaling there and back again is no repetition, but it has an end, too. */
  private static final int SCALINGS_TO_ATTEMPTS = 4;

  private final Policy policy;

  /** By this policy. */
  public Guard(Policy policy) {
    this.policy = policy;
  }

  /** The policy in force. */
  public Policy policy() {
    return policy;
  }

  /**
   * May a plan run?
   *
   * @param approved true if a person approves it: then the brakes for unasked actions do not hold,
   *     but every ban and the limit of concurrent actions do
   */
  public Verdict judge(Plan plan, GuardFacts facts, boolean approved) {
    EntityId entity = EntityId.parse(plan.entity());
    Mode configured = policy.modeOf(plan.action(), entity);
    Optional<Refused> ban = ban(plan, entity, configured, facts);
    if (ban.isPresent()) {
      return ban.get();
    }
    if (approved) {
      Optional<Refused> crowded = crowded(facts);
      return crowded.isPresent() ? crowded.get() : new Verdict.Allowed(Mode.ASK, "approved");
    }
    Optional<Refused> brake = brake(plan, entity, facts);
    if (brake.isPresent() && plan.origin() == Origin.RECOMMENDATION) {
      return brake.get();
    }
    if (brake.isPresent()) {
      return new Verdict.Allowed(configured.and(Mode.ASK), brake.get().text());
    }
    return new Verdict.Allowed(
        mode(plan, configured), "policy: " + configured.id() + ", catalogue: " + level(plan));
  }

  private Optional<Refused> ban(Plan plan, EntityId entity, Mode configured, GuardFacts facts) {
    if (facts.paused()) {
      return refused("paused", "remediation is paused");
    }
    if (configured == Mode.OFF) {
      return refused(
          "policy",
          "the policy turns " + Policy.idOf(plan.action()) + " off in " + entity.namespace());
    }
    if (Boolean.parseBoolean(facts.labels().getOrDefault(OPT_OUT, "false"))) {
      return refused("opt-out", entity.display() + " carries " + OPT_OUT);
    }
    String gitops = facts.labels().getOrDefault("gitops", "");
    if (!gitops.isEmpty()) {
      return refused(
          "gitops", entity.display() + " is managed by " + gitops + ": change it in Git");
    }
    if (facts.maintenance()) {
      return refused("maintenance", "a maintenance window covers " + entity.display());
    }
    if (plan.fault().level() == FaultKind.Level.TELL && plan.fault() != FaultKind.UNKNOWN) {
      return refused("catalogue", plan.fault().title() + " is only told, never acted on");
    }
    if (plan.confidence() < policy.proposeConfidence()) {
      return refused(
          "confidence", percent(plan.confidence()) + " is too little to propose anything");
    }
    return tooOften(plan, facts);
  }

  private Optional<Refused> tooOften(Plan plan, GuardFacts facts) {
    List<Execution> same = same(plan, facts);
    long attempts = attempts(plan, same);
    boolean scaledTooOften =
        plan.action() == ActionKind.SCALE
            && same.size() >= SCALINGS_TO_ATTEMPTS * policy.attemptsPerDay();
    if (attempts < policy.attemptsPerDay() && !scaledTooOften) {
      return Optional.empty();
    }
    return refused(
        ATTEMPTS,
        Policy.idOf(plan.action())
            + " ran "
            + (scaledTooOften ? same.size() : attempts)
            + " times on this object within a day; a person has to look");
  }

  private static List<Execution> same(Plan plan, GuardFacts facts) {
    return within(DAY, facts)
        .filter(e -> e.entity().equals(plan.entity()) && e.action() == plan.action())
        .toList();
  }

  /**
   * How often the same was tried. Scaling follows the load: it counts as the same only as long as
   * it goes on in one direction.
   */
  private static long attempts(Plan plan, List<Execution> same) {
    if (plan.action() != ActionKind.SCALE) {
      return same.size();
    }
    Instant turned =
        same.stream()
            .filter(e -> e.growth() == -plan.growth())
            .map(Execution::at)
            .max(Instant::compareTo)
            .orElse(Instant.MIN);
    return same.stream().filter(e -> e.growth() == plan.growth() && e.at().isAfter(turned)).count();
  }

  private Optional<Refused> brake(Plan plan, EntityId entity, GuardFacts facts) {
    Optional<Refused> crowded = crowded(facts);
    if (crowded.isPresent()) {
      return crowded;
    }
    if (plan.fault() == FaultKind.CRASH_WITHOUT_CHANGE && !same(plan, facts).isEmpty()) {
      return refused("once", "it crashes again after a restart; a person has to look");
    }
    if (count(policy.coolDown(), facts, e -> e.entity().equals(plan.entity())) > 0) {
      return refused(
          "cool-down", "the object was acted on within the last " + text(policy.coolDown()));
    }
    if (count(HOUR, facts, e -> namespaceOf(e).equals(entity.namespace()))
        >= policy.namespaceBudget()) {
      return refused(
          "namespace-budget",
          policy.namespaceBudget() + " actions within the hour in " + entity.namespace());
    }
    if (count(HOUR, facts, e -> true) >= policy.clusterBudget()) {
      return refused(
          "cluster-budget", policy.clusterBudget() + " actions within the hour in the cluster");
    }
    if (facts.troubled() >= policy.stormBrake()) {
      return refused("storm", facts.troubled() + " workloads are in trouble at once");
    }
    return Optional.empty();
  }

  private Optional<Refused> crowded(GuardFacts facts) {
    long running = facts.executions().stream().filter(Execution::running).count();
    return running < policy.concurrent()
        ? Optional.empty()
        : refused("concurrency", running + " actions are under way in this cluster");
  }

  private Mode mode(Plan plan, Mode configured) {
    boolean unaskedAllowed =
        plan.fault().level() == FaultKind.Level.AUTO
            && plan.confidence() >= policy.autoConfidence();
    return configured.and(unaskedAllowed ? Mode.AUTO : Mode.ASK);
  }

  private static String level(Plan plan) {
    return plan.fault().level().name().toLowerCase(Locale.ROOT);
  }

  private static Stream<Execution> within(Duration time, GuardFacts facts) {
    Instant from = facts.now().minus(time);
    return facts.executions().stream().filter(e -> e.at().isAfter(from));
  }

  private static long count(Duration time, GuardFacts facts, Predicate<Execution> which) {
    return within(time, facts).filter(which).count();
  }

  private static String namespaceOf(Execution execution) {
    return EntityId.tryParse(execution.entity()).map(EntityId::namespace).orElse("");
  }

  private static Optional<Refused> refused(String rule, String why) {
    return Optional.of(new Refused(rule, why));
  }

  private static String percent(double share) {
    return Math.round(share * 100) + " % confidence";
  }

  private static String text(Duration duration) {
    return duration.toSeconds() % 60 == 0
        ? duration.toMinutes() + " min"
        : duration.toSeconds() + " s";
  }
}
