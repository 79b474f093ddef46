package io.aicloudops.assistant.knowledge.index;

import io.aicloudops.assistant.knowledge.Embedder;
import io.aicloudops.assistant.knowledge.KnowledgeBase;
import io.aicloudops.assistant.knowledge.KnowledgeException;
import io.aicloudops.assistant.knowledge.Language;
import java.time.Clock;
import java.time.Duration;

/** Knowledge bases as tests need them. */
public final class Fixtures {

  /** Stands for a machine on which the native library does not load. */
  public static final Embedder NO_MODELS =
      new Embedder() {
        @Override
        public float[] passage(Language language, String text) {
          throw new KnowledgeException("no models here", new UnsatisfiedLinkError("onnxruntime"));
        }

        @Override
        public float[] question(Language language, String text) {
          return passage(language, text);
        }
      };

  private Fixtures() {}

  /** The shipped knowledge, built in the calling thread. */
  public static KnowledgeBase knowledge(Embedder embedder) {
    return new KnowledgeBase(
        ShippedKnowledge.runbooks(),
        ShippedKnowledge.glossary(),
        LuceneText::new,
        ShippedVectors.before(embedder),
        new LuceneVectors(),
        Runnable::run,
        Duration.ofMinutes(1),
        Clock.systemUTC());
  }
}
