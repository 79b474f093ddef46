package io.aicloudops.assistant.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.assistant.ApiServer;
import io.aicloudops.assistant.RoutesOfTheService;
import io.aicloudops.assistant.json.EventJson;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.EvidenceRef;
import io.aicloudops.schemas.event.Finding;
import io.aicloudops.schemas.event.Forecast;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.Inspection;
import io.aicloudops.schemas.event.Notification;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.Scaling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenApiTest {

  /** In the document for its readers, but served by the other services of a process. */
  private static final Set<String> OF_OTHERS =
      Set.of(
          "GET /api/v1/health",
          "GET /api/v1/health/live",
          "GET /api/v1/health/ready",
          "POST /api/v1/rca",
          "POST /api/v1/alerts/webhook",
          "POST /api/v1/metrics/write",
          "POST /v1/traces",
          "POST /v1/logs");

  @TempDir Path directory;

  private JsonNode document() {
    try (ApiServer api = new ApiServer(directory)) {
      ApiServer.Answer answer = api.get("/api/v1/openapi.json", Role.ANYONE);
      assertThat(answer.status()).isEqualTo(200);
      return answer.body();
    }
  }

  @Test
  void namesEveryRouteAndNoOther() {
    Set<String> documented = new TreeSet<>();
    document()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

    Set<String> expected = new TreeSet<>(OF_OTHERS);
    expected.addAll(RoutesOfTheService.under("/api/v1/"));
    assertThat(documented).isEqualTo(expected);
  }

  @Test
  void describesRecordsWithTheFieldsTheyHave() {
    JsonNode schemas = document().path("components").path("schemas");
    for (Schema schema :
        List.of(
            Incident.getClassSchema(),
            Cause.getClassSchema(),
            EvidenceRef.getClassSchema(),
            Remediation.getClassSchema(),
            Anomaly.getClassSchema(),
            Alert.getClassSchema(),
            Change.getClassSchema(),
            Forecast.getClassSchema(),
            Scaling.getClassSchema(),
            Notification.getClassSchema(),
            Inspection.getClassSchema(),
            Finding.getClassSchema(),
            Command.getClassSchema())) {
      List<String> described = new ArrayList<>();
      schemas
          .path(schema.getName())
          .path("properties")
          .fieldNames()
          .forEachRemaining(described::add);
      assertThat(described)
          .as(schema.getName())
          .containsExactlyInAnyOrderElementsOf(
              schema.getFields().stream().map(f -> EventJson.snakeCase(f.name())).toList());
    }
  }

  @Test
  void namesEveryAction() {
    List<String> named = new ArrayList<>();
    document()
        .at("/components/schemas/Remediation/properties/action/enum")
        .forEach(action -> named.add(action.asText()));
    assertThat(named)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ActionKind.values()).map(EventJson::text).toList());
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    JsonNode document = document();
    for (JsonNode reference : document.findValues("$ref")) {
      String pointer = reference.asText().substring(1);
      assertThat(document.at(pointer).isMissingNode()).as(pointer).isFalse();
    }
    assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
  }
}
