package io.aicloudops.assistant.knowledge.index;

import io.aicloudops.assistant.knowledge.Language;
import io.aicloudops.assistant.knowledge.Passage;
import io.aicloudops.assistant.knowledge.Ranked;
import io.aicloudops.assistant.knowledge.TextIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.cn.smart.SmartChineseAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.QueryBuilder;

/**
 * Search by words in memory: BM25 over title, heading, tags and text, with word segmentation for
 * Chinese and stemming for English.
 */
public final class LuceneText implements TextIndex {

  private static final String KEY = "key";
  private static final Map<String, Float> BOOSTS =
      Map.of("title", 2.5f, "tags", 1.5f, "heading", 0.5f, "text", 1f);

  private final Map<Language, Analyzer> analyzers =
      Map.of(Language.ZH, new SmartChineseAnalyzer(), Language.EN, new EnglishAnalyzer());
  private final Map<Language, IndexSearcher> searchers;

  /** Indexes the passages; takes some tens of milliseconds for a few hundred. */
  public LuceneText(List<Passage> passages) {
    this.searchers =
        Map.of(
            Language.ZH, index(Language.ZH, passages),
            Language.EN, index(Language.EN, passages));
  }

  private IndexSearcher index(Language language, List<Passage> passages) {
    ByteBuffersDirectory directory = new ByteBuffersDirectory();
    IndexWriterConfig config = new IndexWriterConfig(analyzer(language));
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (Passage passage : passages) {
        if (passage.language() == language) {
          writer.addDocument(document(passage));
        }
      }
      writer.commit();
      return new IndexSearcher(DirectoryReader.open(directory));
    } catch (IOException e) {
      throw new UncheckedIOException("building the word index in memory", e);
    }
  }

  private static Document document(Passage passage) {
    Document document = new Document();
    document.add(new StoredField(KEY, passage.key()));
    document.add(new TextField("title", passage.title(), Field.Store.NO));
    document.add(new TextField("heading", passage.heading(), Field.Store.NO));
    document.add(new TextField("tags", String.join(" , ", passage.tags()), Field.Store.NO));
    document.add(new TextField("text", passage.text(), Field.Store.NO));
    return document;
  }

  @Override
  public List<Ranked> find(Language language, String text, int k) {
    QueryBuilder builder = new QueryBuilder(analyzer(language));
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    BOOSTS.forEach(
        (field, boost) -> {
          Query words = builder.createBooleanQuery(field, text);
          if (words != null) {
            query.add(new BoostQuery(words, boost), BooleanClause.Occur.SHOULD);
          }
        });
    IndexSearcher searcher = searcher(language);
    try {
      List<Ranked> ranking = new ArrayList<>();
      for (ScoreDoc found : searcher.search(query.build(), k).scoreDocs) {
        ranking.add(new Ranked(searcher.storedFields().document(found.doc).get(KEY), found.score));
      }
      return ranking;
    } catch (IOException e) {
      throw new UncheckedIOException("searching the word index in memory", e);
    }
  }

  private Analyzer analyzer(Language language) {
    return analyzers.getOrDefault(language, new EnglishAnalyzer());
  }

  private IndexSearcher searcher(Language language) {
    IndexSearcher searcher = searchers.get(language);
    if (searcher == null) {
      throw new IllegalStateException("no word index for " + language);
    }
    return searcher;
  }
}
