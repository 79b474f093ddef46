package io.aicloudops.rca.replay;

import io.aicloudops.rca.correlate.ClusterState;
import io.aicloudops.rca.correlate.FoldRules;
import io.aicloudops.rca.correlate.IncidentFold;
import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes the evidence of any number of clusters in the order of the log and gives the incidents that
 * the fold makes of it. Reads no clock and no store, so that the same evidence gives the same
 * bytes. Not safe for use by several threads.
 */
public final class Replay {

  private final IncidentFold fold;
  private final Map<String, ClusterState> states = new HashMap<>();
  private final Map<String, Incident> last = new TreeMap<>();
  private final Set<String> signals = new HashSet<>();
  private long evidence;
  private long updates;

  /** A replay by the rules that were in force when the evidence was recorded, or by others. */
  public Replay(FoldRules rules) {
    fold = new IncidentFold(rules);
  }

  /** The updates of incidents that a piece of evidence leads to, in their order. */
  public List<Incident> take(Evidence next) {
    evidence++;
    if (next.getBody() instanceof Anomaly anomaly) {
      signals.add(anomaly.getId());
    } else if (next.getBody() instanceof Alert alert) {
      signals.add(alert.getFingerprint() + alert.getStartsAt());
    }
    ClusterState state = states.computeIfAbsent(next.getCluster(), ClusterState::new);
    List<Incident> told = fold.fold(state, next);
    state.drain();
    for (Incident incident : told) {
      last.put(incident.getId(), incident);
    }
    updates += told.size();
    return told;
  }

  /** The last state of each incident, by id. */
  public Map<String, Incident> incidents() {
    return new TreeMap<>(last);
  }

  /** What has gone in and come out so far. */
  public Summary summary() {
    long own = last.values().stream().filter(i -> i.getStatus() != IncidentStatus.MERGED).count();
    return new Summary(evidence, signals.size(), updates, own);
  }

  /**
   * What went in and came out.
   *
   * @param evidence pieces, ticks and topology included
   * @param signals different anomalies and alerts among them
   * @param updates of incidents
   * @param incidents those that did not become part of another
   */
  public record Summary(long evidence, long signals, long updates, long incidents) {

    /** The share of anomalies and alerts that need nobody's look of their own, in [0,1]. */
    public double reduction() {
      return signals == 0 ? 0 : Math.max(0, 1 - (double) incidents / signals);
    }
  }
}
