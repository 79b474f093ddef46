package io.aicloudops.assistant.api;

import io.aicloudops.assistant.answer.Answer;
import io.aicloudops.assistant.answer.Assistant;
import io.aicloudops.assistant.answer.Question;
import io.aicloudops.runtime.http.Problem;
import java.util.concurrent.Semaphore;

/**
 * Places for questions that are answered at the same time, over whatever way they come. Safe for
 * use by several threads.
 */
public final class Places {

  private final Assistant assistant;
  private final Semaphore free;

  /**
   * Places before an assistant.
   *
   * @param most questions at a time
   */
  public Places(Assistant assistant, int most) {
    this.assistant = assistant;
    this.free = new Semaphore(most);
  }

  /**
   * The assistant's answer.
   *
   * @throws Problem 503 if all places are taken
   */
  public Answer answer(Question question) {
    if (!free.tryAcquire()) {
      throw Problem.unavailable("too many questions are being answered; try again in 5 s");
    }
    try {
      return assistant.answer(question);
    } finally {
      free.release();
    }
  }
}
