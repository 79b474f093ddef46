package io.aicloudops.assistant.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.assistant.ApiServer;
import io.aicloudops.assistant.WebSocketClient;
import io.aicloudops.assistant.answer.Answer;
import io.aicloudops.assistant.answer.Assistant;
import io.aicloudops.assistant.answer.AssistantHealth;
import io.aicloudops.assistant.answer.Draft;
import io.aicloudops.assistant.answer.Question;
import io.aicloudops.assistant.answer.Source;
import io.aicloudops.assistant.answer.TokenListener;
import io.aicloudops.assistant.knowledge.Language;
import io.aicloudops.assistant.views.ViewsUnavailableException;
import io.aicloudops.runtime.http.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssistantRoutesTest {

  private static final String QUERY = "/api/v1/assistant/query";
  private static final String STREAM = "/api/v1/assistant/stream";

  @TempDir Path directory;
  private final Parrot parrot = new Parrot();
  private final AssistantRoutes routes = new AssistantRoutes(parrot, new Places(parrot, 1), 1);
  private ApiServer api;

  @BeforeEach
  void start() {
    api = new ApiServer(directory, a -> List.of(new Unavailability(), routes));
  }

  @AfterEach
  void stop() {
    routes.close();
    api.close();
  }

  /** Says what it was asked and by whom; waits when told to. */
  private static final class Parrot implements Assistant {
    private final CountDownLatch go = new CountDownLatch(1);
    private final CountDownLatch waiting = new CountDownLatch(1);

    @Override
    public Answer answer(Question question) {
      if (question.query().equals("wait")) {
        waiting.countDown();
        try {
          go.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      if (question.query().equals("views away")) {
        throw new ViewsUnavailableException("the views are being loaded");
      }
      if (question.query().equals("break")) {
        throw new IllegalStateException("a bug");
      }
      return new Answer(
          question.principal() + " asks " + question.query(),
          List.of(new Source("Runbook", 0.92, "text", Source.Kind.KNOWLEDGE, "r1")),
          List.of("look at cart"),
          List.of(new Draft(Draft.Kind.PROMQL, "rate", "rate(x[5m])", List.of())),
          question.sessionId().isEmpty() ? "new" : question.sessionId(),
          Language.EN,
          true,
          "researcher",
          "");
    }

    @Override
    public void stream(Question question, TokenListener listener) {
      Answer answer = answer(question);
      for (String word : answer.response().split("(?<= )", -1)) {
        listener.token(word);
      }
      listener.done(answer);
    }

    @Override
    public AssistantHealth health() {
      var part = new AssistantHealth.Part(AssistantHealth.Status.HEALTHY, 0.1, "");
      return new AssistantHealth(part, part);
    }

    @Override
    public void close() {}
  }

  @Test
  void answersWithTheFieldsOfTheContract() {
    var answer =
        api.post(
            QUERY, Role.VIEWER, "{\"query\":\"如何优化？\",\"context\":\"生产环境\",\"session_id\":\"s1\"}");

    assertThat(answer.status()).isEqualTo(200);
    JsonNode body = answer.body();
    assertThat(body.path("response").asText()).isEqualTo("ann asks 如何优化？");
    JsonNode source = body.path("sources").path(0);
    assertThat(source.path("title").asText()).isEqualTo("Runbook");
    assertThat(source.path("relevance").asDouble()).isEqualTo(0.92);
    assertThat(source.path("content").asText()).isEqualTo("text");
    assertThat(body.path("suggestions").path(0).asText()).isEqualTo("look at cart");
    assertThat(body.path("session_id").asText()).isEqualTo("s1");
    assertThat(body.path("drafts").path(0).path("kind").asText()).isEqualTo("promql");
  }

  @Test
  void refusesWhatIsNoQuestion() {
    assertThat(api.post(QUERY, Role.VIEWER, "{}").field()).isEqualTo("query");
    assertThat(api.post(QUERY, Role.VIEWER, "{\"query\":\"  \"}").field()).isEqualTo("query");
    assertThat(api.post(QUERY, Role.VIEWER, "{\"query\":[1]}").field()).isEqualTo("query");
    assertThat(api.post(QUERY, Role.VIEWER, "{\"query\":\"" + "x".repeat(5000) + "\"}").field())
        .isEqualTo("query");
    assertThat(
            api.post(
                    QUERY,
                    Role.VIEWER,
                    "{\"query\":\"x\",\"session_id\":\"" + "s".repeat(200) + "\"}")
                .field())
        .isEqualTo("session_id");
    assertThat(api.post(QUERY, Role.ANYONE, "{\"query\":\"x\"}").status()).isEqualTo(401);
  }

  @Test
  void saysWhenTheViewsAreAway() {
    var answer = api.post(QUERY, Role.VIEWER, "{\"query\":\"views away\"}");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.response().headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void answersOnlySoManyAtATime() throws InterruptedException {
    CompletableFuture<ApiServer.Answer> first =
        CompletableFuture.supplyAsync(() -> api.post(QUERY, Role.VIEWER, "{\"query\":\"wait\"}"));
    parrot.waiting.await();

    ApiServer.Answer full = api.post(QUERY, Role.VIEWER, "{\"query\":\"me too\"}");
    assertThat(full.status()).isEqualTo(503);
    assertThat(full.response().headers().firstValue("Retry-After")).hasValue("5");
    parrot.go.countDown();
    assertThat(first.join().status()).isEqualTo(200);
  }

  @Test
  void streamsTokensThenSourcesSuggestionsAndDone() {
    try (WebSocketClient client = WebSocketClient.connect(api, STREAM, Role.VIEWER)) {
      client.send("{\"type\":\"query\",\"data\":{\"query\":\"hello\",\"session_id\":\"s9\"}}");

      StringBuilder text = new StringBuilder();
      JsonNode message = client.next();
      while (message.path("type").asText().equals("token")) {
        text.append(message.path("data").path("text").asText());
        message = client.next();
      }
      assertThat(text).hasToString("ann asks hello");
      assertThat(message.path("type").asText()).isEqualTo("sources");
      assertThat(message.path("data").path("sources")).hasSize(1);
      assertThat(client.next().path("type").asText()).isEqualTo("suggestions");
      JsonNode done = client.next();
      assertThat(done.path("type").asText()).isEqualTo("done");
      assertThat(done.path("data").path("session_id").asText()).isEqualTo("s9");
      assertThat(done.path("data").path("response").asText()).isEqualTo("ann asks hello");
    }
  }

  @Test
  void aSocketHearsWhatIsWrongAndStaysOpen() {
    try (WebSocketClient client = WebSocketClient.connect(api, STREAM, Role.VIEWER)) {
      for (String bad :
          List.of(
              "no json",
              "{\"type\":\"shout\"}",
              "{\"type\":\"query\",\"data\":{}}",
              "{\"type\":\"query\",\"data\":{\"query\":\"views away\"}}",
              "{\"type\":\"query\",\"data\":{\"query\":\"break\"}}")) {
        client.send(bad);
        JsonNode error = client.next();
        assertThat(error.path("type").asText()).isEqualTo("error");
        assertThat(error.path("data").path("message").asText()).isNotEmpty();
        assertThat(error.toString()).doesNotContain("a bug");
      }
    }
  }

  @Test
  void aSocketAsksOneQuestionAtATime() throws InterruptedException {
    try (WebSocketClient client = WebSocketClient.connect(api, STREAM, Role.VIEWER)) {
      client.send("{\"type\":\"query\",\"data\":{\"query\":\"wait\"}}");
      parrot.waiting.await();
      client.send("{\"type\":\"query\",\"data\":{\"query\":\"and?\"}}");

      assertThat(client.next().path("data").path("message").asText()).contains("one question");
      parrot.go.countDown();
      assertThat(client.next().path("type").asText()).isEqualTo("token");
    }
  }
}
