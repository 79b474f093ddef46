package io.aicloudops.assistant.knowledge.index;

import io.aicloudops.assistant.knowledge.Language;
import io.aicloudops.assistant.knowledge.Passage;
import io.aicloudops.assistant.knowledge.Ranked;
import io.aicloudops.assistant.knowledge.VectorStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;

/** Vectors in the process's memory, one index a language. */
public final class LuceneVectors implements VectorStore {

  private static final String KEY = "key";
  private static final String VECTOR = "vector";

  private final Map<Language, IndexSearcher> searchers = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "lucene";
  }

  @Override
  public void put(Language language, List<Passage> passages, List<float[]> vectors) {
    ByteBuffersDirectory directory = new ByteBuffersDirectory();
    try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      for (int i = 0; i < passages.size(); i++) {
        Document document = new Document();
        document.add(new StoredField(KEY, passages.get(i).key()));
        document.add(
            new KnnFloatVectorField(VECTOR, vectors.get(i), VectorSimilarityFunction.DOT_PRODUCT));
        writer.addDocument(document);
      }
      writer.commit();
      searchers.put(language, new IndexSearcher(DirectoryReader.open(directory)));
    } catch (IOException e) {
      throw new UncheckedIOException("building the vector index in memory", e);
    }
  }

  @Override
  public List<Ranked> nearest(Language language, float[] vector, int k) {
    IndexSearcher searcher = searchers.get(language);
    if (searcher == null) {
      return List.of();
    }
    try {
      List<Ranked> ranking = new ArrayList<>();
      KnnFloatVectorQuery query = new KnnFloatVectorQuery(VECTOR, vector, k);
      for (ScoreDoc found : searcher.search(query, k).scoreDocs) {
        // Lucene's score of a dot product is (1 + cosine) / 2.
        String key = searcher.storedFields().document(found.doc).get(KEY);
        ranking.add(new Ranked(key, 2 * found.score - 1));
      }
      return ranking;
    } catch (IOException e) {
      throw new UncheckedIOException("searching the vector index in memory", e);
    }
  }
}
