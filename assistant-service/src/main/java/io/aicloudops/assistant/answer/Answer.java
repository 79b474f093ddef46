package io.aicloudops.assistant.answer;

import io.aicloudops.assistant.knowledge.Language;
import java.util.List;

/**
 * An answer.
 *
 * @param response Markdown, in the question's language
 * @param sources what it rests on, most relevant first
 * @param suggestions what to do or ask next
 * @param drafts queries, rules, messages or commands that were written for the asker
 * @param sessionId send it with the next question to continue
 * @param grounded true if every sentence was composed from sources; false if a language model wrote
 *     the response
 * @param agent who answered: researcher, fixer, coder or notifier
 * @param model the language model that wrote the response; empty if none did
 */
public record Answer(
    String response,
    List<Source> sources,
    List<String> suggestions,
    List<Draft> drafts,
    String sessionId,
    Language language,
    boolean grounded,
    String agent,
    String model) {

  public Answer {
    sources = List.copyOf(sources);
    suggestions = List.copyOf(suggestions);
    drafts = List.copyOf(drafts);
  }
}
