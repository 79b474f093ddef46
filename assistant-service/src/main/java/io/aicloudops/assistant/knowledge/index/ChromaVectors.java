package io.aicloudops.assistant.knowledge.index;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.chroma.ChromaApiVersion;
import dev.langchain4j.store.embedding.chroma.ChromaEmbeddingStore;
import io.aicloudops.assistant.knowledge.KnowledgeException;
import io.aicloudops.assistant.knowledge.Language;
import io.aicloudops.assistant.knowledge.Passage;
import io.aicloudops.assistant.knowledge.Ranked;
import io.aicloudops.assistant.knowledge.VectorStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Vectors in a Chroma server (API v2), one collection a language because the models' dimensions
 * differ. A passage's id is made from its text, so that replicas can store the same passages and an
 * edited one is a new one; passages nobody knows any more are passed over.
 */
public final class ChromaVectors implements VectorStore {

  /** Stale passages may stand before living ones; ask for some more. */
  private static final int STALE_ALLOWANCE = 20;

  private final String url;
  private final String collection;
  private final Duration timeout;
  private final Map<Language, ChromaEmbeddingStore> stores = new ConcurrentHashMap<>();
  private final Map<String, String> keysById = new ConcurrentHashMap<>();

  /**
   * @param url the server, e.g. {@code http://chroma:8000}
   * @param collection prefix of the collections' names
   * @param timeout of each request
   */
  public ChromaVectors(String url, String collection, Duration timeout) {
    this.url = url;
    this.collection = collection;
    this.timeout = timeout;
  }

  @Override
  public String name() {
    return "chroma at " + url;
  }

  @Override
  public void put(Language language, List<Passage> passages, List<float[]> vectors) {
    List<String> ids = passages.stream().map(ChromaVectors::id).toList();
    List<TextSegment> segments =
        passages.stream().map(passage -> TextSegment.from(passage.embeddable())).toList();
    asking(
        () -> {
          store(language).addAll(ids, vectors.stream().map(Embedding::from).toList(), segments);
          return ids;
        });
    for (int i = 0; i < ids.size(); i++) {
      keysById.put(ids.get(i), passages.get(i).key());
    }
  }

  @Override
  public List<Ranked> nearest(Language language, float[] vector, int k) {
    EmbeddingSearchRequest request =
        EmbeddingSearchRequest.builder()
            .queryEmbedding(Embedding.from(vector))
            .maxResults(k + STALE_ALLOWANCE)
            .build();
    List<EmbeddingMatch<TextSegment>> matches =
        asking(() -> store(language).search(request).matches());
    List<Ranked> ranking = new ArrayList<>();
    for (EmbeddingMatch<TextSegment> match : matches) {
      String key = keysById.get(match.embeddingId());
      if (key != null && ranking.size() < k) {
        // langchain4j's relevance score is (1 + cosine) / 2.
        ranking.add(new Ranked(key, 2 * match.score() - 1));
      }
    }
    return ranking;
  }

  private ChromaEmbeddingStore store(Language language) {
    return stores.computeIfAbsent(
        language,
        wanted ->
            ChromaEmbeddingStore.builder()
                .apiVersion(ChromaApiVersion.V2)
                .baseUrl(url)
                .collectionName(collection + "-" + wanted.code())
                .timeout(timeout)
                .build());
  }

  private <T> T asking(Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      throw new KnowledgeException("Chroma at " + url + " does not answer: " + e.getMessage(), e);
    }
  }

  private static String id(Passage passage) {
    String text = passage.key() + "\n" + passage.embeddable();
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
