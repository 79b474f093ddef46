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

class ChannelsTest {

  private static final Message MESSAGE =
      new Message(
          "i1/opened/x",
          "i1",
          "",
          Message.Kind.OPENED,
          "Incident: cart <fails> & more",
          List.of("Severity: warning", "<!channel> <at id=all></at> read this"),
          "http://aiops.example/#/incident/i1",
          Given.T0);

  private final Clock clock = Clock.fixed(Given.T0, ZoneOffset.UTC);
  private final LocalServer server;

  ChannelsTest() throws IOException {
    server = new LocalServer();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Channel channel(String name, String... more) {
    Map<String, Object> values = new HashMap<>();
    values.put("remediator.notifications." + name + ".url", server.url());
    for (int i = 0; i < more.length; i += 2) {
      values.put("remediator.notifications." + more[i], more[i + 1]);
    }
    NotifySettings settings = Settings.of(values).read(RemediatorSettings.SECTION).notifications();
    List<Channel> channels = Channels.of(settings, clock);
    assertThat(channels).extracting(Channel::name).containsExactly(name);
    return channels.get(0);
  }

  private JsonNode posted() {
    assertThat(server.requests).hasSize(1);
    return server.requests.get(0).body();
  }

  @Test
  void withoutAUrlThereIsNoChannel() {
    NotifySettings none = Settings.of(Map.of()).read(RemediatorSettings.SECTION).notifications();
    assertThat(Channels.of(none, clock)).isEmpty();
  }

  @Test
  void aWebhookGetsTheMessageAsJson() {
    Channel webhook = channel("webhook", "webhook.token", "s3cret");
    assertThat(webhook.deliver(MESSAGE)).isEqualTo(new Delivery.Sent());
    assertThat(server.requests.get(0).authorization()).isEqualTo("Bearer s3cret");
    assertThat(posted().path("id").asText()).isEqualTo("i1/opened/x");
    assertThat(posted().path("kind").asText()).isEqualTo("opened");
    assertThat(posted().path("time").asText()).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(posted().path("lines").get(0).asText()).isEqualTo("Severity: warning");
    assertThat(posted().path("link").asText()).endsWith("#/incident/i1");
  }

  @Test
  void slackGetsBlocksWithoutForeignMentions() {
    assertThat(channel("slack").deliver(MESSAGE)).isEqualTo(new Delivery.Sent());
    assertThat(posted().path("text").asText()).isEqualTo("Incident: cart &lt;fails&gt; &amp; more");
    JsonNode header = posted().path("blocks").get(0);
    assertThat(header.path("type").asText()).isEqualTo("header");
    assertThat(header.at("/text/type").asText()).isEqualTo("plain_text");
    JsonNode section = posted().path("blocks").get(1);
    assertThat(section.at("/text/type").asText()).isEqualTo("mrkdwn");
    assertThat(section.at("/text/text").asText())
        .contains("&lt;!channel&gt;")
        .doesNotContain("<!channel>")
        .endsWith("<http://aiops.example/#/incident/i1|Open the dashboard>");
  }

  @Test
  void slackGetsNoMoreThanItTakes() {
    Message huge =
        new Message(
            "x",
            "i",
            "",
            Message.Kind.VERIFIED,
            "t".repeat(500),
            List.of("l".repeat(9000)),
            "http://x",
            Given.T0);
    assertThat(channel("slack").deliver(huge)).isEqualTo(new Delivery.Sent());
    assertThat(posted().at("/blocks/0/text/text").asText()).hasSizeLessThanOrEqualTo(150);
    assertThat(posted().at("/blocks/1/text/text").asText()).hasSizeLessThanOrEqualTo(3000);
  }

  @Test
  void feishuGetsASignedCard() throws GeneralSecurityException {
    server.answers(200, "{\"code\":0,\"msg\":\"success\",\"data\":{}}", "");
    Channel feishu = channel("feishu", "feishu.secret", "demo", "lang", "zh");
    assertThat(feishu.deliver(MESSAGE)).isEqualTo(new Delivery.Sent());
    String timestamp = Long.toString(Given.T0.getEpochSecond());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(
        new SecretKeySpec((timestamp + "\ndemo").getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    assertThat(posted().path("timestamp").asText()).isEqualTo(timestamp);
    assertThat(posted().path("sign").asText())
        .isEqualTo(Base64.getEncoder().encodeToString(mac.doFinal(new byte[0])));
    assertThat(posted().path("msg_type").asText()).isEqualTo("interactive");
    assertThat(posted().at("/card/header/template").asText()).isEqualTo("red");
    assertThat(posted().at("/card/header/title/content").asText()).startsWith("Incident: cart");
    assertThat(posted().at("/card/elements/0/text/content").asText())
        .contains("&#60;at id=all&#62;")
        .doesNotContain("<at");
    JsonNode button = posted().at("/card/elements/1/actions/0");
    assertThat(button.path("url").asText()).isEqualTo(MESSAGE.link());
    assertThat(button.at("/text/content").asText()).isEqualTo("打开控制台");
  }

  @Test
  void feishuWithoutASecretIsNotSigned() {
    server.answers(200, "{\"StatusCode\":0,\"StatusMessage\":\"success\"}", "");
    assertThat(channel("feishu").deliver(MESSAGE)).isEqualTo(new Delivery.Sent());
    assertThat(posted().has("sign")).isFalse();
  }

  @Test
  void feishuSaysInTheBodyWhatIsWrong() {
    Channel feishu = channel("feishu");
    server.answers(200, "{\"code\":19021,\"msg\":\"sign match fail\"}", "");
    assertThat(feishu.deliver(MESSAGE))
        .isEqualTo(new Delivery.Never("code 19021: sign match fail"));
    server.answers(200, "{\"code\":11232,\"msg\":\"frequency limited\"}", "");
    assertThat(feishu.deliver(MESSAGE)).isInstanceOf(Delivery.Later.class);
    server.answers(200, "<html>", "");
    assertThat(feishu.deliver(MESSAGE)).isInstanceOf(Delivery.Later.class);
  }

  @Test
  void waitsAsLongAsTheServerSays() {
    Channel webhook = channel("webhook");
    server.answers(429, "slow down", "7");
    assertThat(webhook.deliver(MESSAGE))
        .isEqualTo(new Delivery.Later(Duration.ofSeconds(7), "HTTP 429: slow down"));
    server.answers(503, "", "");
    assertThat(webhook.deliver(MESSAGE)).isEqualTo(new Delivery.Later(Duration.ZERO, "HTTP 503"));
    server.answers(404, "no_service", "");
    assertThat(webhook.deliver(MESSAGE)).isEqualTo(new Delivery.Never("HTTP 404: no_service"));
  }

  @Test
  void aServerThatIsAwayIsTriedAgain() {
    Channel webhook = channel("webhook");
    server.close();
    assertThat(webhook.deliver(MESSAGE)).isInstanceOf(Delivery.Later.class);
  }
}
