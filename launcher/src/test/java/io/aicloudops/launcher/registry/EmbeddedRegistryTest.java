package io.aicloudops.launcher.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.launcher.broker.EmbeddedBroker;
import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.registry.HttpSchemaRegistry;
import io.aicloudops.schemas.registry.RegistryException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRegistryTest {

  private static final String V1 =
      "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"string\"}]}";
  private static final String SHARED = "{\"type\":\"record\",\"name\":\"Shared\",\"fields\":[]}";
  private static final String V2_WITH_DEFAULT =
      "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"string\"},{\"name\":\"b\",\"type\":\"int\",\"default\":0}]}";
  private static final String WITHOUT_DEFAULT =
      "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"string\"},{\"name\":\"c\",\"type\":\"int\"}]}";

  @TempDir static Path directory;
  private static EmbeddedBroker broker;
  private static EmbeddedRegistry registry;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    broker = new EmbeddedBroker(directory.resolve("kafka"), 0);
    broker.start();
    registry = new EmbeddedRegistry(broker.bootstrapServers(), 0);
    registry.start();
  }

  @AfterAll
  static void stop() {
    registry.close();
    broker.close();
  }

  private record Reply(int status, JsonNode body) {}

  private static Reply call(String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(registry.url() + path))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    return new Reply(response.statusCode(), JSON.readTree(response.body()));
  }

  private static String schema(String text) {
    return JSON.createObjectNode().put("schema", text).toString();
  }

  @Test
  void givesTheSameIdToTheSameSchemaEverywhere() throws Exception {
    int first = call("POST", "/subjects/same-a/versions", schema(SHARED)).body().path("id").asInt();

    assertThat(call("POST", "/subjects/same-a/versions", schema(SHARED)).body().path("id").asInt())
        .isEqualTo(first);
    assertThat(call("POST", "/subjects/same-b/versions", schema(SHARED)).body().path("id").asInt())
        .isEqualTo(first);
    assertThat(call("GET", "/schemas/ids/" + first + "/versions", "").body()).hasSize(2);
    assertThat(call("GET", "/subjects/same-a/versions/latest", "").body().path("version").asInt())
        .isEqualTo(1);
  }

  @Test
  void refusesASchemaThatCannotReadTheOneBefore() throws Exception {
    call("POST", "/subjects/evolving/versions", schema(V1));

    Reply refused = call("POST", "/subjects/evolving/versions", schema(WITHOUT_DEFAULT));

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.body().path("error_code").asInt()).isEqualTo(409);
    assertThat(
            call(
                    "POST",
                    "/compatibility/subjects/evolving/versions/latest",
                    schema(WITHOUT_DEFAULT))
                .body()
                .path("is_compatible")
                .asBoolean())
        .isFalse();
    assertThat(call("POST", "/subjects/evolving/versions", schema(V2_WITH_DEFAULT)).status())
        .isEqualTo(200);
    assertThat(call("GET", "/subjects/evolving/versions", "").body()).hasSize(2);
  }

  @Test
  void letsAnOperatorTurnTheRuleOff() throws Exception {
    call("POST", "/subjects/free/versions", schema(V1));
    assertThat(call("PUT", "/config/free", "{\"compatibility\":\"NONE\"}").status()).isEqualTo(200);

    assertThat(call("POST", "/subjects/free/versions", schema(WITHOUT_DEFAULT)).status())
        .isEqualTo(200);
    assertThat(call("GET", "/config/free", "").body().path("compatibilityLevel").asText())
        .isEqualTo("NONE");
    assertThat(call("GET", "/config", "").body().path("compatibilityLevel").asText())
        .isEqualTo("BACKWARD");
  }

  @Test
  void answersMistakesWithTheCodesThatClientsKnow() throws Exception {
    assertThat(call("GET", "/subjects/nobody/versions", "").body().path("error_code").asInt())
        .isEqualTo(40401);
    call("POST", "/subjects/known/versions", schema(V1));
    assertThat(call("GET", "/subjects/known/versions/7", "").body().path("error_code").asInt())
        .isEqualTo(40402);
    assertThat(call("GET", "/subjects/known/versions/none", "").body().path("error_code").asInt())
        .isEqualTo(42202);
    assertThat(call("GET", "/schemas/ids/999999", "").body().path("error_code").asInt())
        .isEqualTo(40403);
    assertThat(
            call("POST", "/subjects/known/versions", schema("{\"type\":\"nonsense\"}"))
                .body()
                .path("error_code")
                .asInt())
        .isEqualTo(42201);
    assertThat(call("POST", "/subjects/known/versions", "not json").status()).isEqualTo(422);
    assertThat(
            call("PUT", "/config", "{\"compatibility\":\"SOMETIMES\"}")
                .body()
                .path("error_code")
                .asInt())
        .isEqualTo(42203);
  }

  @Test
  void remembersSchemasWhenItStartsAgain() throws Exception {
    int id = call("POST", "/subjects/durable/versions", schema(V1)).body().path("id").asInt();
    call("POST", "/subjects/gone/versions", schema(V1));
    call("DELETE", "/subjects/gone", "");

    try (EmbeddedRegistry again = new EmbeddedRegistry(broker.bootstrapServers(), 0)) {
      again.start();

      assertThat(new HttpSchemaRegistry(List.of(again.url())).byId(id).getName()).isEqualTo("R");
      assertThat(
              HTTP.send(
                      HttpRequest.newBuilder(URI.create(again.url() + "/subjects")).build(),
                      HttpResponse.BodyHandlers.ofString())
                  .body())
          .contains("durable")
          .doesNotContain("gone");
    }
  }

  @Test
  void servesOurOwnClient() {
    HttpSchemaRegistry client = new HttpSchemaRegistry(List.of(registry.url()));

    int id = client.register("alerts-value", Alert.getClassSchema());

    assertThat(client.lookup("alerts-value", Alert.getClassSchema())).isEqualTo(id);
    assertThat(new HttpSchemaRegistry(List.of(registry.url())).byId(id))
        .isEqualTo(Alert.getClassSchema());
    assertThatThrownBy(() -> client.byId(424242))
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.notFound()).isTrue());
  }
}
