package io.aicloudops.remediator.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.runtime.settings.Secret;
import java.util.Locale;
import java.util.Map;

/** Posts each message as JSON: id, kind, title, lines, link, time, incidentId, remediationId. */
final class WebhookChannel implements Channel {

  private final Poster poster;
  private final Map<String, String> headers;

  WebhookChannel(String url, Secret token) {
    this.poster = new Poster(url);
    this.headers = token.value().map(t -> Map.of("Authorization", "Bearer " + t)).orElse(Map.of());
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public Delivery deliver(Message message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("id", message.id())
        .put("kind", message.kind().name().toLowerCase(Locale.ROOT))
        .put("title", message.title())
        .put("link", message.link())
        .put("time", message.time().toString())
        .put("incidentId", message.incidentId())
        .put("remediationId", message.remediationId());
    message.lines().forEach(body.putArray("lines")::add);
    return poster.post(body, headers, answer -> new Delivery.Sent());
  }
}
