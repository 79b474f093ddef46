package io.aicloudops.rca.correlate;

import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plays evidence to a fold and keeps what comes of it. */
final class Playback {

  private final IncidentFold fold = new IncidentFold(FoldRules.DEFAULT);
  private final ClusterState state = new ClusterState(Shop.CLUSTER);
  private final Map<String, Incident> latest = new LinkedHashMap<>();
  private final List<Incident> updates = new ArrayList<>();

  static Playback of(List<Evidence> evidence) {
    return new Playback().play(evidence);
  }

  Playback play(Evidence... evidence) {
    return play(List.of(evidence));
  }

  Playback play(List<Evidence> evidence) {
    for (Evidence one : evidence) {
      for (Incident update : fold.fold(state, one)) {
        latest.put(update.getId(), update);
        updates.add(update);
      }
    }
    return this;
  }

  /** Plays in the order of event time, as a log without delays would hold it. */
  Playback playSorted(List<Evidence> evidence) {
    List<Evidence> sorted = new ArrayList<>(evidence);
    sorted.sort(Comparator.comparing(Evidence::getTime));
    return play(sorted);
  }

  List<Incident> updates() {
    return updates;
  }

  Collection<Incident> incidents() {
    return latest.values();
  }

  List<Incident> open() {
    return latest.values().stream().filter(i -> i.getStatus() == IncidentStatus.OPEN).toList();
  }

  Incident only() {
    if (latest.size() != 1) {
      throw new AssertionError("one incident was expected, but these came: " + titles());
    }
    return latest.values().iterator().next();
  }

  List<String> titles() {
    return latest.values().stream().map(i -> i.getStatus() + " " + i.getTitle()).toList();
  }

  Cause cause() {
    return only().getCauses().get(0);
  }
}
