package io.aicloudops.assistant.knowledge.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aicloudops.assistant.answer.MovingClock;
import io.aicloudops.assistant.knowledge.Embedder;
import io.aicloudops.assistant.knowledge.KnowledgeBase;
import io.aicloudops.assistant.knowledge.Language;
import io.aicloudops.assistant.knowledge.Meaning.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Vectors in a server that speaks Chroma's API v2; a server that is away costs meaning, not
 * answers.
 */
class ChromaVectorsTest {

  /** Two dimensions are enough to tell leaks from everything else. */
  private static final Embedder SIMPLE =
      new Embedder() {
        @Override
        public float[] passage(Language language, String text) {
          return text.contains("leak") || text.contains("泄漏")
              ? new float[] {1, 0}
              : new float[] {0, 1};
        }

        @Override
        public float[] question(Language language, String text) {
          return passage(language, text);
        }
      };

  private final MovingClock clock = new MovingClock();
  private final ChromaServer chroma;

  ChromaVectorsTest() throws IOException {
    chroma = new ChromaServer();
  }

  @AfterEach
  void stop() {
    chroma.server.stop(0);
  }

  private KnowledgeBase base() {
    return new KnowledgeBase(
        ShippedKnowledge.runbooks(),
        ShippedKnowledge.glossary(),
        LuceneText::new,
        SIMPLE,
        new ChromaVectors(chroma.url(), "k", Duration.ofSeconds(2)),
        Runnable::run,
        Duration.ofSeconds(5),
        clock);
  }

  @Test
  void keepsOneCollectionALanguageAndSearchesIt() {
    KnowledgeBase base = base();
    assertThat(base.searchSeconds()).as("nobody searched yet").isNaN();
    assertThat(base.search("a leak", Language.EN, 5))
        .anyMatch(hit -> hit.passage().runbook().equals("memory-leak"));
    assertThat(base.meaning().stage()).isEqualTo(Stage.READY);
    assertThat(base.meaning().detail()).contains("chroma at http");
    assertThat(base.searchSeconds()).isNotNaN().isNotNegative();
    assertThat(chroma.collections.keySet()).containsExactlyInAnyOrder("k-en", "k-zh");
    int stored = chroma.size();
    base().search("泄漏", Language.ZH, 5);
    assertThat(chroma.size()).as("storing again changes nothing").isEqualTo(stored);
  }

  @Test
  void answersByWordsWhileTheServerIsAwayAndAsksAgainLater() {
    chroma.away = true;
    KnowledgeBase base = base();
    assertThat(base.search("memory leak", Language.EN, 5)).isNotEmpty();
    assertThat(base.meaning().stage()).isEqualTo(Stage.ABSENT);
    int asked = chroma.requests.get();

    base.search("memory leak", Language.EN, 5);
    assertThat(chroma.requests).hasValue(asked);

    chroma.away = false;
    clock.advance(Duration.ofSeconds(61));
    base.search("memory leak", Language.EN, 5);
    assertThat(base.meaning().stage()).isEqualTo(Stage.READY);
  }

  /** The part of Chroma's API v2 that langchain4j speaks. */
  private static final class ChromaServer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Map<String, Map<String, float[]>> collections = new ConcurrentHashMap<>();
    private final HttpServer server;
    private volatile boolean away;
    private final AtomicInteger requests = new AtomicInteger();

    ChromaServer() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", this::handle);
      server.start();
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int size() {
      return collections.values().stream().mapToInt(Map::size).sum();
    }

    private void handle(HttpExchange exchange) throws IOException {
      requests.incrementAndGet();
      String path = exchange.getRequestURI().getPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String last = path.substring(path.lastIndexOf('/') + 1);
      if (away) {
        send(exchange, 503, Map.of("error", "away"));
      } else if (exchange.getRequestMethod().equals("POST") && last.equals("collections")) {
        String name = JSON.readTree(body).get("name").asText();
        collections.putIfAbsent(name, new LinkedHashMap<>());
        send(exchange, 200, collection(name));
      } else if (last.equals("add")) {
        add(named(segment(path, 1)), JSON.readTree(body));
        send(exchange, 201, true);
      } else if (last.equals("query")) {
        send(exchange, 200, query(named(segment(path, 1)), JSON.readTree(body)));
      } else if (collections.containsKey(last)) {
        send(exchange, 200, collection(last));
      } else if (path.contains("/collections/")) {
        send(exchange, 404, Map.of("error", "NotFoundError", "message", "no such collection"));
      } else {
        send(exchange, 200, Map.of("name", last));
      }
    }

    private Map<String, float[]> named(String id) {
      return Objects.requireNonNull(collections.get(id), id);
    }

    private static Map<String, Object> collection(String name) {
      return Map.of("id", name, "name", name, "metadata", Map.of("hnsw:space", "cosine"));
    }

    private static String segment(String path, int fromEnd) {
      String[] parts = path.split("/", -1);
      return parts[parts.length - 1 - fromEnd];
    }

    private static void add(Map<String, float[]> collection, JsonNode body) {
      for (int i = 0; i < body.get("ids").size(); i++) {
        JsonNode embedding = body.get("embeddings").get(i);
        collection.putIfAbsent(
            body.get("ids").get(i).asText(),
            new float[] {embedding.get(0).floatValue(), embedding.get(1).floatValue()});
      }
    }

    private static Map<String, Object> query(Map<String, float[]> collection, JsonNode body) {
      JsonNode asked = body.get("query_embeddings").get(0);
      float x = asked.get(0).floatValue();
      float y = asked.get(1).floatValue();
      List<Map.Entry<String, float[]>> nearest = new ArrayList<>(collection.entrySet());
      nearest.sort(Comparator.comparingDouble(e -> -(e.getValue()[0] * x + e.getValue()[1] * y)));
      List<Map.Entry<String, float[]>> top =
          nearest.subList(0, Math.min(nearest.size(), body.get("n_results").asInt()));
      return Map.of(
          "ids", List.of(top.stream().map(Map.Entry::getKey).toList()),
          "embeddings", List.of(top.stream().map(Map.Entry::getValue).toList()),
          "documents", List.of(top.stream().map(Map.Entry::getKey).toList()),
          "metadatas", List.of(top.stream().map(e -> Map.of()).toList()),
          "distances",
              List.of(
                  top.stream().map(e -> 1 - (e.getValue()[0] * x + e.getValue()[1] * y)).toList()));
    }

    private static void send(HttpExchange exchange, int status, Object body) throws IOException {
      byte[] bytes = JSON.writeValueAsBytes(body);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    }
  }
}
