package io.aicloudops.remediator.guard;

import io.aicloudops.remediator.plan.Plan;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.identity.EntityId;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Predicate;

/** Holds every plan against the policy, the budgets and the state of the cluster. */
public final class Guard {

  /** Annotation or label on an object that keeps us from touching it. */
  public static final String OPT_OUT = "aiops.io/opt-out";

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);

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
   * @param approved true if a person has approved it: then the budgets and brakes for unasked
   *     actions do not hold, but pause, opt-out, maintenance and concurrency do
   */
  public Verdict judge(Plan plan, GuardFacts facts, boolean approved) {
    EntityId entity = EntityId.parse(plan.entity());
    Mode configured = policy.modeOf(plan.action(), entity);
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
    Verdict history = judgeHistory(plan, entity, facts, approved);
    if (history instanceof Verdict.Refused) {
      return history;
    }
    return new Verdict.Allowed(
        mode(plan, configured, facts),
        "policy: " + configured.id() + ", catalogue: " + level(plan));
  }

  private Verdict judgeHistory(Plan plan, EntityId entity, GuardFacts facts, boolean approved) {
    Instant now = facts.now();
    long attempts =
        count(
            facts, now, DAY, e -> e.entity().equals(plan.entity()) && e.action() == plan.action());
    if (attempts >= policy.attemptsPerDay()) {
      return refused(
          "attempts",
          Policy.idOf(plan.action())
              + " ran "
              + attempts
              + " times on this object within a day; a person has to look");
    }
    long running = facts.executions().stream().filter(GuardFacts.Execution::running).count();
    if (running >= policy.concurrent()) {
      return refused("concurrency", running + " actions are under way in this cluster");
    }
    if (approved) {
      return new Verdict.Allowed(Mode.ASK, "approved");
    }
    if (count(facts, now, policy.coolDown(), e -> e.entity().equals(plan.entity())) > 0) {
      return refused(
          "cool-down", "the object was acted on within the last " + text(policy.coolDown()));
    }
    if (count(facts, now, HOUR, e -> namespaceOf(e).equals(entity.namespace()))
        >= policy.namespaceBudget()) {
      return refused(
          "namespace-budget",
          policy.namespaceBudget() + " actions within the hour in " + entity.namespace());
    }
    if (count(facts, now, HOUR, e -> true) >= policy.clusterBudget()) {
      return refused(
          "cluster-budget", policy.clusterBudget() + " actions within the hour in the cluster");
    }
    return new Verdict.Allowed(Mode.AUTO, "within budgets");
  }

  private Mode mode(Plan plan, Mode configured, GuardFacts facts) {
    boolean unaskedAllowed =
        plan.fault().level() == FaultKind.Level.AUTO
            && plan.confidence() >= policy.autoConfidence()
            && facts.troubled() < policy.stormBrake();
    return configured.and(unaskedAllowed ? Mode.AUTO : Mode.ASK);
  }

  private static String level(Plan plan) {
    return plan.fault().level().name().toLowerCase(Locale.ROOT);
  }

  private static long count(
      GuardFacts facts, Instant now, Duration within, Predicate<GuardFacts.Execution> which) {
    Instant from = now.minus(within);
    return facts.executions().stream().filter(e -> e.at().isAfter(from)).filter(which).count();
  }

  private static String namespaceOf(GuardFacts.Execution execution) {
    return EntityId.tryParse(execution.entity()).map(EntityId::namespace).orElse("");
  }

  private static Verdict refused(String rule, String why) {
    return new Verdict.Refused(rule, why);
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
