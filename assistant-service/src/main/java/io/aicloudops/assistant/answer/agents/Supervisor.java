package io.aicloudops.assistant.answer.agents;

import io.aicloudops.assistant.answer.LiveData;
import io.aicloudops.assistant.answer.Question;
import io.aicloudops.assistant.answer.dialogue.Conversations;
import io.aicloudops.assistant.answer.dialogue.Conversations.Conversation;
import io.aicloudops.assistant.answer.dialogue.Conversations.Turn;
import io.aicloudops.assistant.answer.dialogue.Intent;
import io.aicloudops.assistant.answer.dialogue.IntentRules;
import io.aicloudops.assistant.answer.dialogue.Subject;
import io.aicloudops.assistant.answer.dialogue.Task;
import io.aicloudops.assistant.knowledge.KnowledgeBase;
import io.aicloudops.assistant.knowledge.Language;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/** Understands a question in its conversation and hands it to the agent that is good at it. */
public final class Supervisor {

  private final LiveData live;
  private final Conversations conversations;
  private final Clock clock;
  private final Supplier<String> sessionIds;
  private final Agent researcher;
  private final Agent fixer;
  private final Agent coder;
  private final Agent notifier;

  /**
   * @param sessionIds names new conversations; ids must not be guessable
   */
  public Supervisor(
      LiveData live,
      KnowledgeBase knowledge,
      Conversations conversations,
      Clock clock,
      Supplier<String> sessionIds) {
    this.live = live;
    this.conversations = conversations;
    this.clock = clock;
    this.sessionIds = sessionIds;
    this.researcher = new Researcher(live, knowledge);
    this.fixer = new Fixer(live, knowledge);
    this.coder = new Coder();
    this.notifier = new Notifier(live);
  }

  /** What a question wants, in the light of the conversation so far. */
  public Task understand(Question question) {
    String query = question.query();
    Language language = Language.of(query);
    boolean fresh = question.sessionId().isEmpty();
    String session = fresh ? sessionIds.get() : question.sessionId();
    Conversation before = conversations.of(question.principal(), session);
    Subject named = Subject.in(query, live);
    Subject subject = !named.present() && IntentRules.refersBack(query) ? before.subject() : named;
    Intent intent = IntentRules.of(query, subject.present());
    List<Turn> history = before.turns();
    return new Task(question, language, intent, subject, session, history, clock.instant());
  }

  /** Has the right agent compose the answer. */
  public Reply reply(Task task) {
    Agent agent =
        switch (task.intent()) {
          case STATUS, WHY, LOAD, SIGNALS, KNOWLEDGE -> researcher;
          case PROPOSED, REQUEST -> fixer;
          case QUERY, ALERT_RULE, POLICY -> coder;
          case MESSAGE -> notifier;
        };
    return agent.reply(task);
  }

  /** Keeps an answer, so that the next question can go on about it. */
  public void remember(Task task, Reply reply, String response) {
    conversations.add(
        task.question().principal(),
        task.session(),
        new Turn(task.question().query(), response),
        reply.subject());
  }
}
