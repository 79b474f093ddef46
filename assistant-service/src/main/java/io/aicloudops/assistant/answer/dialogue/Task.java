package io.aicloudops.assistant.answer.dialogue;

import io.aicloudops.assistant.answer.Question;
import io.aicloudops.assistant.knowledge.Language;
import java.time.Instant;
import java.util.List;

/**
 * A question, understood.
 *
 * @param session the conversation's id, never empty
 * @param history the conversation before this question, the oldest turn first
 * @param now when it was asked
 */
public record Task(
    Question question,
    Language language,
    Intent intent,
    Subject subject,
    String session,
    List<Conversations.Turn> history,
    Instant now) {

  public Task {
    history = List.copyOf(history);
  }

  /** The text in the question's language. */
  public String say(String english, String chinese) {
    return language.say(english, chinese);
  }
}
