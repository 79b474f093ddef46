package io.aicloudops.rca.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.SignalRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Resources that are used up while nobody is slow yet. */
class OveruseTest {

  private static final String CPU = "process_cpu_seconds_total:rate";
  private static final String MEMORY = "process_resident_memory_bytes:value";

  private final Playback played = Playback.of(Shop.map()).play(Shop.ticks(0, 99));

  private static Evidence used(String signal, AnomalyStatus status, long at, double times) {
    double usual = signal.equals(CPU) ? 0.1 : 1e8;
    return Shop.anomaly("cart", signal, SignalRole.RESOURCE, status, 100, at, times * usual, usual);
  }

  private static Evidence begins(String signal, double times) {
    return used(signal, AnomalyStatus.OPEN, 103, times);
  }

  @Test
  void twoResourcesThatAgreeForAMinuteOpenAnIncident() {
    played.play(begins(CPU, 6), begins(MEMORY, 2.5)).play(Shop.ticks(104, 155));
    assertThat(played.incidents()).isEmpty();
    played.play(Shop.ticks(156, 170));
    assertThat(played.only().getMembers()).containsExactly(Shop.entity("cart"));
    played
        .play(used(CPU, AnomalyStatus.CLOSED, 200, 1), used(MEMORY, AnomalyStatus.CLOSED, 201, 1))
        .play(Shop.ticks(202, 240));
    assertThat(played.only().getStatus()).isEqualTo(IncidentStatus.RESOLVED);
  }

  @Test
  void oneResourceHasToBeBeyondDoubtAndLastLonger() {
    played.play(begins(CPU, 8)).play(Shop.ticks(104, 400));
    assertThat(played.incidents()).as("eight times for five minutes").isEmpty();
    played.play(used(CPU, AnomalyStatus.GROWING, 401, 25)).play(Shop.ticks(402, 410));
    assertThat(played.only().getStatus()).isEqualTo(IncidentStatus.OPEN);
  }

  @Test
  void whoIsAskedForMoreMayUseMore() {
    Evidence traffic =
        Shop.anomaly(
            "front",
            "http_server_requests_total:rate",
            SignalRole.TRAFFIC,
            AnomalyStatus.OPEN,
            99,
            102,
            400,
            20);
    played.play(traffic, begins(CPU, 25), begins(MEMORY, 4)).play(Shop.ticks(104, 400));
    assertThat(played.incidents()).isEmpty();
  }

  @Test
  void aFreshReleaseMayWarmUp() {
    played
        .play(Shop.rollout("cart", "5", "4", 100), begins(CPU, 25), begins(MEMORY, 4))
        .play(Shop.ticks(104, 400));
    assertThat(played.incidents()).isEmpty();
  }

  @Test
  void whatIsUsedOutOfNothingIsNothing() {
    Evidence idle =
        Shop.anomaly("cart", CPU, SignalRole.RESOURCE, AnomalyStatus.OPEN, 100, 103, 0.1, 0.001);
    played.play(idle).play(Shop.ticks(104, 400));
    assertThat(played.incidents()).isEmpty();
  }

  @Test
  void itLastsThroughARestart() {
    IncidentFold fold = new IncidentFold(FoldRules.DEFAULT);
    Map<String, Evidence> parts = new TreeMap<>();
    Map<String, Incident> incidents = new TreeMap<>();
    ClusterState state = new ClusterState(Shop.CLUSTER);
    List<Evidence> log = new ArrayList<>(Shop.map());
    log.add(begins(CPU, 6));
    log.add(begins(MEMORY, 3));
    log.addAll(Shop.ticks(104, 170));
    log.forEach(one -> fold.fold(state, one));
    ClusterState.Changed changed = state.drain();
    changed
        .evidence()
        .forEach(
            (k, v) -> {
              if (v != null) {
                parts.put(k, v);
              }
            });
    changed
        .incidents()
        .forEach(
            (k, v) -> {
              if (v != null) {
                incidents.put(k, v);
              }
            });
    ClusterState read = ClusterState.load(Shop.CLUSTER, parts, incidents.values());
    Shop.ticks(171, 300).forEach(tick -> fold.fold(read, tick));
    assertThat(read.open()).as("it goes on, as its trouble does").hasSize(1);
  }
}
