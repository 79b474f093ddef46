package io.aicloudops.remediator.fold;

import io.aicloudops.remediator.guard.Guard;
import io.aicloudops.remediator.guard.GuardFacts;
import io.aicloudops.remediator.guard.Verdict;
import io.aicloudops.remediator.plan.Plan;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.TopologyEntity;
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

  private final Guard guard;

  GuardView(Guard guard) {
    this.guard = guard;
  }

  /** Below this confidence in a cause nothing is proposed; in [0,1]. */
  double proposeConfidence() {
    return guard.policy().proposeConfidence();
  }

  Verdict judgeProposal(Plan plan, World world, Instant now) {
    return guard.judge(plan, facts(plan.entity(), world, now, ""), false);
  }

  /** Judges a remediation before it runs; it does not stand in its own way. */
  Verdict judge(Remediation r, World world, Instant now, boolean approved) {
    return guard.judge(Life.planOf(r), facts(r.getEntity(), world, now, r.getId()), approved);
  }

  private static GuardFacts facts(String entity, World world, Instant now, String except) {
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
    Set<String> troubled = new HashSet<>();
    for (Incident incident : world.openIncidents()) {
      troubled.addAll(incident.getMembers());
    }
    boolean maintenance = world.maintenanceUntil(entity).filter(now::isBefore).isPresent();
    return new GuardFacts(
        now,
        world.paused(),
        maintenance,
        labels(world.workload(entity)),
        executions,
        troubled.size());
  }

  private static Map<String, String> labels(Optional<TopologyEntity> workload) {
    if (workload.isEmpty()) {
      return Map.of();
    }
    Map<String, String> labels = new HashMap<>(workload.get().getLabels());
    copy(workload.get().getAttributes(), labels, "gitops");
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
