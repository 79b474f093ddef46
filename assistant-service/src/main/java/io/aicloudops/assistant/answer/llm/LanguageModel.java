package io.aicloudops.assistant.answer.llm;

import java.util.function.Consumer;

/** Writes text to a prompt. */
public interface LanguageModel extends AutoCloseable {

  /** Provider and model, e.g. {@code ollama qwen3:8b}. */
  String name();

  /**
   * Writes the answer piece by piece; returns when it is complete.
   *
   * @param sink hears the pieces one at a time, and none after this method has returned or thrown
   * @throws ModelException if the model is away, refuses or breaks off
   */
  void write(Prompt prompt, Consumer<String> sink) throws ModelException;

  @Override
  default void close() {
    // Most hold nothing.
  }
}
