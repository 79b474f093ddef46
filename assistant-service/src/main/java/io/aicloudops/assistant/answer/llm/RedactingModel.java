package io.aicloudops.assistant.answer.llm;

import io.aicloudops.runtime.redact.Redactor;
import java.util.function.Consumer;

/** Takes secrets and personal data out of everything that leaves the process. */
final class RedactingModel implements LanguageModel {

  private final LanguageModel model;
  private final Redactor redactor;

  RedactingModel(LanguageModel model, Redactor redactor) {
    this.model = model;
    this.redactor = redactor;
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public void write(Prompt prompt, Consumer<String> sink) throws ModelException {
    Prompt redacted =
        new Prompt(
            prompt.messages().stream()
                .map(m -> new Prompt.Message(m.role(), redactor.redact(m.text())))
                .toList());
    model.write(redacted, sink);
  }

  @Override
  public void close() {
    model.close();
  }
}
