package io.aicloudops.assistant.answer.llm;

import io.aicloudops.assistant.answer.Answer;
import io.aicloudops.assistant.answer.Assistant;
import io.aicloudops.assistant.answer.AssistantHealth;
import io.aicloudops.assistant.answer.AssistantHealth.Part;
import io.aicloudops.assistant.answer.AssistantHealth.Status;
import io.aicloudops.assistant.answer.Question;
import io.aicloudops.assistant.answer.TokenListener;
import io.aicloudops.assistant.answer.agents.GroundedAssistant;
import io.aicloudops.assistant.answer.agents.Reply;
import io.aicloudops.assistant.answer.agents.Supervisor;
import io.aicloudops.assistant.answer.dialogue.Task;
import io.aicloudops.assistant.knowledge.KnowledgeBase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a language model word what the agents composed. Sources, suggestions and drafts stay the
 * agents' own; if the model fails, so does the wording, and their text is the answer.
 */
public final class LlmAssistant implements Assistant {

  private static final Logger LOG = LoggerFactory.getLogger(LlmAssistant.class);

  private final Supervisor supervisor;
  private final KnowledgeBase knowledge;
  private final LanguageModel model;
  private final PromptWriter prompts;
  private final Clock clock;

  private volatile Part modelHealth;

  /**
   * @param marks a new word for each prompt that cannot be guessed
   */
  public LlmAssistant(
      Supervisor supervisor,
      KnowledgeBase knowledge,
      LanguageModel model,
      Supplier<String> marks,
      Clock clock) {
    this.supervisor = supervisor;
    this.knowledge = knowledge;
    this.model = model;
    this.prompts = new PromptWriter(marks);
    this.clock = clock;
    this.modelHealth = new Part(Status.HEALTHY, Double.NaN, model.name() + ", not used yet");
  }

  @Override
  public Answer answer(Question question) {
    return write(question, piece -> {});
  }

  @Override
  public void stream(Question question, TokenListener listener) {
    listener.done(write(question, listener::token));
  }

  @Override
  public AssistantHealth health() {
    return new AssistantHealth(modelHealth, GroundedAssistant.vectorStore(knowledge));
  }

  @Override
  public void close() {
    model.close();
  }

  private Answer write(Question question, Consumer<String> sink) {
    Task task = supervisor.understand(question);
    Reply reply = supervisor.reply(task);
    StringBuilder response = new StringBuilder();
    Consumer<String> out =
        piece -> {
          response.append(piece);
          sink.accept(piece);
        };
    Instant begin = clock.instant();
    boolean worded = true;
    try {
      model.write(prompts.write(task, reply), out);
      modelHealth = new Part(Status.HEALTHY, seconds(begin), model.name());
    } catch (ModelException e) {
      worded = !response.isEmpty();
      modelHealth = new Part(Status.DEGRADED, seconds(begin), String.valueOf(e.getMessage()));
      LOG.warn("answering without the language model: {}", e.getMessage());
      instead(task, reply, worded, out);
    }
    supervisor.remember(task, reply, response.toString());
    return new Answer(
        response.toString(),
        reply.sources(),
        reply.suggestions(),
        reply.drafts(),
        task.session(),
        task.language(),
        !worded,
        reply.agent(),
        worded ? model.name() : "");
  }

  /** What was streamed cannot be taken back, so the answer goes on and says what happened. */
  private static void instead(Task task, Reply reply, boolean begun, Consumer<String> out) {
    if (begun) {
      out.accept(
          task.say(
              "\n\n---\nThe language model broke off here. From the sources:\n\n",
              "\n\n---\n大模型在此中断。以下内容来自资料：\n\n"));
    }
    GroundedAssistant.pieces(GroundedAssistant.response(task, reply)).forEach(out);
  }

  private double seconds(Instant begin) {
    return Duration.between(begin, clock.instant()).toMillis() / 1000.0;
  }
}
