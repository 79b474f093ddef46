package io.aicloudops.assistant.answer.llm;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Tries a call again that failed for a while only, unless part of the answer is out already. */
final class RetryingModel implements LanguageModel {

  private final LanguageModel model;
  private final int retries;

  RetryingModel(LanguageModel model, int retries) {
    this.model = model;
    this.retries = retries;
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public void write(Prompt prompt, Consumer<String> sink) throws ModelException {
    AtomicBoolean begun = new AtomicBoolean();
    for (int attempt = 0; ; attempt++) {
      try {
        model.write(
            prompt,
            piece -> {
              begun.set(true);
              sink.accept(piece);
            });
        return;
      } catch (ModelException e) {
        if (!e.temporary() || begun.get() || attempt >= retries) {
          throw e;
        }
      }
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
