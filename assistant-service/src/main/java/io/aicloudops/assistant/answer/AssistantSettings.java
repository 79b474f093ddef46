package io.aicloudops.assistant.answer;

import io.aicloudops.runtime.settings.Secret;
import io.aicloudops.runtime.settings.Setting;
import java.net.URI;
import java.time.Duration;

/** The configuration under {@code assistant}. */
public record AssistantSettings(
    Llm llm,
    @Setting(
            value = "Where the knowledge base keeps its vectors: lucene (in the process) or chroma",
            byDefault = "lucene")
        Store store,
    Chroma chroma,
    Session session,
    @Setting(
            value =
                "Loads the embedding models right after the start instead of with the first question",
            byDefault = "false")
        boolean warmUp) {

  /** Vector stores. */
  public enum Store {
    LUCENE,
    CHROMA
  }

  /** Language model providers. */
  public enum Provider {
    /** No language model: answers are composed from the knowledge base and live data. */
    NONE,
    /** Any server that speaks OpenAI's chat completions. */
    OPENAI,
    OLLAMA
  }

  /** The language model. */
  public record Llm(
      @Setting(value = "none, openai (any compatible server) or ollama", byDefault = "none")
          Provider provider,
      @Setting(
              value =
                  "Where the model's API is, e.g. https://api.openai.com/v1 or http://localhost:11434",
              byDefault = "http://localhost:11434")
          URI baseUrl,
      @Setting(value = "The model's name at the provider", byDefault = "") String model,
      @Setting(value = "Sent as bearer token to an openai provider", byDefault = "") Secret apiKey,
      @Setting(value = "Longest time for a whole answer", byDefault = "60s") Duration timeout,
      @Setting(value = "How often a failed call is tried again", byDefault = "1") int retries,
      @Setting(value = "Between 0 (always the likeliest word) and 1", byDefault = "0.1")
          double temperature,
      @Setting(value = "Also hides IP addresses from the model", byDefault = "false")
          boolean redactIps) {

    public Llm {
      if (provider != Provider.NONE && model.isEmpty()) {
        throw new IllegalArgumentException(
            "model is missing: name the model that the provider is to use");
      }
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException("timeout has to be longer than nothing, e.g. 60s");
      }
      if (retries < 0 || retries > 5) {
        throw new IllegalArgumentException("retries is between 0 and 5");
      }
      if (!(temperature >= 0 && temperature <= 1)) {
        throw new IllegalArgumentException("temperature is between 0 and 1");
      }
    }
  }

  /** The Chroma server, used where {@code store = chroma}. */
  public record Chroma(
      @Setting(value = "The Chroma server (API v2)", byDefault = "http://localhost:8000") URI url,
      @Setting(value = "Prefix of the collections' names", byDefault = "aicloudops-knowledge")
          String collection,
      @Setting(value = "Of each request to Chroma", byDefault = "5s") Duration timeout) {}

  /** The memory of conversations. */
  public record Session(
      @Setting(
              value = "A conversation is forgotten after this long without a question",
              byDefault = "30m")
          Duration expiry,
      @Setting(
              value = "Most conversations remembered; the longest unused goes first",
              byDefault = "1000")
          int most,
      @Setting(value = "Turns of a conversation that are remembered", byDefault = "10") int turns) {

    public Session {
      if (most < 1 || turns < 1) {
        throw new IllegalArgumentException("most and turns are at least 1");
      }
    }
  }
}
