package io.aicloudops.assistant;

import io.aicloudops.assistant.answer.AssistantSettings;
import io.aicloudops.assistant.views.ViewsSettings;
import io.aicloudops.runtime.settings.Section;
import io.aicloudops.runtime.settings.Setting;

/** The configuration under {@code assistant}. */
public record AssistantServiceSettings(
    ViewsSettings views,
    @Setting(
            value =
                "Browsers and programs that may listen to live updates at a time; each takes a thread"
                    + " while it is being told.",
            byDefault = "200")
        int listeners,
    @Setting(
            value = "Questions that are answered at a time; more have to try again later.",
            byDefault = "8")
        int questions,
    @Setting(
            value = "Base URL of the demo's control API (faults); empty where there is no demo.",
            byDefault = "")
        String demoControlUrl,
    @Setting(
            value = "URL of the Prometheus whose alert rules are shown; empty for none.",
            byDefault = "")
        String prometheusUrl,
    @Setting(
            value =
                "Base URL of the rca service, to which POST /api/v1/rca is passed on; empty where it"
                    + " runs in the same process and answers by itself.",
            byDefault = "")
        String rcaUrl,
    AssistantSettings.Llm llm,
    @Setting(
            value =
                "Where the knowledge base keeps its vectors: lucene (in the process) or chroma.",
            byDefault = "lucene")
        AssistantSettings.Store store,
    AssistantSettings.Chroma chroma,
    AssistantSettings.Session session,
    @Setting(
            value =
                "Loads the embedding models right after the start instead of with the first question.",
            byDefault = "false")
        boolean warmUp) {

  /** Where the settings stand. */
  public static final Section<AssistantServiceSettings> SECTION =
      new Section<>("assistant", AssistantServiceSettings.class);

  public AssistantServiceSettings {
    if (listeners < 1 || questions < 1) {
      throw new IllegalArgumentException("listeners and questions are at least 1");
    }
  }

  /** The part that the assistant's answers are configured with. */
  public AssistantSettings answers() {
    return new AssistantSettings(llm, store, chroma, session, warmUp);
  }
}
