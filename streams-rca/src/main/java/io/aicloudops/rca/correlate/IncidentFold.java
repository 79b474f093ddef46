package io.aicloudops.rca.correlate;

import io.aicloudops.rca.knowledge.Fact;
import io.aicloudops.rca.knowledge.FactReader;
import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.K8sEvent;
import io.aicloudops.schemas.event.Tick;
import io.aicloudops.schemas.event.TopologyEntity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The fold of a cluster's evidence into incidents: {@code (state, evidence) → (state', updates)}.
 *
 * <p>Evidence waits for the grace and is then taken in the order of its times, so that the order in
 * which it arrives within the grace does not matter. Later evidence is taken at once. Time is what
 * the evidence says; nothing else is read, so a replay gives the same bytes.
 */
public final class IncidentFold {

  /** A single piece of evidence cannot push time further than this, however wrong its clock is. */
  private static final long LARGEST_STEP_MS = 600_000;

  private static final int TIME_DIGITS = 15;

  /** What is told of an anomaly, in the order in which it comes to be. */
  private static final List<AnomalyStatus> STAGES =
      List.of(AnomalyStatus.OPEN, AnomalyStatus.GROWING, AnomalyStatus.CLOSED);

  private final FoldRules rules;
  private final Silences silences = new Silences();

  /** A fold by these rules. */
  public IncidentFold(FoldRules rules) {
    this.rules = rules;
  }

  /**
   * Takes a piece of evidence.
   *
   * @param state of the evidence's cluster; is changed
   * @return updates of incidents in the order in which they came to be; none if nothing that
   *     matters has changed
   */
  public List<Incident> fold(ClusterState state, Evidence evidence) {
    List<Incident> updates = new ArrayList<>();
    long said = evidence.getTime().toEpochMilli();
    long time = state.clock() == 0 ? said : Math.min(said, state.clock() + LARGEST_STEP_MS);
    long due = state.clock() - rules.graceMs();
    if (time < due) {
      process(state, evidence, due, updates);
      return updates;
    }
    state.await(order(evidence, time), evidence);
    state.advance(time, evidence);
    long ripe = state.clock() - rules.graceMs();
    for (Map.Entry<String, Evidence> next : state.ripe(key(ripe + 1))) {
      state.taken(next.getKey());
      long at = Long.parseLong(next.getKey().substring(0, TIME_DIGITS));
      process(state, next.getValue(), at, updates);
    }
    return updates;
  }

  /** A key that sorts by time, then causes before effects, then by what it is. */
  private static String order(Evidence evidence, long time) {
    Object body = evidence.getBody();
    String rest;
    if (body instanceof TopologyEntity entity) {
      rest = "0/" + entity.getEntity() + "#" + entity.getSource();
    } else if (body instanceof Change change) {
      rest = "1/" + change.getId();
    } else if (body instanceof Command command) {
      rest = "2/" + command.getId();
    } else if (body instanceof K8sEvent event) {
      rest = "3/" + event.getEntity() + "/" + event.getObject() + "/" + event.getReason();
    } else if (body instanceof Alert alert) {
      rest = "4/" + alert.getFingerprint() + "/" + alert.getStatus();
    } else if (body instanceof Anomaly anomaly) {
      rest = "5/" + anomaly.getId() + "/" + STAGES.indexOf(anomaly.getStatus());
    } else {
      rest = "9/";
    }
    return key(time) + "/" + rest;
  }

  private static String key(long time) {
    return String.format(Locale.ROOT, "%0" + TIME_DIGITS + "d", Math.max(0, time));
  }

  private void process(ClusterState state, Evidence evidence, long now, List<Incident> updates) {
    Step step = new Step(state, rules, now);
    Object body = evidence.getBody();
    if (body instanceof TopologyEntity entity) {
      topology(step, entity, evidence);
    } else if (body instanceof Command command) {
      silences.take(step, command, evidence);
    } else if (FactReader.recovery(evidence)) {
      recovered(step, (K8sEvent) evidence.getBody());
    } else {
      Optional<Fact> read = FactReader.read(evidence);
      read.ifPresent(
          fact -> new Correlation(step).take(fact.about(state.map().canonical(fact.entity()))));
    }
    if (body instanceof Tick) {
      Lifecycle.review(step);
    }
    Lifecycle.settle(step);
    silences.refresh(step);
    updates.addAll(Rendering.finish(step));
  }

  private static void topology(Step step, TopologyEntity entity, Evidence evidence) {
    step.state().learn(entity, evidence);
    String name = step.state().map().canonical(entity.getEntity());
    boolean rolledOut = Lifecycle.healthy(entity);
    for (Fact fact : List.copyOf(step.state().facts())) {
      boolean same = fact.entity().equals(name) || fact.entity().equals(entity.getEntity());
      boolean state = fact.kind() == Fact.Kind.EVENT;
      if (same && fact.active() && (entity.getGone() || (rolledOut && state))) {
        step.over(fact, step.now());
      }
    }
  }

  private static void recovered(Step step, K8sEvent event) {
    String name = step.state().map().canonical(event.getEntity());
    boolean pod = event.getObject().startsWith("Pod/");
    for (Fact fact : List.copyOf(step.state().facts())) {
      boolean same =
          fact.entity().equals(name)
              && fact.kind() == Fact.Kind.EVENT
              && fact.source().getBody() instanceof K8sEvent of
              && (!pod || of.getObject().equals(event.getObject()));
      if (same && fact.active() && fact.time() <= event.getTime().toEpochMilli()) {
        step.over(fact, step.now());
      }
    }
  }
}
