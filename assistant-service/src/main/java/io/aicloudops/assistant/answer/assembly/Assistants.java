package io.aicloudops.assistant.answer.assembly;

import io.aicloudops.assistant.answer.Assistant;
import io.aicloudops.assistant.answer.AssistantSettings;
import io.aicloudops.assistant.answer.AssistantSettings.Chroma;
import io.aicloudops.assistant.answer.LiveData;
import io.aicloudops.assistant.answer.agents.GroundedAssistant;
import io.aicloudops.assistant.answer.agents.Supervisor;
import io.aicloudops.assistant.answer.dialogue.Conversations;
import io.aicloudops.assistant.answer.llm.LanguageModels;
import io.aicloudops.assistant.answer.llm.LlmAssistant;
import io.aicloudops.assistant.knowledge.KnowledgeBase;
import io.aicloudops.assistant.knowledge.VectorStore;
import io.aicloudops.assistant.knowledge.index.ChromaVectors;
import io.aicloudops.assistant.knowledge.index.LuceneText;
import io.aicloudops.assistant.knowledge.index.LuceneVectors;
import io.aicloudops.assistant.knowledge.index.OnnxEmbedder;
import io.aicloudops.assistant.knowledge.index.ShippedKnowledge;
import io.aicloudops.assistant.knowledge.index.ShippedVectors;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Puts the assistant together. Fast: what takes time happens with the first question. */
public final class Assistants {

  /** How long a question waits for the vector index to be built before it goes on without. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private Assistants() {}

  /** The assistant of some settings over live data. */
  public static Assistant create(AssistantSettings settings, LiveData live, Clock clock) {
    KnowledgeBase knowledge = knowledge(settings, clock);
    if (settings.warmUp()) {
      knowledge.warmUp();
    }
    Supplier<String> ids = () -> UUID.randomUUID().toString();
    Conversations conversations = new Conversations(settings.session(), clock);
    Supervisor supervisor = new Supervisor(live, knowledge, conversations, clock, ids);
    if (settings.llm().provider() == AssistantSettings.Provider.NONE) {
      return new GroundedAssistant(supervisor, knowledge);
    }
    return new LlmAssistant(
        supervisor, knowledge, LanguageModels.of(settings.llm(), clock), ids, clock);
  }

  private static KnowledgeBase knowledge(AssistantSettings settings, Clock clock) {
    Executor background = task -> daemon(task).start();
    return new KnowledgeBase(
        ShippedKnowledge.runbooks(),
        ShippedKnowledge.glossary(),
        LuceneText::new,
        ShippedVectors.before(new OnnxEmbedder()),
        vectors(settings),
        background,
        PATIENCE,
        clock);
  }

  private static VectorStore vectors(AssistantSettings settings) {
    Chroma chroma = settings.chroma();
    return settings.store() == AssistantSettings.Store.CHROMA
        ? new ChromaVectors(chroma.url().toString(), chroma.collection(), chroma.timeout())
        : new LuceneVectors();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "knowledge");
    thread.setDaemon(true);
    return thread;
  }
}
