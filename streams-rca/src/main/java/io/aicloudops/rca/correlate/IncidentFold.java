package io.aicloudops.rca.correlate;

import io.aicloudops.rca.knowledge.Fact;
import io.aicloudops.rca.knowledge.FactReader;
import io.aicloudops.rca.time.SharedTime;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The fold of a cluster's evidence into incidents: {@code (state, evidence) → (state', updates)}.
 *
 * <p>Evidence waits for the grace and is then taken in the order of its times, so that the order in
 * which it arrives within the grace does not matter; what comes later is taken with what is taken
 * next. A slot of time is one step, at the end of which incidents open, end and are ranked: in a
 * storm that costs the same for ten pieces as for ten thousand. Time is what the evidence says;
 * nothing else is read, so a replay gives the same bytes.
 *
 * <p>Ticks are believed. What else is far ahead of all others has a wrong clock until the others
 * follow, see {@link SharedTime}; meanwhile it is taken as if it were of now.
 */
public final class IncidentFold {

  /** Evidence of so much time is one step; the slot ends with this moment, which is part of it. */
  private static final long SLOT_MS = 250;

  private static final int TIME_DIGITS = 15;

  /** Behind all keys. */
  private static final String END = ":";

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
    offer(state, evidence);
    List<Incident> updates = new ArrayList<>();
    for (Optional<String> first = ripe(state); first.isPresent(); first = ripe(state)) {
      updates.addAll(step(state, state.take(key(slotEnd(time(first.get())) + 1))));
    }
    return updates;
  }

  /** Where a state is kept. */
  public interface Kept {

    /** The state as it was kept last; what was changed since is not in it. */
    ClusterState load();

    /** Keeps what has changed. */
    void save(ClusterState state);

    /** Hears of a piece that is left out, and why. */
    void leftOut(Evidence piece, RuntimeException why);
  }

  /**
   * Takes a piece of evidence after {@link #fold} failed with it: what waits is folded piece by
   * piece, each of which is kept, and only what fails alone is left out. One piece that cannot be
   * understood must not keep its cluster's incidents from being told.
   *
   * @return as {@link #fold}
   */
  public List<Incident> foldSingly(Kept kept, Evidence evidence) {
    ClusterState state = kept.load();
    offer(state, evidence);
    kept.save(state);
    List<Incident> updates = new ArrayList<>();
    for (Optional<String> first = ripe(state); first.isPresent(); first = ripe(state)) {
      String after = first.get() + '\0';
      List<Map.Entry<String, Evidence>> piece = state.take(after);
      try {
        updates.addAll(step(state, piece));
      } catch (RuntimeException e) {
        state = kept.load();
        state.take(after);
        kept.leftOut(piece.get(0).getValue(), e);
      }
      kept.save(state);
    }
    return updates;
  }

  private void offer(ClusterState state, Evidence evidence) {
    long before = state.clock();
    long taken = Math.floorDiv(before - rules.graceMs(), SLOT_MS) * SLOT_MS;
    state.hear(evidence);
    await(state, evidence, taken);
    if (before > 0 && state.clock() - before > SharedTime.LEAP_MS) {
      // What was ahead was right, and is not of the moment at which it was doubted.
      state.take(END).forEach(waited -> await(state, waited.getValue(), taken));
    }
  }

  /** The key of what waits first, if the slot it is in can be taken. */
  private Optional<String> ripe(ClusterState state) {
    long ripe = state.clock() - rules.graceMs();
    return state.first().filter(first -> slotEnd(time(first)) <= ripe);
  }

  private static void await(ClusterState state, Evidence evidence, long taken) {
    long time = Math.min(evidence.getTime().toEpochMilli(), state.clock());
    state.await(order(evidence, Math.max(time, taken + 1)), evidence);
  }

  /** The last moment of the slot that a moment is in. */
  private static long slotEnd(long time) {
    return -Math.floorDiv(-time, SLOT_MS) * SLOT_MS;
  }

  private static long time(String key) {
    return Long.parseLong(key.substring(0, TIME_DIGITS));
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
      rest =
          "3/"
              + event.getEntity()
              + "/"
              + event.getObject()
              + "/"
              + event.getReason()
              + said(event);
    } else if (body instanceof Alert alert) {
      rest = "4/" + alert.getFingerprint() + "/" + alert.getStatus();
    } else if (body instanceof Anomaly anomaly) {
      rest = "5/" + anomaly.getId() + "/" + STAGES.indexOf(anomaly.getStatus());
    } else {
      rest = "9/";
    }
    return key(time) + "/" + rest;
  }

  /** Tells events of one object, reason and moment apart: two containers of a pod, two probes. */
  private static String said(K8sEvent event) {
    String text = event.getUid() + event.getMessage() + new TreeMap<>(event.getAttributes());
    return "/" + Integer.toHexString(text.hashCode());
  }

  private static String key(long time) {
    return String.format(Locale.ROOT, "%0" + TIME_DIGITS + "d", Math.max(0, time));
  }

  private List<Incident> step(ClusterState state, List<Map.Entry<String, Evidence>> slot) {
    Step step = new Step(state, rules, time(slot.get(0).getKey()));
    boolean tick = false;
    // Names are known when the whole slot is: each look at a changed map costs the whole map.
    List<Map.Entry<String, Evidence>> ended = new ArrayList<>();
    for (Map.Entry<String, Evidence> next : slot) {
      step.moveTo(time(next.getKey()));
      Object body = next.getValue().getBody();
      take(step, next.getValue());
      tick |= body instanceof Tick;
      if (body instanceof TopologyEntity e && (e.getGone() || Lifecycle.healthy(e))) {
        ended.add(next);
      }
    }
    for (Map.Entry<String, Evidence> end : ended) {
      end(step, (TopologyEntity) end.getValue().getBody(), time(end.getKey()));
    }
    if (tick) {
      Lifecycle.review(step);
    }
    Lifecycle.settle(step);
    silences.refresh(step);
    return Rendering.finish(step);
  }

  private void take(Step step, Evidence evidence) {
    Object body = evidence.getBody();
    if (body instanceof TopologyEntity entity) {
      step.state().learn(entity, evidence);
    } else if (body instanceof Command command) {
      silences.take(step, command, evidence);
    } else if (FactReader.recovery(evidence)) {
      recovered(step, (K8sEvent) evidence.getBody());
    } else {
      Optional<Fact> read = FactReader.read(evidence);
      read.ifPresent(
          fact ->
              new Correlation(step).take(fact.about(step.state().map().canonical(fact.entity()))));
    }
  }

  /** What an entity that is gone, or whole again, ends. */
  private static void end(Step step, TopologyEntity entity, long at) {
    for (String known : names(step, entity.getEntity())) {
      for (Fact fact : step.state().facts().at(known)) {
        boolean ends = entity.getGone() || Recovery.ofWorkload(fact);
        if (fact.active() && ends && fact.time() <= at) {
          step.over(fact, at);
        }
      }
    }
  }

  private static void recovered(Step step, K8sEvent event) {
    for (String known : names(step, event.getEntity())) {
      for (Fact fact : step.state().facts().at(known)) {
        boolean ends = Recovery.of(event, fact);
        if (ends && fact.active() && fact.time() <= event.getTime().toEpochMilli()) {
          step.over(fact, step.now());
        }
      }
    }
  }

  /**
   * What facts of an entity may be kept under: its own name from before the map knew what stands
   * for it, and that of what does. A service whose selector is mended is its workload's from then
   * on.
   */
  private static Set<String> names(Step step, String entity) {
    Set<String> names = new TreeSet<>(Set.of(entity));
    names.add(step.state().map().canonical(entity));
    return names;
  }
}
