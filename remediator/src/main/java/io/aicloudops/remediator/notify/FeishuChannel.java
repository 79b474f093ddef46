package io.aicloudops.remediator.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.runtime.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A custom bot of Feishu, with a message card. If the bot checks signatures: HMAC-SHA256 of the
 * empty text under the key {@code timestamp + "\n" + secret}, in Base64, as Feishu documents it.
 */
final class FeishuChannel implements Channel {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Feishu's code for too many messages. */
  private static final int TOO_FAST = 11232;

  private static final Duration WHEN_TOO_FAST = Duration.ofSeconds(10);

  private final Poster poster;
  private final Secret secret;
  private final Lang lang;
  private final Clock clock;

  FeishuChannel(String url, Secret secret, Lang lang, Clock clock) {
    this.poster = new Poster(url);
    this.secret = secret;
    this.lang = lang;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "feishu";
  }

  @Override
  public Delivery deliver(Message message) {
    ObjectNode body = JSON.createObjectNode();
    secret
        .value()
        .ifPresent(
            key -> {
              String timestamp = Long.toString(clock.instant().getEpochSecond());
              body.put("timestamp", timestamp).put("sign", sign(timestamp, key));
            });
    body.put("msg_type", "interactive");
    ObjectNode card = body.putObject("card");
    card.putObject("config").put("wide_screen_mode", true);
    ObjectNode header = card.putObject("header").put("template", colour(message.kind()));
    header.putObject("title").put("tag", "plain_text").put("content", message.title());
    ArrayNode elements = card.putArray("elements");
    ObjectNode text = elements.addObject().put("tag", "div").putObject("text");
    text.put("tag", "lark_md").put("content", escape(String.join("\n", message.lines())));
    ObjectNode button = elements.addObject().put("tag", "action").putArray("actions").addObject();
    button.put("tag", "button").put("type", "primary").put("url", message.link());
    button
        .putObject("text")
        .put("tag", "plain_text")
        .put("content", lang.pick("Open the dashboard", "打开控制台"));
    return poster.post(body, Map.of(), FeishuChannel::judge);
  }

  /** The signature of a time in seconds. */
  static String sign(String timestamp, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] key = (timestamp + "\n" + secret).getBytes(StandardCharsets.UTF_8);
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /** Feishu answers 200 to bad requests, too; what it thinks stands in the body. */
  private static Delivery judge(String answer) {
    try {
      JsonNode body = JSON.readTree(answer);
      int code = body.path("code").asInt(body.path("StatusCode").asInt(0));
      if (code == 0) {
        return new Delivery.Sent();
      }
      String why = "code " + code + ": " + body.path("msg").asText("");
      return code == TOO_FAST ? new Delivery.Later(WHEN_TOO_FAST, why) : new Delivery.Never(why);
    } catch (JsonProcessingException e) {
      return new Delivery.Later(Duration.ZERO, "the answer is no JSON");
    }
  }

  private static String colour(Message.Kind kind) {
    return switch (kind) {
      case OPENED, ESCALATED -> "red";
      case CAUSE, APPROVAL, UNDONE -> "orange";
      case RESOLVED, VERIFIED -> "green";
    };
  }

  /** What came from alerts and logs must not become mentions or tags. */
  private static String escape(String text) {
    return text.replace("<", "&#60;").replace(">", "&#62;");
  }
}
