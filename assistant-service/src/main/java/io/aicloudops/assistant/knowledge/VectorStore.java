package io.aicloudops.assistant.knowledge;

import java.util.List;

/** Search by meaning, over vectors somebody else made. Stores may be in the process or remote. */
public interface VectorStore {

  /** Where the vectors are, for health: {@code lucene}, {@code chroma}. */
  String name();

  /**
   * Stores passages of one language; again with the same text is no change.
   *
   * @param vectors one for each passage, of unit length
   * @throws KnowledgeException if the store cannot be reached
   */
  void put(Language language, List<Passage> passages, List<float[]> vectors);

  /**
   * The passages of a language nearest to a vector, best first, at most {@code k}; the score is the
   * cosine, in [-1, 1].
   *
   * @throws KnowledgeException if the store cannot be reached
   */
  List<Ranked> nearest(Language language, float[] vector, int k);
}
