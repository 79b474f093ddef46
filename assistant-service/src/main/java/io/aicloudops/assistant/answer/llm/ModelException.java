package io.aicloudops.assistant.answer.llm;

/** A language model did not answer. */
public final class ModelException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean temporary;

  /**
   * @param temporary whether the same call may succeed when tried again
   */
  public ModelException(String message, boolean temporary, Throwable cause) {
    super(message, cause);
    this.temporary = temporary;
  }

  public ModelException(String message, boolean temporary) {
    super(message);
    this.temporary = temporary;
  }

  /** Whether the same call may succeed when tried again. */
  public boolean temporary() {
    return temporary;
  }
}
