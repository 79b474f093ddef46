package io.aicloudops.remediator.notify.message;

import io.aicloudops.schemas.identity.EntityId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One piece of news: what is told in each language, and what routes can tell it by.
 *
 * @param entity held responsible or acted on; empty if none is known
 * @param fault its row of the catalogue; empty if it is not known
 */
public record Item(Message en, Message zh, String entity, Severity severity, String fault) {

  /** The news in a language. */
  public Message in(Lang lang) {
    return lang == Lang.ZH ? zh : en;
  }

  /** What it is about; news about the same is told in order. */
  public String subject() {
    return en.subject();
  }

  /** What kind of news. */
  public Message.Kind kind() {
    return en.kind();
  }

  /** When it happened. */
  public Instant time() {
    return en.time();
  }

  /**
   * What routes match: the labels of the entity, and over them {@code cluster}, {@code namespace},
   * {@code kind}, {@code name}, {@code severity}, {@code fault} and {@code news}.
   */
  public Map<String, String> attributes(Map<String, String> labels) {
    Map<String, String> all = new HashMap<>(labels);
    EntityId.tryParse(entity)
        .ifPresent(
            id -> {
              all.put("cluster", id.cluster());
              all.put("namespace", id.namespace());
              all.put("kind", id.kind());
              all.put("name", id.name());
            });
    all.put("severity", severity.name().toLowerCase(Locale.ROOT));
    all.put("fault", fault);
    all.put("news", kind().name().toLowerCase(Locale.ROOT));
    return all;
  }
}
