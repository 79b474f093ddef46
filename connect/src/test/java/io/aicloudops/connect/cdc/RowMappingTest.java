package io.aicloudops.connect.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.runtime.settings.Section;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.TopologyEntity;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowMappingTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private static RowMapping mapping(Map<String, ?> settings) {
    return new RowMapping(Settings.of(settings).read(new Section<>("cdc", CdcSettings.class)), "c");
  }

  private static JsonNode row(String json) throws JsonProcessingException {
    return new ObjectMapper().readTree(json);
  }

  @Test
  void readsColumnsOfOtherNames() throws JsonProcessingException {
    RowMapping mapping =
        mapping(
            Map.of(
                "cdc.cluster", "west",
                "cdc.kind", "Service",
                "cdc.service-columns", Map.of("name", "svc", "calls", "depends_on")));
    TopologyEntity service =
        mapping.service(row("{\"svc\":\"cart\",\"depends_on\":\"payment, stock\"}"), NOW);
    assertThat(service.getEntity()).isEqualTo("west/default/Service/cart");
    assertThat(service.getEdges()).hasSize(2);
    assertThat(service.getSource()).isEqualTo("cdc");
  }

  @Test
  void readsTimesWithAndWithoutAZone() throws JsonProcessingException {
    RowMapping mapping = mapping(Map.of());
    Change zoned =
        mapping.deployment("k", row("{\"service\":\"a\",\"time\":\"2026-01-01T00:00:00Z\"}"), NOW);
    Change local =
        mapping.deployment("k", row("{\"service\":\"a\",\"time\":\"2026-01-01T00:00:00\"}"), NOW);
    Change odd = mapping.deployment("k", row("{\"service\":\"a\",\"time\":\"noon\"}"), NOW);
    assertThat(zoned.getTime()).isEqualTo(local.getTime());
    assertThat(odd.getTime()).isEqualTo(NOW);
    assertThat(odd.getId()).isEqualTo("public.deployments-k");
  }

  @Test
  void refusesRowsThatMeanNothing() {
    RowMapping mapping = mapping(Map.of());
    assertThatThrownBy(() -> mapping.service(row("{\"owner\":\"x\"}"), NOW))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> mapping.service(row("{\"name\":\"x\",\"labels\":\"{\"}"), NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not JSON");
  }
}
