package io.aicloudops.launcher.cli;

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
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks a running query service. */
public final class ApiClient {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int NOT_FOUND = 404;

  private final URI base;
  private final String token;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /**
   * @param base URL without a path
   * @param token for the Authorization header; empty for none
   */
  public ApiClient(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  /**
   * The answer of a GET.
   *
   * @throws UnreachableException if nobody answers
   * @throws ClientException if the service refuses
   */
  public JsonNode get(String path) {
    return read(call("GET", path, null));
  }

  /** The answer of a GET; empty if there is no such thing, or not yet; see {@link #get}. */
  public Optional<JsonNode> find(String path) {
    HttpResponse<String> response = call("GET", path, null);
    return response.statusCode() == NOT_FOUND ? Optional.empty() : Optional.of(read(response));
  }

  /** The answer of a GET that is no JSON; see {@link #get}. */
  public String text(String path) {
    HttpResponse<String> response = call("GET", path, null);
    return response.statusCode() < 400 ? response.body() : read(response).toString();
  }

  /** The answer of a POST; see {@link #get}. */
  public JsonNode post(String path, Map<String, ?> body) {
    return read(call("POST", path, json.valueToTree(body)));
  }

  private HttpResponse<String> call(String method, String path, @Nullable JsonNode body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(TIMEOUT)
            .header("Accept", "application/json, text/*");
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(body.toString()));
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UnreachableException(
          base + " does not answer (" + e + "). Is 'aiops demo' or 'aiops up' running?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException("interrupted", e);
    }
  }

  private JsonNode read(HttpResponse<String> response) {
    JsonNode answer;
    try {
      answer = response.body().isEmpty() ? json.createObjectNode() : json.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new ClientException(
          base
              + " answered "
              + response.statusCode()
              + " without JSON; is it an AI-CloudOps service?");
    }
    if (response.statusCode() >= 400) {
      String field = answer.path("field").asText("");
      throw new ClientException(
          (field.isEmpty() ? "" : field + ": ")
              + answer.path("detail").asText("status " + response.statusCode()));
    }
    return answer;
  }

  /** A part of a path. */
  public static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
