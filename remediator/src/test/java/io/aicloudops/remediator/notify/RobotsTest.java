package io.aicloudops.remediator.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.remediator.Given;
import io.aicloudops.remediator.RemediatorSettings;
import io.aicloudops.remediator.notify.Channel.Delivery;
import io.aicloudops.runtime.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** DingTalk and WeCom, by the rules that they document. */
class RobotsTest {

  private final Clock clock = Clock.fixed(Given.T0, ZoneOffset.UTC);
  private final LocalServer server;

  RobotsTest() throws IOException {
    server = new LocalServer();
    server.answers(200, "{\"errcode\":0,\"errmsg\":\"ok\"}", "");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static Message message(String line) {
    return new Message(
        "i1/opened/x",
        "i1",
        "",
        Message.Kind.OPENED,
        "cart fails",
        List.of(line),
        "http://aiops.example/#/incident/i1",
        Given.T0);
  }

  private Channel channel(String name, String query, String... more) {
    Map<String, Object> values = new HashMap<>();
    values.put("remediator.notifications." + name + ".url", server.url() + query);
    for (int i = 0; i < more.length; i += 2) {
      values.put("remediator.notifications." + more[i], more[i + 1]);
    }
    NotifySettings settings = Settings.of(values).read(RemediatorSettings.SECTION).notifications();
    List<Channel> channels = Channels.of(settings, clock);
    assertThat(channels).extracting(Channel::name).containsExactly(name);
    return channels.get(0);
  }

  private JsonNode posted() {
    return server.requests.get(server.requests.size() - 1).body();
  }

  @Test
  void dingTalkGetsASignedCard() throws GeneralSecurityException {
    Channel robot = channel("dingtalk", "?access_token=t", "dingtalk.secret", "SEC1", "lang", "zh");
    assertThat(robot.deliver(message("see <b> [x](http://evil)"))).isEqualTo(new Delivery.Sent());
    long timestamp = Given.T0.toEpochMilli();
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("SEC1".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] sign = mac.doFinal((timestamp + "\nSEC1").getBytes(StandardCharsets.UTF_8));
    assertThat(server.requests.get(0).query())
        .isEqualTo(
            "access_token=t&timestamp="
                + timestamp
                + "&sign="
                + Base64.getEncoder().encodeToString(sign));
    assertThat(posted().path("msgtype").asText()).isEqualTo("actionCard");
    JsonNode card = posted().path("actionCard");
    assertThat(card.path("title").asText()).isEqualTo("cart fails");
    assertThat(card.path("text").asText()).contains("&lt;b&gt;").contains("\\[x]");
    assertThat(card.path("singleTitle").asText()).isEqualTo("打开控制台");
    assertThat(card.path("singleURL").asText()).endsWith("#/incident/i1");
  }

  @Test
  void dingTalkWithoutASecretIsNotSigned() {
    channel("dingtalk", "").deliver(message("x"));
    assertThat(server.requests.get(0).query()).isEqualTo("null");
  }

  @Test
  void robotsSayInTheBodyWhatIsWrong() {
    Channel dingtalk = channel("dingtalk", "");
    dingtalk.deliver(message("x"));
    server.answers(200, "{\"errcode\":310000,\"errmsg\":\"sign not match\"}", "");
    assertThat(dingtalk.deliver(message("x")))
        .isEqualTo(new Delivery.Never("code 310000: sign not match"));
    server.answers(200, "{\"errcode\":130101,\"errmsg\":\"send too fast\"}", "");
    assertThat(dingtalk.deliver(message("x")))
        .isEqualTo(new Delivery.Later(Duration.ofMinutes(1), "code 130101: send too fast"));
    server.answers(200, "{\"errcode\":-1,\"errmsg\":\"busy\"}", "");
    assertThat(dingtalk.deliver(message("x"))).isInstanceOf(Delivery.Later.class);
    server.answers(200, "<html>", "");
    assertThat(dingtalk.deliver(message("x"))).isInstanceOf(Delivery.Later.class);
    Channel wecom = channel("wecom", "?key=k");
    server.answers(200, "{\"errcode\":45009,\"errmsg\":\"api freq out of limit\"}", "");
    assertThat(wecom.deliver(message("x"))).isInstanceOf(Delivery.Later.class);
    server.answers(200, "{\"errcode\":93000,\"errmsg\":\"invalid webhook url\"}", "");
    assertThat(wecom.deliver(message("x"))).isInstanceOf(Delivery.Never.class);
  }

  @Test
  void weComGetsMarkdownWithoutForeignMentionsAndNoMoreThanItTakes() {
    Channel robot = channel("wecom", "?key=k");
    assertThat(robot.deliver(message("<@all> look"))).isEqualTo(new Delivery.Sent());
    assertThat(server.requests.get(0).query()).isEqualTo("key=k");
    assertThat(posted().path("msgtype").asText()).isEqualTo("markdown");
    assertThat(posted().at("/markdown/content").asText())
        .startsWith("**cart fails**\n&lt;@all&gt; look")
        .endsWith("[Open the dashboard](http://aiops.example/#/incident/i1)");
    assertThat(robot.deliver(message("很长".repeat(3000)))).isEqualTo(new Delivery.Sent());
    String content = posted().at("/markdown/content").asText();
    assertThat(content.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4096);
    assertThat(content).endsWith("#/incident/i1)");
  }
}
