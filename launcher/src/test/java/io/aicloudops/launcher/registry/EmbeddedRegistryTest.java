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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\",\"default\":\"x\"}]}",
        "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"a\",\"type\":\"int\"}]}",
        "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"A\"]}",
        "{\"type\":\"record\",\"name\":\"R\"}",
        "",
        "[1]"
      })
  void saysThatASchemaThatIsJsonIsNone(String text) throws Exception {
    Reply reply = call("POST", "/subjects/wrong/versions", schema(text));

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.body().path("error_code").asInt()).isEqualTo(42201);
  }

  private static int code(String method, String path) throws Exception {
    return call(method, path, "").body().path("error_code").asInt();
  }

  private static int register(String subject, String text) throws Exception {
    return call("POST", "/subjects/" + subject + "/versions", schema(text))
        .body()
        .path("id")
        .asInt();
  }

  @Test
  void deletesASubjectInTwoSteps() throws Exception {
    register("twice", V1);
    register("twice", V2_WITH_DEFAULT);

    assertThat(code("DELETE", "/subjects/twice?permanent=true")).as("first soft").isEqualTo(40405);
    assertThat(call("DELETE", "/subjects/twice", "").body().toString()).isEqualTo("[1,2]");
    assertThat(code("DELETE", "/subjects/twice")).as("soft already").isEqualTo(40404);
    assertThat(call("DELETE", "/subjects/twice?permanent=true", "").body().toString())
        .isEqualTo("[1,2]");
    assertThat(code("DELETE", "/subjects/twice?permanent=true")).isEqualTo(40401);
    assertThat(code("DELETE", "/subjects/never?permanent=true")).isEqualTo(40401);
  }

  @Test
  void deletesAVersionInTwoSteps() throws Exception {
    register("versions", V1);
    register("versions", V2_WITH_DEFAULT);
    String first = "/subjects/versions/versions/1";

    assertThat(code("DELETE", first + "?permanent=true")).as("first soft").isEqualTo(40407);
    assertThat(call("DELETE", first, "").body().asInt()).isEqualTo(1);
    assertThat(code("DELETE", first)).as("soft already").isEqualTo(40406);
    assertThat(call("DELETE", first + "?permanent=true", "").body().asInt()).isEqualTo(1);
    assertThat(code("DELETE", first + "?permanent=true")).isEqualTo(40402);
    assertThat(call("DELETE", "/subjects/versions/versions/latest", "").body().asInt())
        .isEqualTo(2);
    assertThat(
            call("DELETE", "/subjects/versions/versions/latest?permanent=true", "").body().asInt())
        .isEqualTo(2);
    assertThat(code("GET", "/subjects/versions/versions")).isEqualTo(40401);
  }

  @Test
  void neverGivesTheIdOfADeletedSchemaAgain() throws Exception {
    String once = "{\"type\":\"record\",\"name\":\"Once\",\"fields\":[]}";
    String later = "{\"type\":\"record\",\"name\":\"Later\",\"fields\":[]}";
    int id = register("deleted-a", once);
    assertThat(register("deleted-b", once)).isEqualTo(id);
    call("DELETE", "/subjects/deleted-a", "");
    call("DELETE", "/subjects/deleted-a?permanent=true", "");
    assertThat(call("GET", "/schemas/ids/" + id, "").status()).as("used elsewhere").isEqualTo(200);
    call("DELETE", "/subjects/deleted-b", "");
    assertThat(call("GET", "/schemas/ids/" + id, "").status()).as("only hidden").isEqualTo(200);
    call("DELETE", "/subjects/deleted-b?permanent=true", "");
    assertThat(code("GET", "/schemas/ids/" + id)).isEqualTo(40403);

    assertThat(register("deleted-a", later)).isGreaterThan(id);
  }

  /** The values of the record that keeps the highest id, oldest first. */
  private static List<String> keptIds() {
    Map<String, Object> configuration =
        Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest");
    TopicPartition schemas = new TopicPartition(RegistryLog.TOPIC, 0);
    List<String> values = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(configuration, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(schemas));
      long end = consumer.endOffsets(List.of(schemas)).getOrDefault(schemas, 0L);
      while (consumer.position(schemas) < end) {
        consumer.poll(Duration.ofMillis(200)).records(schemas).stream()
            .filter(r -> r.key().equals("{\"keytype\":\"NOOP\",\"magic\":0}"))
            .forEach(r -> values.add(r.value()));
      }
    }
    return values;
  }

  @Test
  void keepsTheHighestIdWhereCompactionLeavesIt() throws Exception {
    int id = register("compacted", "{\"type\":\"fixed\",\"name\":\"F\",\"size\":7}");
    call("DELETE", "/subjects/compacted", "");
    call("DELETE", "/subjects/compacted?permanent=true", "");
    List<String> kept = keptIds();
    assertThat(JSON.readTree(kept.get(kept.size() - 1)).path("id").asInt())
        .isGreaterThanOrEqualTo(id);

    Map<String, Object> configuration = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(configuration, new StringSerializer(), new StringSerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  RegistryLog.TOPIC, "{\"keytype\":\"NOOP\",\"magic\":0}", "{\"id\":9000}"))
          .get();
    }
    try (EmbeddedRegistry again = new EmbeddedRegistry(broker.bootstrapServers(), 0)) {
      again.start();
      HttpSchemaRegistry client = new HttpSchemaRegistry(List.of(again.url()));
      assertThat(client.register("compacted", Schema.createFixed("F", null, null, 8)))
          .isEqualTo(9001);
    }
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
