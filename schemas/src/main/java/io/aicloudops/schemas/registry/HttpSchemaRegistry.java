package io.aicloudops.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The Confluent registry over HTTP. Answers are cached for ever, as ids never change their meaning.
 * Several base URLs are tried in turn.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {

  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final List<URI> bases;
  private final HttpClient http;
  private final ObjectMapper json = new ObjectMapper();
  private final Map<Integer, Schema> byId = new ConcurrentHashMap<>();
  private final Map<String, Map<Schema, Integer>> ids = new ConcurrentHashMap<>();

  /**
   * @param urls base URLs, e.g. {@code http://localhost:8081}; at least one
   */
  public HttpSchemaRegistry(List<URI> urls) {
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("schema.registry.url names no registry");
    }
    this.bases = List.copyOf(urls);
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
  }

  @Override
  public int register(String subject, Schema schema) {
    return idOf(subject, schema, "/subjects/" + encode(subject) + "/versions");
  }

  @Override
  public int lookup(String subject, Schema schema) {
    return idOf(subject, schema, "/subjects/" + encode(subject));
  }

  private int idOf(String subject, Schema schema, String path) {
    Map<Schema, Integer> known = ids.computeIfAbsent(subject, s -> new ConcurrentHashMap<>());
    Integer id = known.get(schema);
    if (id == null) {
      String body = json.createObjectNode().put("schema", schema.toString()).toString();
      id = call(path, body).path("id").asInt();
      known.put(schema, id);
      byId.put(id, schema);
    }
    return id;
  }

  @Override
  public Schema byId(int id) {
    Schema schema = byId.get(id);
    if (schema == null) {
      String text = call("/schemas/ids/" + id, null).path("schema").asText();
      schema = new Schema.Parser().parse(text);
      byId.put(id, schema);
    }
    return schema;
  }

  private JsonNode call(String path, @Nullable String body) {
    RegistryException last = null;
    for (URI base : bases) {
      try {
        return callOne(base, path, body);
      } catch (RegistryException e) {
        if (!e.retriable()) {
          throw e;
        }
        last = e;
      }
    }
    throw java.util.Objects.requireNonNull(last);
  }

  private JsonNode callOne(URI base, String path, @Nullable String body) {
    String root = base.toString().endsWith("/") ? base.toString() : base + "/";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root + path.substring(1)))
            .timeout(TIMEOUT)
            .header("Accept", CONTENT_TYPE)
            .header("Content-Type", CONTENT_TYPE);
    if (base.getUserInfo() != null) {
      String basic =
          java.util.Base64.getEncoder()
              .encodeToString(base.getUserInfo().getBytes(StandardCharsets.UTF_8));
      request.header("Authorization", "Basic " + basic);
    }
    if (body == null) {
      request.GET();
    } else {
      request.POST(HttpRequest.BodyPublishers.ofString(body));
    }
    HttpResponse<String> response;
    try {
      response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new RegistryException(
          0,
          "the schema registry at "
              + base.getHost()
              + ":"
              + base.getPort()
              + " does not answer: "
              + e,
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException(0, "interrupted while asking the schema registry", e);
    }
    return read(response);
  }

  private JsonNode read(HttpResponse<String> response) {
    JsonNode answer;
    try {
      answer = json.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new RegistryException(
          response.statusCode(),
          "the schema registry answered " + response.statusCode() + " without JSON",
          e);
    }
    if (response.statusCode() != 200) {
      int code = answer.path("error_code").asInt(response.statusCode());
      throw new RegistryException(
          code,
          "the schema registry answered " + code + ": " + answer.path("message").asText(),
          null);
    }
    return answer;
  }

  private static String encode(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
