package io.aicloudops.assistant.knowledge.index;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.bgesmallzhv15q.BgeSmallZhV15QuantizedEmbeddingModel;
import io.aicloudops.assistant.knowledge.Embedder;
import io.aicloudops.assistant.knowledge.KnowledgeException;
import io.aicloudops.assistant.knowledge.Language;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The embedding models whose weights are in the jar: bge-small-zh for Chinese, all-MiniLM for
 * English. Each is loaded when a text of its language first comes.
 */
public final class OnnxEmbedder implements Embedder {

  /** The instruction bge-small-zh-v1.5 was trained to see before a question (Xiao et al. 2023). */
  private static final String CHINESE_QUESTION = "为这个句子生成表示以用于检索相关文章：";

  private final Map<Language, Supplier<EmbeddingModel>> loaders;
  private final Map<Language, EmbeddingModel> models = new EnumMap<>(Language.class);

  /** The two models in the jar. */
  public OnnxEmbedder() {
    // One thread (Runnable::run): embedding must not compete with stream processing for the cores.
    this(
        Map.of(
            Language.ZH, () -> new BgeSmallZhV15QuantizedEmbeddingModel(Runnable::run),
            Language.EN, () -> new AllMiniLmL6V2QuantizedEmbeddingModel(Runnable::run)));
  }

  OnnxEmbedder(Map<Language, Supplier<EmbeddingModel>> loaders) {
    this.loaders = Map.copyOf(loaders);
  }

  @Override
  public float[] passage(Language language, String text) {
    return embed(language, text);
  }

  @Override
  public float[] question(Language language, String text) {
    return embed(language, language == Language.ZH ? CHINESE_QUESTION + text : text);
  }

  private float[] embed(Language language, String text) {
    try {
      return model(language).embed(text).content().vector();
    } catch (RuntimeException e) {
      throw new KnowledgeException("the embedding model for " + language.code() + " failed", e);
    }
  }

  private synchronized EmbeddingModel model(Language language) {
    EmbeddingModel model = models.get(language);
    if (model == null) {
      Supplier<EmbeddingModel> loader = loaders.get(language);
      if (loader == null) {
        throw new IllegalStateException("no embedding model for " + language.code());
      }
      model = load(language, loader);
      models.put(language, model);
    }
    return model;
  }

  private static EmbeddingModel load(Language language, Supplier<EmbeddingModel> loader) {
    // The tokenizer's library otherwise reports its use to its makers over the network.
    System.setProperty("OPT_OUT_TRACKING", "true");
    try {
      return loader.get();
    } catch (LinkageError e) {
      // The native library does not load here, e.g. on an unsupported processor or C library.
      throw new KnowledgeException(
          "the native library of the embedding model for "
              + language.code()
              + " cannot be loaded on this machine: "
              + e.getMessage(),
          e);
    }
  }
}
