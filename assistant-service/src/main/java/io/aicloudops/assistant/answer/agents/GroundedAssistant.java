package io.aicloudops.assistant.answer.agents;

import io.aicloudops.assistant.answer.Answer;
import io.aicloudops.assistant.answer.Assistant;
import io.aicloudops.assistant.answer.AssistantHealth;
import io.aicloudops.assistant.answer.AssistantHealth.Part;
import io.aicloudops.assistant.answer.AssistantHealth.Status;
import io.aicloudops.assistant.answer.Question;
import io.aicloudops.assistant.answer.TokenListener;
import io.aicloudops.assistant.answer.dialogue.Task;
import io.aicloudops.assistant.knowledge.KnowledgeBase;
import io.aicloudops.assistant.knowledge.Meaning;
import io.aicloudops.assistant.knowledge.Meaning.Stage;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Answers without a language model: composes from passages and live data, and says that it does.
 * The same question over the same state gives the same answer.
 */
public final class GroundedAssistant implements Assistant {

  /** A piece of a stream: a word or run of Han with the space after it. */
  private static final Pattern PIECE =
      Pattern.compile("\\p{IsHan}{1,8}\\s*|[^\\s\\p{IsHan}]+\\s*|\\s+");

  private final Supervisor supervisor;
  private final KnowledgeBase knowledge;

  public GroundedAssistant(Supervisor supervisor, KnowledgeBase knowledge) {
    this.supervisor = supervisor;
    this.knowledge = knowledge;
  }

  @Override
  public Answer answer(Question question) {
    Task task = supervisor.understand(question);
    Reply reply = supervisor.reply(task);
    String response = response(task, reply);
    supervisor.remember(task, reply, response);
    return answer(task, reply, response);
  }

  @Override
  public void stream(Question question, TokenListener listener) {
    Answer answer = answer(question);
    pieces(answer.response()).forEach(listener::token);
    listener.done(answer);
  }

  @Override
  public AssistantHealth health() {
    return new AssistantHealth(
        new Part(
            Status.DISABLED,
            Double.NaN,
            "no language model is configured; answers are composed from sources"),
        vectorStore(knowledge));
  }

  @Override
  public void close() {
    // Holds nothing of its own.
  }

  /** An agent's text with the line that says how it came about. */
  public static String response(Task task, Reply reply) {
    return reply.text().stripTrailing()
        + "\n\n"
        + task.say(
            "_Composed from the knowledge base and live data; no language model was involved._",
            "_以上内容由知识库与实时数据组成，未使用大模型。_");
  }

  /** A text in pieces as a stream has them; put together they are the text. */
  public static List<String> pieces(String text) {
    return PIECE
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .filter(piece -> !piece.isEmpty())
        .toList();
  }

  /** How search by meaning is. */
  public static Part vectorStore(KnowledgeBase knowledge) {
    Meaning meaning = knowledge.meaning();
    Status status = meaning.stage() == Stage.ABSENT ? Status.DEGRADED : Status.HEALTHY;
    return new Part(status, knowledge.searchSeconds(), meaning.detail());
  }

  private static Answer answer(Task task, Reply reply, String response) {
    return new Answer(
        response,
        reply.sources(),
        reply.suggestions(),
        reply.drafts(),
        task.session(),
        task.language(),
        true,
        reply.agent(),
        "");
  }
}
