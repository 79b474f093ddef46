package io.aicloudops.assistant.answer.agents;

import io.aicloudops.assistant.answer.Draft;
import io.aicloudops.assistant.answer.Source;
import io.aicloudops.assistant.answer.dialogue.Subject;
import java.util.List;

/**
 * What an agent composed.
 *
 * @param agent who
 * @param text Markdown, in the question's language
 * @param subject what it turned out to be about; the next question may refer to it
 */
public record Reply(
    String agent,
    String text,
    List<Source> sources,
    List<String> suggestions,
    List<Draft> drafts,
    Subject subject) {

  public Reply {
    sources = List.copyOf(sources);
    suggestions = List.copyOf(suggestions);
    drafts = List.copyOf(drafts);
  }
}
