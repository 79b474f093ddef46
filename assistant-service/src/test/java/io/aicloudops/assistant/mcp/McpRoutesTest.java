package io.aicloudops.assistant.mcp;

import static io.aicloudops.assistant.Events.CART;
import static io.aicloudops.assistant.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.assistant.ApiServer;
import io.aicloudops.assistant.Events;
import io.aicloudops.assistant.answer.Answer;
import io.aicloudops.assistant.answer.Assistant;
import io.aicloudops.assistant.answer.AssistantHealth;
import io.aicloudops.assistant.answer.Question;
import io.aicloudops.assistant.answer.TokenListener;
import io.aicloudops.assistant.api.Places;
import io.aicloudops.assistant.api.Predictions;
import io.aicloudops.assistant.knowledge.Language;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.topics.Topics;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The protocol's own client against the server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class McpRoutesTest {

  private final Echo echo = new Echo();
  private final Places places = new Places(echo, 1);
  private ApiServer api;
  private McpSyncClient client;

  @BeforeAll
  void start(@TempDir Path directory) {
    api =
        new ApiServer(
            directory,
            a ->
                List.of(
                    new McpRoutes(
                        a.views.views(), new Predictions(a.views.views(), a.clock), places)));
    api.views.put(Topics.INCIDENTS, "i1", Events.incident("i1", IncidentStatus.OPEN, NOW), NOW);
    api.views.put(
        Topics.REMEDIATIONS,
        "r1",
        Events.remediation("r1", RemediationState.AWAITING_APPROVAL, "h"),
        NOW);
    api.views.put(Topics.TOPOLOGY, CART, Events.workload(CART, 1, 1), NOW);
    api.views.put(Topics.FORECASTS, CART + "/l", Events.forecast(CART, 24), NOW);
    client =
        McpClient.sync(
                HttpClientStreamableHttpTransport.builder(api.uri("").toString())
                    .endpoint("/mcp")
                    .requestBuilder(
                        HttpRequest.newBuilder()
                            .header("Authorization", "Bearer " + api.token(Role.VIEWER)))
                    .build())
            .build();
    client.initialize();
  }

  @AfterAll
  void stop() {
    client.close();
    api.close();
  }

  private static final class Echo implements Assistant {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    @Override
    public Answer answer(Question question) {
      if (question.query().equals("wait")) {
        asked.countDown();
        try {
          go.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return new Answer(
          question.principal() + ": " + question.query(),
          List.of(),
          List.of(),
          List.of(),
          "s",
          Language.EN,
          true,
          "researcher",
          "");
    }

    @Override
    public void stream(Question question, TokenListener listener) {
      listener.done(answer(question));
    }

    @Override
    public AssistantHealth health() {
      var part = new AssistantHealth.Part(AssistantHealth.Status.DISABLED, Double.NaN, "");
      return new AssistantHealth(part, part);
    }

    @Override
    public void close() {}
  }

  private CallToolResult call(String tool, Map<String, Object> arguments) {
    return client.callTool(CallToolRequest.builder(tool).arguments(arguments).build());
  }

  private String text(String tool, Map<String, Object> arguments) {
    return ((TextContent) call(tool, arguments).content().get(0)).text();
  }

  @Test
  void offersToolsThatOnlyRead() {
    assertThat(client.listTools().tools())
        .extracting(Tool::name)
        .containsExactlyInAnyOrder(
            "incidents", "explain_incident", "remediations", "forecast", "topology", "ask");
    assertThat(client.listTools().tools())
        .allSatisfy(tool -> assertThat(tool.annotations().readOnlyHint()).isTrue());
  }

  @Test
  void answersFromTheViews() {
    assertThat(text("incidents", Map.of("status", "open"))).contains("\"id\":\"i1\"");
    assertThat(text("incidents", Map.of("status", "resolved"))).isEqualTo("[]");
    assertThat(text("explain_incident", Map.of("id", "i1"))).contains("restarts again");
    assertThat(text("remediations", Map.of("state", "awaiting_approval"))).contains("cart:6");
    assertThat(text("forecast", Map.of("service", "cart"))).contains("predicted_qps");
    assertThat(text("topology", Map.of())).contains(CART);
    assertThat(text("ask", Map.of("query", "how is cart?"))).contains("ann: how is cart?");
  }

  @Test
  void aQuestionTakesAPlaceLikeAnyOther() throws InterruptedException {
    CompletableFuture<Answer> other =
        CompletableFuture.supplyAsync(() -> places.answer(Question.of("wait", "bob")));
    echo.asked.await();
    CallToolResult full = call("ask", Map.of("query", "me too"));
    echo.go.countDown();
    assertThat(other.join().response()).isEqualTo("bob: wait");
    assertThat(full.isError()).isTrue();
    assertThat(((TextContent) full.content().get(0)).text()).contains("too many questions");
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(call("explain_incident", Map.of("id", "none")).isError()).isTrue();
    assertThat(call("forecast", Map.of("service", "nobody")).isError()).isTrue();
    assertThat(api.post("/mcp", Role.ANYONE, "{}").status()).isEqualTo(401);
    assertThat(api.post("/mcp", Role.INGEST, "{}").status()).isEqualTo(403);
  }
}
