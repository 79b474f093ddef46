package io.aicloudops.assistant.knowledge;

import java.util.List;

/** Search by words. */
public interface TextIndex {

  /** The passages of a language that share words with the text, best first, at most {@code k}. */
  List<Ranked> find(Language language, String text, int k);
}
