package io.aicloudops.assistant.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.assistant.answer.Answer;
import io.aicloudops.assistant.answer.Draft;
import io.aicloudops.assistant.answer.Source;
import io.aicloudops.assistant.json.EventJson;

/** An answer as JSON. */
final class AnswerJson {

  private AnswerJson() {}

  static ObjectNode of(Answer answer) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("response", answer.response());
    node.set("sources", sources(answer));
    node.set("suggestions", suggestions(answer));
    ArrayNode drafts = node.putArray("drafts");
    for (Draft draft : answer.drafts()) {
      ObjectNode one = drafts.addObject();
      one.put("kind", EventJson.text(draft.kind()))
          .put("title", draft.title())
          .put("text", draft.text());
      draft.problems().forEach(one.putArray("problems")::add);
    }
    return node.put("session_id", answer.sessionId())
        .put("language", EventJson.text(answer.language()))
        .put("grounded", answer.grounded())
        .put("agent", answer.agent())
        .put("model", answer.model());
  }

  static ArrayNode sources(Answer answer) {
    ArrayNode sources = JsonNodeFactory.instance.arrayNode();
    for (Source source : answer.sources()) {
      sources
          .addObject()
          .put("title", source.title())
          .put("relevance", source.relevance())
          .put("content", source.content())
          .put("kind", EventJson.text(source.kind()))
          .put("ref", source.ref());
    }
    return sources;
  }

  static ArrayNode suggestions(Answer answer) {
    ArrayNode suggestions = JsonNodeFactory.instance.arrayNode();
    answer.suggestions().forEach(suggestions::add);
    return suggestions;
  }
}
