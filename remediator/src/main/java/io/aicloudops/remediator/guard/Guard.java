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
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

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

  private static final Duration HOUR = Duration.ofHours(1);
  private static final String STATEFUL = "StatefulSet";

  /** Faults that cannot be there while all pods of a workload are well. */
  private static final Set<FaultKind> SHOWS_IN_PODS =
      EnumSet.of(
          FaultKind.CRASH_AFTER_ROLLOUT,
          FaultKind.CRASH_WITHOUT_CHANGE,
          FaultKind.IMAGE_UNAVAILABLE,
          FaultKind.OOM_LIMIT_TOO_LOW,
          FaultKind.ROLLOUT_STUCK,
          FaultKind.WRONG_COMMAND);

  private final Policy policy;

  /** By this policy. */
  public Guard(Policy policy) {
    this.policy = policy;
  }

  /**
   * May a plan run?
   *
   * @param approved true if a person approves it: then the brakes for unasked actions do not hold,
   *     but every ban and the limit of concurrent actions do
   */
  public Verdict judge(Plan plan, GuardFacts facts, boolean approved) {
    EntityId entity = EntityId.parse(plan.entity());
    Mode configured = policy.modeOf(plan.action(), entity, facts.labels(), facts.now());
    Optional<Refused> ban = ban(plan, entity, configured, facts);
    if (ban.isPresent()) {
      return ban.get();
    }
    Optional<Refused> git = gitops(entity, facts);
    if (git.isPresent()) {
      return approved
          ? git.get()
          : new Verdict.Allowed(configured.and(Mode.OBSERVE), git.get().text());
    }
    if (approved) {
      Optional<Refused> crowded = crowded(entity, facts);
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
    // More pods on fewer nodes are the last thing a storm needs, whoever approves it.
    if (plan.action() == ActionKind.DRAIN && storm(facts).isPresent()) {
      return storm(facts);
    }
    return autoscaled(plan, facts)
        .or(() -> new Repetition(plan, facts).tooOften(policy.attemptsPerDay()))
        .or(() -> facts.around().flatMap(ClusterRules::ban));
  }

  /** An autoscaler takes back what we set, but for a workload at zero, which it leaves alone. */
  private static Optional<Refused> autoscaled(Plan plan, GuardFacts facts) {
    String autoscaler = facts.labels().getOrDefault("hpa", "");
    boolean wakes = plan.params().getOrDefault("fromReplicas", "").equals("0");
    return plan.action() != ActionKind.SCALE || autoscaler.isEmpty() || wakes
        ? Optional.empty()
        : refused("autoscaler", "the HorizontalPodAutoscaler " + autoscaler + " sets its replicas");
  }

  /** What a GitOps controller owns is not written to: it would take the change back. */
  private static Optional<Refused> gitops(EntityId entity, GuardFacts facts) {
    String manager =
        facts
            .around()
            .map(Surroundings::manager)
            .filter(m -> !m.isEmpty())
            .orElse(facts.labels().getOrDefault("gitops", ""));
    return manager.isEmpty()
        ? Optional.empty()
        : refused(
            "gitops",
            entity.display() + " is managed by " + manager + ": commit the patch to its source");
  }

  private Optional<Refused> brake(Plan plan, EntityId entity, GuardFacts facts) {
    return crowded(entity, facts)
        .or(() -> new Repetition(plan, facts).once())
        .or(() -> spent(plan, entity, facts))
        .or(() -> storm(facts))
        .or(() -> contradicted(plan, facts))
        .or(
            () ->
                facts
                    .around()
                    .flatMap(
                        around ->
                            ClusterRules.brake(
                                plan.action(), plan.growth(), around, policy.minHealthyShare())));
  }

  private Optional<Refused> spent(Plan plan, EntityId entity, GuardFacts facts) {
    if (count(policy.coolDown(), facts, e -> e.entity().equals(plan.entity())) > 0) {
      return refused(
          "cool-down", "the object was acted on within the last " + text(policy.coolDown()));
    }
    if (count(HOUR, facts, e -> e.entity().equals(plan.entity())) >= policy.objectBudget()) {
      return refused(
          "object-budget", policy.objectBudget() + " actions within the hour on the object");
    }
    if (count(HOUR, facts, e -> e.within(entity.namespace())) >= policy.namespaceBudget()) {
      return refused(
          "namespace-budget",
          policy.namespaceBudget() + " actions within the hour in " + entity.namespace());
    }
    if (count(HOUR, facts, e -> true) >= policy.clusterBudget()) {
      return refused(
          "cluster-budget", policy.clusterBudget() + " actions within the hour in the cluster");
    }
    return Optional.empty();
  }

  /**
   * A fault of pods that the cluster shows nothing of: a misleading alert beside a healthy rollout,
   * or trouble that is over by now.
   */
  private static Optional<Refused> contradicted(Plan plan, GuardFacts facts) {
    boolean well = facts.around().filter(Surroundings::well).isPresent();
    return well && SHOWS_IN_PODS.contains(plan.fault())
        ? refused("contradicted", "all its pods run, are ready and have not ended lately")
        : Optional.empty();
  }

  /** Much that fails at once has one reason, which no action on one object mends. */
  private Optional<Refused> storm(GuardFacts facts) {
    GuardFacts.Trouble trouble = facts.trouble();
    if (trouble.nodes() >= policy.stormNodes()) {
      return refused("storm", trouble.nodes() + " nodes are in trouble at once");
    }
    if (trouble.namespaces() >= policy.stormNamespaces()) {
      return refused("storm", trouble.namespaces() + " namespaces are in trouble at once");
    }
    return trouble.workloads() >= policy.stormBrake()
        ? refused("storm", trouble.workloads() + " workloads are in trouble at once")
        : Optional.empty();
  }

  private Optional<Refused> crowded(EntityId entity, GuardFacts facts) {
    List<Execution> running = facts.executions().stream().filter(Execution::running).toList();
    if (running.size() >= policy.concurrent()) {
      return refused("concurrency", running.size() + " actions are under way in this cluster");
    }
    return entity.kind().equals(STATEFUL) && running.stream().anyMatch(e -> e.of(STATEFUL))
        ? refused("one-stateful-set", "an action on another stateful set is under way")
        : Optional.empty();
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

  private static long count(Duration time, GuardFacts facts, Predicate<Execution> which) {
    Instant from = facts.now().minus(time);
    return facts.executions().stream().filter(e -> e.at().isAfter(from)).filter(which).count();
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
