package io.aicloudops.remediator.fold;

import io.aicloudops.remediator.guard.Guard;
import io.aicloudops.remediator.guard.GuardFacts;
import io.aicloudops.remediator.guard.Policy;
import io.aicloudops.remediator.guard.Surroundings;
import io.aicloudops.remediator.guard.Verdict;
import io.aicloudops.remediator.plan.Origin;
import io.aicloudops.remediator.plan.Plan;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.identity.EntityId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks the guard, with what it has to know read from the world. */
final class GuardView {

  /** The rule that recommendations are followed while they hold. */
  static final String OUTDATED = "outdated";

  /** Between the times of metrics and our clock: delivery and the drift of clocks. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

  private final Policy byDefault;

  GuardView(Policy byDefault) {
    this.byDefault = byDefault;
  }

  /** The policy in force: what the cluster says, or else the settings. */
  Policy policy(World world) {
    return world.policy().orElse(byDefault);
  }

  Verdict judgeProposal(Plan plan, World world, Instant now) {
    return new Guard(policy(world))
        .judge(plan, facts(plan.entity(), world, now, "", Optional.empty()), false);
  }

  /** Judges a remediation before it runs; it does not stand in its own way. */
  Verdict judge(Remediation r, World world, Instant now, boolean approved) {
    if (Life.origin(r) == Origin.RECOMMENDATION && outdated(r, world, now)) {
      return new Verdict.Refused(OUTDATED, "the recommendation that it follows is out of date");
    }
    Optional<Surroundings> around = Surroundings.ofFacts(r.getFacts());
    return new Guard(policy(world))
        .judge(Life.planOf(r), facts(r.getEntity(), world, now, r.getId(), around), approved);
  }

  /** What was advised long ago, and is only read now, is about a load that is long gone. */
  private static boolean outdated(Remediation r, World world, Instant now) {
    return world
        .scaling(r.getEntity())
        .filter(advice -> now.isBefore(advice.getValidUntil().plus(CLOCKS_DIFFER)))
        .isEmpty();
  }

  private static GuardFacts facts(
      String entity, World world, Instant now, String except, Optional<Surroundings> around) {
    List<GuardFacts.Execution> executions = new ArrayList<>();
    for (Remediation r : world.remediations()) {
      Optional<Instant> at = Life.executedAt(r);
      if (at.isPresent() && !r.getId().equals(except)) {
        executions.add(
            new GuardFacts.Execution(
                r.getEntity(),
                r.getAction(),
                Life.planOf(r).growth(),
                at.get(),
                Life.RUNNING.contains(r.getState())));
      }
    }
    boolean maintenance = world.maintenanceUntil(entity).filter(now::isBefore).isPresent();
    return new GuardFacts(
        now,
        world.paused(),
        maintenance,
        labels(world.workload(entity)),
        executions,
        trouble(world),
        around);
  }

  private static GuardFacts.Trouble trouble(World world) {
    Set<String> members = new HashSet<>();
    world.openIncidents().forEach(incident -> members.addAll(incident.getMembers()));
    Set<String> namespaces = new HashSet<>();
    int nodes = 0;
    for (String member : members) {
      Optional<EntityId> entity = EntityId.tryParse(member);
      if (entity.isPresent() && entity.get().kind().equals("Node")) {
        nodes++;
      } else {
        entity.map(EntityId::namespace).ifPresent(namespaces::add);
      }
    }
    return new GuardFacts.Trouble(members.size(), namespaces.size(), nodes);
  }

  private static Map<String, String> labels(Optional<TopologyEntity> workload) {
    if (workload.isEmpty()) {
      return Map.of();
    }
    Map<String, String> labels = new HashMap<>(workload.get().getLabels());
    copy(workload.get().getAttributes(), labels, "gitops");
    copy(workload.get().getAttributes(), labels, "hpa");
    copy(workload.get().getAttributes(), labels, Guard.OPT_OUT);
    return labels;
  }

  private static void copy(Map<String, String> from, Map<String, String> to, String key) {
    String value = from.get(key);
    if (value != null) {
      to.put(key, value);
    }
  }
}
