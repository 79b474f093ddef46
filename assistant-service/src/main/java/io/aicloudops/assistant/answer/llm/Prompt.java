package io.aicloudops.assistant.answer.llm;

import java.util.List;

/** What a language model is given: messages in the order of the conversation. */
public record Prompt(List<Message> messages) {

  /** Whose words a message has. */
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT
  }

  /** One message. */
  public record Message(Role role, String text) {}

  public Prompt {
    messages = List.copyOf(messages);
  }
}
