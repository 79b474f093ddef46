package io.aicloudops.remediator.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.runtime.settings.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A custom robot of DingTalk, with an action card. If the robot checks signatures: HMAC-SHA256 of
 * {@code timestamp + "\n" + secret} under the secret, in Base64, in the query, as DingTalk
 * documents it.
 */
final class DingTalkChannel implements Channel {

  /** DingTalk's code for too many messages. */
  private static final int TOO_FAST = 130101;

  private final Poster poster;
  private final Secret secret;
  private final Lang lang;
  private final Clock clock;

  DingTalkChannel(String url, Secret secret, Lang lang, Clock clock) {
    this.poster = new Poster(url);
    this.secret = secret;
    this.lang = lang;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "dingtalk";
  }

  @Override
  public Delivery deliver(Message message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("msgtype", "actionCard");
    ObjectNode card = body.putObject("actionCard");
    card.put("title", message.title());
    card.put(
        "text",
        "### " + escape(message.title()) + "\n\n" + escape(String.join("\n\n", message.lines())));
    card.put("singleTitle", lang.pick("Open the dashboard", "打开控制台"));
    card.put("singleURL", message.link());
    String query = secret.value().map(this::signed).orElse("");
    return poster.post(query, body, Map.of(), answer -> ErrorCode.judge(answer, TOO_FAST));
  }

  private String signed(String key) {
    long timestamp = clock.millis();
    String sign = URLEncoder.encode(sign(timestamp, key), StandardCharsets.UTF_8);
    return "timestamp=" + timestamp + "&sign=" + sign;
  }

  /** The signature of a time in milliseconds. */
  static String sign(long timestamp, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] text = (timestamp + "\n" + secret).getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(mac.doFinal(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /** What came from alerts and logs must not become links or pictures. */
  private static String escape(String text) {
    return text.replace("<", "&lt;").replace(">", "&gt;").replace("[", "\\[");
  }
}
