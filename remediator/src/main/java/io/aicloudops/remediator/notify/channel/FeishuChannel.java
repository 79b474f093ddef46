package io.aicloudops.remediator.notify.channel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.remediator.notify.message.Message;
import io.aicloudops.runtime.settings.Secret;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A custom bot of Feishu, with a message card. If the bot checks signatures: HMAC-SHA256 of the
 * empty text under the key {@code timestamp + "\n" + secret}, in Base64, as Feishu documents it.
 */
public final class FeishuChannel implements Channel {

  private static final ErrorCode CODES =
      new ErrorCode(List.of("code", "StatusCode"), "msg", 11232, Duration.ofSeconds(10));

  /** Feishu takes 20 KB in all; JSON needs some for quoting. */
  private static final int MOST_OF_TEXT = 12_000;

  private final Poster poster;
  private final Secret secret;
  private final Clock clock;

  /** A bot by its URL, which holds a token; an empty secret signs nothing. */
  public FeishuChannel(String url, Secret secret, Clock clock) {
    this.poster = new Poster(url);
    this.secret = secret;
    this.clock = clock;
  }

  @Override
  public Delivery deliver(Message message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    secret
        .value()
        .ifPresent(
            key -> {
              String timestamp = Long.toString(clock.instant().getEpochSecond());
              body.put("timestamp", timestamp)
                  .put("sign", Signature.hmacSha256(timestamp + "\n" + key, ""));
            });
    body.put("msg_type", "interactive");
    ObjectNode card = body.putObject("card");
    card.putObject("config").put("wide_screen_mode", true);
    ObjectNode header = card.putObject("header").put("template", colour(message.kind()));
    header.putObject("title").put("tag", "plain_text").put("content", message.title());
    ArrayNode elements = card.putArray("elements");
    ObjectNode text = elements.addObject().put("tag", "div").putObject("text");
    String lines = Escape.feishu(String.join("\n", message.lines()));
    text.put("tag", "lark_md").put("content", Clip.bytes(lines, MOST_OF_TEXT));
    ArrayNode actions = elements.addObject().put("tag", "action").putArray("actions");
    for (Message.Link link : message.links()) {
      ObjectNode button = actions.addObject().put("tag", "button").put("url", link.url());
      button.put("type", actions.size() == 1 ? "primary" : "default");
      button.putObject("text").put("tag", "plain_text").put("content", link.text());
    }
    return poster.post(body, Map.of(), CODES::judge);
  }

  private static String colour(Message.Kind kind) {
    return switch (kind) {
      case OPENED, ESCALATED -> "red";
      case CAUSE, APPROVAL, UNDONE -> "orange";
      case RESOLVED, VERIFIED -> "green";
    };
  }
}
