package io.aicloudops.remediator.notify.channel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.remediator.notify.message.Message;
import io.aicloudops.runtime.settings.Secret;
import java.util.Locale;
import java.util.Map;

/**
 * Posts each message as JSON: id, kind, title, lines, link (the most important), links (text, url),
 * time, incidentId, remediationId.
 */
public final class WebhookChannel implements Channel {

  private final Poster poster;
  private final Map<String, String> headers;

  /** A webhook by its URL; an empty token sends none. */
  public WebhookChannel(String url, Secret token) {
    this.poster = new Poster(url);
    this.headers = token.value().map(t -> Map.of("Authorization", "Bearer " + t)).orElse(Map.of());
  }

  @Override
  public Delivery deliver(Message message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("id", message.id())
        .put("kind", message.kind().name().toLowerCase(Locale.ROOT))
        .put("title", message.title())
        .put("link", message.links().get(0).url())
        .put("time", message.time().toString())
        .put("incidentId", message.incidentId())
        .put("remediationId", message.remediationId());
    message.lines().forEach(body.putArray("lines")::add);
    ArrayNode links = body.putArray("links");
    message.links().forEach(l -> links.addObject().put("text", l.text()).put("url", l.url()));
    return poster.post(body, headers, answer -> new Delivery.Sent());
  }
}
