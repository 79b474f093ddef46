package io.aicloudops.remediator.execute.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.faults.FormerValues;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Records hold texts; the server wants each field in its own type. */
class FormerStateTest {

  private static final String PORT = "ports[http].targetPort";

  private static Service service(boolean publishes, IntOrString target) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName("cart")
        .endMetadata()
        .withNewSpec()
        .withPublishNotReadyAddresses(publishes ? Boolean.TRUE : null)
        .addToSelector("version", "2")
        .addNewPort()
        .withName("http")
        .withPort(80)
        .withTargetPort(target)
        .endPort()
        .endSpec()
        .build();
  }

  /** Former and latter value of each path; an empty text for none. */
  private static JsonNode restored(HasMetadata live, String... steps) {
    Map<String, String> params = new HashMap<>();
    for (int i = 0; i < steps.length; i += 3) {
      if (!steps[i + 1].isEmpty()) {
        params.put(FormerValues.FORMER + steps[i], steps[i + 1]);
      }
      if (!steps[i + 2].isEmpty()) {
        params.put(FormerValues.LATTER + steps[i], steps[i + 2]);
      }
    }
    Instant now = Instant.parse("2026-03-01T10:00:00Z");
    Intent intent =
        Intent.newBuilder()
            .setId("i")
            .setRemediationId("r")
            .setKind(IntentKind.DRY_RUN)
            .setCluster("c")
            .setEntity("c/n/Service/cart")
            .setAction(ActionKind.RESTORE_FORMER_VALUE)
            .setParams(params)
            .setTime(now)
            .setDeadline(now)
            .build();
    return Objects.requireNonNull(new FormerState().of(intent, live).value());
  }

  @Test
  void aPortIsANumberAgainWhereANameStandsNow() {
    JsonNode spec = restored(service(false, new IntOrString("web")), PORT, "8080", "web");
    assertThat(spec.at("/ports/0/targetPort")).isEqualTo(IntNode.valueOf(8080));
    spec = restored(service(false, new IntOrString(8080)), PORT, "web", "8080");
    assertThat(spec.at("/ports/0/targetPort")).isEqualTo(TextNode.valueOf("web"));
  }

  @Test
  void aTextOfDigitsStaysAText() {
    Service live = service(false, new IntOrString(8080));
    JsonNode spec = restored(live, "selector.version", "1", "2", "selector.zone", "010", "");
    assertThat(spec.at("/selector/version")).isEqualTo(TextNode.valueOf("1"));
    assertThat(spec.at("/selector/zone")).isEqualTo(TextNode.valueOf("010"));
  }

  @Test
  void aBooleanThatTheServerLeavesOutWhenFalseIsABoolean() {
    String field = "publishNotReadyAddresses";
    JsonNode spec = restored(service(false, new IntOrString(8080)), field, "true", "");
    assertThat(spec.path(field)).isEqualTo(BooleanNode.TRUE);
    spec = restored(service(true, new IntOrString(8080)), field, "false", "true");
    assertThat(spec.path(field)).isEqualTo(BooleanNode.FALSE);
    spec = restored(service(true, new IntOrString(8080)), field, "", "true");
    assertThat(spec.has(field)).isFalse();
  }

  @Test
  void theBackendOfARouteGetsItsNumberBack() {
    HasMetadata live =
        new IngressBuilder()
            .withNewMetadata()
            .withName("web")
            .endMetadata()
            .withNewSpec()
            .withNewDefaultBackend()
            .withNewService()
            .withName("front")
            .withNewPort()
            .withName("http")
            .endPort()
            .endService()
            .endDefaultBackend()
            .endSpec()
            .build();
    String port = "defaultBackend.service.port.";
    JsonNode spec = restored(live, port + "number", "80", "", port + "name", "", "http");
    assertThat(spec.at("/defaultBackend/service/port/number")).isEqualTo(IntNode.valueOf(80));
    assertThat(spec.at("/defaultBackend/service/port").has("name")).isFalse();
  }

  @Test
  void whatFitsNoTypeIsNotWritten() {
    Service live = service(false, new IntOrString(8080));
    assertThatThrownBy(() -> restored(live, "ports[http].port", "many", "80"))
        .isInstanceOf(NotActedOnException.class)
        .hasMessageContaining("does not fit");
  }
}
