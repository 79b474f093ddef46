package io.aicloudops.schemas.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityIdTest {

  @Test
  void readsWhatItWrites() {
    EntityId id = new EntityId("prod", "shop", "Deployment", "cart");

    assertThat(id).hasToString("prod/shop/Deployment/cart");
    assertThat(EntityId.parse(id.toString())).isEqualTo(id);
    assertThat(id.display()).isEqualTo("deployment cart in shop");
    assertThat(new EntityId("prod", EntityId.CLUSTER_SCOPE, "Node", "n1").display())
        .isEqualTo("node n1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a/b/c", "a/b/c/", "/b/c/d", "a//c/d", "a/b//d", "a/b/c/d/e"})
  void refusesTextThatIsNoEntity(String text) {
    assertThat(EntityId.tryParse(text)).isEmpty();
    assertThatThrownBy(() -> EntityId.parse(text))
        .hasMessageContaining("cluster/namespace/kind/name");
  }

  @ParameterizedTest
  @CsvSource({
    "cart-6d4cf56db6-x2k9z, Deployment, cart",
    "my-cart-api-5c689d88bb-hv8pz, Deployment, my-cart-api",
    "db-0, StatefulSet, db",
    "kafka-broker-12, StatefulSet, kafka-broker",
    "node-exporter-8x2kd, DaemonSet, node-exporter",
    "debug, Pod, debug",
    "web-frontend, Pod, web-frontend"
  })
  void findsTheWorkloadInAPodsName(String pod, String kind, String name) {
    assertThat(EntityId.workloadOfPod("c", "ns", pod))
        .isEqualTo(new EntityId("c", "ns", kind, name));
  }

  @Test
  void ordersByText() {
    assertThat(EntityId.parse("a/b/c/d")).isLessThan(EntityId.parse("a/b/c/e"));
  }

  @Test
  void refusesPartsThatWouldBreakTheText() {
    assertThatThrownBy(() -> new EntityId("a/b", "ns", "Pod", "x")).hasMessageContaining("cluster");
    assertThatThrownBy(() -> new EntityId("a", "", "Pod", "x")).hasMessageContaining("namespace");
  }
}
