package io.aicloudops.assistant.knowledge;

/** Turns text into a vector that is near the vectors of texts of the same meaning. */
public interface Embedder {

  /**
   * The vector of a passage, of unit length.
   *
   * @throws KnowledgeException if the model cannot be loaded here
   */
  float[] passage(Language language, String text);

  /** The vector of a question, of unit length; as {@link #passage}. */
  float[] question(Language language, String text);
}
