package io.aicloudops.remediator.notify.channel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.remediator.notify.message.Message;
import io.aicloudops.runtime.settings.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A custom robot of DingTalk, with an action card. If the robot checks signatures: HMAC-SHA256 of
 * {@code timestamp + "\n" + secret} under the secret, in Base64, in the query, as DingTalk
 * documents it.
 */
public final class DingTalkChannel implements Channel {

  private static final ErrorCode CODES =
      new ErrorCode(List.of("errcode"), "errmsg", 130101, Duration.ofMinutes(1));

  /** DingTalk takes 20,000 bytes in all; JSON needs some for quoting. */
  private static final int MOST_OF_TEXT = 12_000;

  private final Poster poster;
  private final Secret secret;
  private final Clock clock;

  /** A robot by its URL, which holds a token; an empty secret signs nothing. */
  public DingTalkChannel(String url, Secret secret, Clock clock) {
    this.poster = new Poster(url);
    this.secret = secret;
    this.clock = clock;
  }

  @Override
  public Delivery deliver(Message message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("msgtype", "actionCard");
    ObjectNode card = body.putObject("actionCard");
    card.put("title", message.title());
    String text = Escape.markdown(String.join("\n\n", message.lines()));
    card.put(
        "text",
        Clip.bytes("### " + Escape.markdown(message.title()) + "\n\n" + text, MOST_OF_TEXT));
    if (message.links().size() == 1) {
      Message.Link link = message.links().get(0);
      card.put("singleTitle", link.text()).put("singleURL", link.url());
    } else {
      card.put("btnOrientation", "0");
      ArrayNode buttons = card.putArray("btns");
      message
          .links()
          .forEach(l -> buttons.addObject().put("title", l.text()).put("actionURL", l.url()));
    }
    return poster.post(secret.value().map(this::signed).orElse(""), body, Map.of(), CODES::judge);
  }

  private String signed(String key) {
    String timestamp = Long.toString(clock.millis());
    String sign = Signature.hmacSha256(key, timestamp + "\n" + key);
    return "timestamp=" + timestamp + "&sign=" + URLEncoder.encode(sign, StandardCharsets.UTF_8);
  }
}
