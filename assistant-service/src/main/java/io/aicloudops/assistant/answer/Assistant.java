package io.aicloudops.assistant.answer;

/** Answers operators' questions. Safe for use by many threads. */
public interface Assistant extends AutoCloseable {

  /** The whole answer at once. Blocks while it is written. */
  Answer answer(Question question);

  /** The answer as it is written. Blocks until {@link TokenListener#done} was called. */
  void stream(Question question, TokenListener listener);

  /** How its parts are. */
  AssistantHealth health();

  /** Lets go of models and connections. */
  @Override
  void close();
}
