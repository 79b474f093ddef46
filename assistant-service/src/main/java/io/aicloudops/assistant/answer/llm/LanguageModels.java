package io.aicloudops.assistant.answer.llm;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.aicloudops.assistant.answer.AssistantSettings;
import io.aicloudops.assistant.answer.AssistantSettings.Llm;
import io.aicloudops.runtime.redact.Redactor;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Makes the configured language model with everything round it. */
public final class LanguageModels {

  private static final Duration REST = Duration.ofSeconds(30);

  private LanguageModels() {}

  /**
   * The model of some settings: redacted first, so that no retry or log sees more than what leaves.
   *
   * @throws IllegalArgumentException if no provider is set
   */
  public static LanguageModel of(Llm llm, Clock clock) {
    String name = llm.provider().name().toLowerCase(Locale.ROOT) + " " + llm.model();
    LanguageModel chat = new ChatLanguageModel(name, chat(llm));
    LanguageModel retrying = new RetryingModel(chat, llm.retries());
    LanguageModel limited = new TimeLimitedModel(retrying, llm.timeout(), threads());
    LanguageModel resting = new RestingModel(limited, REST, clock);
    return new RedactingModel(resting, new Redactor(llm.redactIps()));
  }

  private static StreamingChatModel chat(Llm llm) {
    String url = llm.baseUrl().toString();
    if (llm.provider() == AssistantSettings.Provider.OPENAI) {
      return OpenAiStreamingChatModel.builder()
          .baseUrl(url)
          .apiKey(llm.apiKey().value().orElse("none"))
          .modelName(llm.model())
          .temperature(llm.temperature())
          .timeout(llm.timeout())
          .build();
    }
    if (llm.provider() == AssistantSettings.Provider.OLLAMA) {
      return OllamaStreamingChatModel.builder()
          .baseUrl(url)
          .modelName(llm.model())
          .temperature(llm.temperature())
          .timeout(llm.timeout())
          .build();
    }
    throw new IllegalArgumentException("llm.provider is none: there is no language model to make");
  }

  private static ExecutorService threads() {
    return Executors.newCachedThreadPool(
        task -> {
          Thread thread = new Thread(task, "language-model");
          thread.setDaemon(true);
          return thread;
        });
  }
}
