package io.aicloudops.assistant.answer.llm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** After a failure leaves the model alone for a while, so that not every question waits for it. */
final class RestingModel implements LanguageModel {

  private final LanguageModel model;
  private final Duration rest;
  private final Clock clock;
  private volatile Instant until = Instant.MIN;

  RestingModel(LanguageModel model, Duration rest, Clock clock) {
    this.model = model;
    this.rest = rest;
    this.clock = clock;
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public void write(Prompt prompt, Consumer<String> sink) throws ModelException {
    if (clock.instant().isBefore(until)) {
      throw new ModelException(name() + " failed a moment ago and is left alone", true);
    }
    try {
      model.write(prompt, sink);
    } catch (ModelException e) {
      until = clock.instant().plus(rest);
      throw e;
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
