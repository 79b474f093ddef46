package io.aicloudops.assistant.insight;

import static io.aicloudops.assistant.Events.CART;
import static io.aicloudops.assistant.Events.FRONT;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.assistant.Events;
import io.aicloudops.assistant.insight.ServiceMap.State;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.TopologyEntity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceMapTest {

  private static State state(TopologyEntity entity) {
    return ServiceMap.of(List.of(entity), List.of(), List.of()).nodes().get(0).state();
  }

  @Test
  void replicasTellHowAWorkloadIs() {
    assertThat(state(Events.workload(CART, 2, 2))).isEqualTo(State.HEALTHY);
    assertThat(state(Events.workload(CART, 2, 1))).isEqualTo(State.DEGRADED);
    assertThat(state(Events.workload(CART, 2, 0))).isEqualTo(State.CRITICAL);
    assertThat(state(Events.workload(CART, 0, 0))).isEqualTo(State.HEALTHY);
    TopologyEntity unsaid = Events.workload(CART, 1, 1);
    unsaid.setAttributes(Map.of());
    assertThat(state(unsaid)).isEqualTo(State.HEALTHY);
  }

  @Test
  void closedAnomaliesSpeakAgainstNobody() {
    var closed = Events.anomaly("a", AnomalyStatus.CLOSED, Events.NOW);
    var growing = Events.anomaly("b", AnomalyStatus.GROWING, Events.NOW);
    var healthy = Events.workload(CART, 1, 1);

    assertThat(ServiceMap.of(List.of(healthy), List.of(), List.of(closed)).nodes().get(0).state())
        .isEqualTo(State.HEALTHY);
    assertThat(ServiceMap.of(List.of(healthy), List.of(), List.of(growing)).nodes().get(0).state())
        .isEqualTo(State.DEGRADED);
  }

  @Test
  void whatIsGoneIsNotShownAndTextThatIsNoEntityNeither() {
    TopologyEntity gone = Events.workload(CART, 1, 1);
    gone.setGone(true);
    TopologyEntity odd = Events.workload("odd", 1, 1, FRONT);
    TopologyEntity pointsAtNothing = Events.workload(FRONT, 1, 1, "nowhere");

    ServiceMap map = ServiceMap.of(List.of(gone, odd, pointsAtNothing), List.of(), List.of());

    assertThat(map.nodes()).extracting(n -> n.entity().toString()).containsExactly(FRONT);
    assertThat(map.links()).isEmpty();
  }

  @Test
  void aDoorCallsAndIsNotCalled() {
    ServiceMap map =
        ServiceMap.of(
            List.of(Events.workload(FRONT, 1, 1, CART), Events.workload(CART, 1, 1, "c1/s/D/db")),
            List.of(),
            List.of());

    assertThat(map.doors()).containsExactly(FRONT);
  }
}
