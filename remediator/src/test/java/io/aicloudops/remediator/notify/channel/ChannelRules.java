package io.aicloudops.remediator.notify.channel;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.remediator.notify.channel.LocalServer.Answer;
import io.aicloudops.remediator.notify.channel.LocalServer.Request;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What the services document that they take, answered as they answer. */
final class ChannelRules {

  private static final long HOUR = Duration.ofHours(1).toMillis();

  private ChannelRules() {}

  /** Incoming webhooks of Slack: 400 with a word for what is wrong. */
  static Function<Request, Answer> slack() {
    return request -> {
      JsonNode blocks = request.body().path("blocks");
      boolean well = !request.body().path("text").asText().isEmpty() && blocks.size() <= 50;
      for (JsonNode block : blocks) {
        well &=
            switch (block.path("type").asText()) {
              case "header" -> within(block.path("text"), "plain_text", 150);
              case "section" -> within(block.path("text"), "mrkdwn", 3000);
              case "actions" -> slackButtons(block.path("elements"));
              default -> false;
            };
      }
      return well ? new Answer(200, "ok", "") : new Answer(400, "invalid_blocks", "");
    };
  }

  private static boolean slackButtons(JsonNode elements) {
    boolean well = !elements.isEmpty() && elements.size() <= 25;
    for (JsonNode button : elements) {
      well &=
          button.path("type").asText().equals("button")
              && within(button.path("text"), "plain_text", 75)
              && button.path("url").asText().startsWith("http")
              && button.path("url").asText().length() <= 3000;
    }
    return well;
  }

  private static boolean within(JsonNode text, String type, int most) {
    String content = text.path("text").asText();
    return text.path("type").asText().equals(type)
        && !content.isEmpty()
        && content.length() <= most;
  }

  /** A custom bot of Feishu that checks signatures. */
  static Function<Request, Answer> feishu(String secret, Clock clock) {
    return request -> {
      JsonNode body = request.body();
      String timestamp = body.path("timestamp").asText();
      if (!fresh(timestamp, 1000, clock)
          || !body.path("sign").asText().equals(hmac(timestamp + "\n" + secret, ""))) {
        return feishu(19021, "sign match fail or timestamp is not within one hour");
      }
      JsonNode card = body.path("card");
      JsonNode button = card.at("/elements/1/actions/0");
      boolean well =
          body.path("msg_type").asText().equals("interactive")
              && card.at("/header/title/tag").asText().equals("plain_text")
              && card.at("/elements/0/text/tag").asText().equals("lark_md")
              && button.path("tag").asText().equals("button")
              && button.path("url").asText().startsWith("http")
              && Clip.size(body.toString()) <= 20_480;
      return well ? feishu(0, "success") : feishu(9499, "Bad Request");
    };
  }

  private static Answer feishu(int code, String message) {
    return new Answer(200, "{\"code\":%d,\"msg\":\"%s\"}".formatted(code, message), "");
  }

  /** A custom robot of DingTalk that checks signatures. */
  static Function<Request, Answer> dingTalk(String secret, Clock clock) {
    return request -> {
      Map<String, String> query = query(request.query());
      String timestamp = query.getOrDefault("timestamp", "");
      if (!fresh(timestamp, 1, clock)
          || !query.getOrDefault("sign", "").equals(hmac(secret, timestamp + "\n" + secret))) {
        return robot(310000, "sign not match");
      }
      JsonNode card = request.body().path("actionCard");
      boolean oneButton = card.has("singleTitle") && card.has("singleURL") && !card.has("btns");
      boolean buttons = !card.has("singleTitle") && !card.path("btns").isEmpty();
      for (JsonNode button : card.path("btns")) {
        buttons &= button.has("title") && button.has("actionURL");
      }
      boolean well =
          request.body().path("msgtype").asText().equals("actionCard")
              && !card.path("title").asText().isEmpty()
              && !card.path("text").asText().isEmpty()
              && (oneButton || buttons);
      if (Clip.size(request.body().toString()) > 20_000) {
        return robot(460101, "message too long");
      }
      return well ? robot(0, "ok") : robot(400201, "param error");
    };
  }

  /** A group robot of WeCom. */
  static Function<Request, Answer> weCom() {
    return request -> {
      String content = request.body().at("/markdown/content").asText();
      if (!request.body().path("msgtype").asText().equals("markdown") || content.isEmpty()) {
        return robot(40008, "invalid message type");
      }
      return Clip.size(content) <= 4096
          ? robot(0, "ok")
          : robot(40058, "markdown.content exceed max length 4096");
    };
  }

  private static Answer robot(int code, String message) {
    return new Answer(200, "{\"errcode\":%d,\"errmsg\":\"%s\"}".formatted(code, message), "");
  }

  private static boolean fresh(String timestamp, long unitMillis, Clock clock) {
    return timestamp.matches("\\d+")
        && Math.abs(Long.parseLong(timestamp) * unitMillis - clock.millis()) <= HOUR;
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return query;
  }

  private static String hmac(String key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] sign = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(sign);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
